"""Decides that every sign-in and sign-out leaves a line in the audit log, however it happened."""

from django.contrib.auth.signals import user_logged_in, user_logged_out

from network.models import User
from network.services import audit


def _note(verb: str, user: User | None) -> None:
    if user is not None:
        person = getattr(user, "person", None)
        audit.record(verb, user, by=user, area=person.home_area if person else None)


def note_sign_in(*, user: User, **_signal: object) -> None:
    """Note that a session begins."""
    _note("login.signed_in", user)


def note_sign_out(*, user: User | None, **_signal: object) -> None:
    """Note that a session was ended by its login."""
    _note("login.signed_out", user)


user_logged_in.connect(note_sign_in, dispatch_uid="network.signed_in")
user_logged_out.connect(note_sign_out, dispatch_uid="network.signed_out")
