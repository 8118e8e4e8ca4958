"""Sign-in links: a person whom somebody entered gets a login and a link that works once, for ten minutes.

The token is django-sesame's: signed, of this login and its present state, and spent by the sign-in itself. Opening the link
spends nothing, for programs that show previews open links, too; the button on its page does.
"""

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from sesame.backends import ModelBackend
from sesame.utils import get_token

from network import person_rules
from network.errors import RuleBroken
from network.models import Appointment, Person, User
from network.rights import Feature, require
from network.services import appointments, audit

MINUTES = 10
FIRST = "first-"  # begins the tokens of first sign-ins


@transaction.atomic
def make(person: Person, *, by: User) -> str:
    """A token for the person's login, which is made where there is none.

    Whoever hands the link over could use it themselves, so it is made only by who could have filled every office that the
    person holds. Where an office demands a second factor, only an operator makes one, and only for the first sign-in, which
    leads to a password and the second factor; for operators there is none. Raises RuleBroken.
    """
    require(by, Feature.PEOPLE_EDIT, person.home_area)
    person = Person.objects.select_for_update(of=("self",)).select_related("user", "home_area").get(pk=person.pk)
    if person.status != Person.Status.ACTIVE or person.merged_into_id is not None:
        raise RuleBroken(_("Only active people sign in."), code="not_active")
    person_rules.ask_login(person)
    if person.user_id == by.pk:
        raise RuleBroken(_("You are signed in already."), code="oneself")
    if person.user is None:
        person.user = User.objects.create_user(f"p-{person.code}")
        person.save(update_fields=["user"])
    is_first = person.user.needs_second_factor
    if is_first and (not by.is_superuser or _is_set_up(person.user)):
        raise RuleBroken(
            _("This office demands a password and a second factor; an operator hands over its first link."),
            code="second_factor",
        )
    for row in Appointment.objects.open_at(timezone.localdate()).filter(person=person).select_related("area"):
        require(by, Feature.APPOINT, row.area)
        appointments.refuse_beside_or_above(row.area, by, in_cell=row.cell_id is not None)
    audit.record("login.link_made", person.user, by=by, area=person.home_area, person=person.code)
    epoch = person.user.session_epoch
    start = f"{FIRST}{epoch}" if is_first else str(epoch)
    return f"{start}.{get_token(person.user, scope=f'sign-in {start}')}"


def user_for(token: str) -> User | None:
    """The active login that the token is for; None where it is spent, too old, revoked or not ours.

    Tokens carry the count of the login's ended sessions: what ends sessions (a term that ends, a pause) ends links as well.
    They also tell whether they were made for the first sign-in of an office with a second factor: an ordinary one dies when
    its person gets such an office.
    """
    start, _dot, signed = token.partition(".")
    user = ModelBackend().authenticate(None, sesame=signed, scope=f"sign-in {start}", max_age=60 * MINUTES)
    if user is None or str(user.session_epoch) != start.removeprefix(FIRST) or user.is_superuser:
        return None
    is_first = start.startswith(FIRST)
    return None if user.needs_second_factor and (not is_first or _is_set_up(user)) else user


def _is_set_up(user: User) -> bool:
    """Whether the login is a known operator's, or has a password or a second factor already."""
    return user.is_superuser or user.has_usable_password() or Authenticator.objects.filter(user=user).exists()
