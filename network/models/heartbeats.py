"""Heartbeats: the last sign of life of each kind of process, so that readiness is read, not guessed."""

from django.db import models


class Heartbeat(models.Model):
    """When a process of that name last said that it lives."""

    name = models.CharField(primary_key=True, max_length=20)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.at:%H:%M:%S}"
