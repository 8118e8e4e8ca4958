"""Users: the logins. What a login may do comes only from the appointments of its person."""

from django.contrib.auth.models import AbstractUser
from django.utils import timezone
from django.utils.functional import cached_property

from network.scope import Grant, merge_paths


class User(AbstractUser):
    """A login. It carries no right of its own: see `network.rights`; a superuser is the machine's operator."""

    @cached_property
    def live_grants(self) -> list[Grant]:
        """What the person's live appointments grant today: one query, kept as long as this object lives."""
        return self._read_grants()

    def _read_grants(self) -> list[Grant]:
        from network.models.offices import Appointment  # the offices module imports this one
        from network.rights import Feature

        if not self.is_active:
            return []
        if self.is_superuser:
            return [Grant(path="/", features=frozenset(Feature.values))]
        rows = Appointment.objects.live(timezone.localdate()).filter(person__user=self).select_related("area", "office")
        return [Grant(path=path, features=frozenset(row.features)) for row in rows for path in row.area.own_paths()]

    @property
    def name(self) -> str:
        """The name of the person behind the login; the login's own name where there is none."""
        person = getattr(self, "person", None)
        return person.name if person else self.username

    def paths_with(self, feature: str) -> list[str]:
        """The area paths where this login holds the feature, none inside another."""
        return merge_paths(grant.path for grant in self.live_grants if feature in grant.features)

    def may(self, feature: str) -> bool:
        """Whether the login holds the feature anywhere."""
        return bool(self.paths_with(feature))
