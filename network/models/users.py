"""Users: the logins. What a login may do comes only from the appointments of its person."""

from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from network.scope import Grant, merge_paths


class User(AbstractUser):
    """A login. It carries no right of its own: see `network.rights`; a superuser is the machine's operator."""

    # Raised to end every session of the login at once: sessions carry a keyed hash of it (see services/logins.py).
    session_epoch = models.PositiveIntegerField(_("sessions ended"), default=0, editable=False)

    def get_session_auth_hash(self) -> str:
        """What a session must carry to count: it changes with the password and with every end of all sessions."""
        return self._session_hash(None)

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """The same under former secret keys."""
        return (self._session_hash(secret) for secret in settings.SECRET_KEY_FALLBACKS)

    def _session_hash(self, secret: str | None) -> str:
        value = f"{self.password}:{self.session_epoch}"
        return salted_hmac("network.models.User.session", value, secret=secret, algorithm="sha256").hexdigest()

    @cached_property
    def live_grants(self) -> list[Grant]:
        """What the person's live appointments grant today: one query, kept as long as this object lives."""
        return self._read_grants()

    @cached_property
    def needs_second_factor(self) -> bool:
        """Whether the login is an operator's, or holds an office today that demands a second factor."""
        from network.models.offices import Appointment  # the offices module imports this one

        held = Appointment.objects.live(timezone.localdate()).filter(person__user=self)
        return self.is_superuser or held.filter(office__needs_second_factor=True).exists()

    def _read_grants(self) -> list[Grant]:
        from network.models.offices import Appointment  # the offices module imports this one
        from network.rights import Feature

        if not self.is_active:
            return []
        if self.is_superuser:
            return [Grant(path="/", features=frozenset(Feature.values))]
        rows = Appointment.objects.live(timezone.localdate()).filter(person__user=self).select_related("area", "office")
        return [
            Grant(path, frozenset(row.features), row.office_id, row.area_id, in_cell=row.cell_id is not None)
            for row in rows
            for path in row.area.own_paths()
        ]

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
