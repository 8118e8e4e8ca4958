"""Sign-in links: a person whom somebody entered gets a login and a link that works once, for ten minutes.

The token is django-sesame's: signed, of this login and its present state, and spent by the sign-in itself. Opening the link
spends nothing, for programs that show previews open links, too; the button on its page does.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from sesame.backends import ModelBackend
from sesame.utils import get_token

from network.errors import RuleBroken
from network.models import Appointment, Person, User
from network.rights import Feature, require
from network.services import appointments, audit

MINUTES = 10


@transaction.atomic
def make(person: Person, *, by: User) -> str:
    """A token for the person's login, which is made where there is none.

    Whoever hands the link over could use it themselves, so it is made only by who could have filled every office that the
    person holds, and never for operators and for offices that demand a second factor. Raises RuleBroken.
    """
    require(by, Feature.PEOPLE_EDIT, person.home_area)
    person = Person.objects.select_for_update(of=("self",)).select_related("user", "home_area").get(pk=person.pk)
    if person.status != Person.Status.ACTIVE or person.merged_into_id is not None:
        raise RuleBroken(_("Only active people sign in."), code="not_active")
    if person.user_id == by.pk:
        raise RuleBroken(_("You are signed in already."), code="oneself")
    if person.user is not None and (person.user.is_superuser or person.user.needs_second_factor):
        raise RuleBroken(_("This office demands a password and a second factor."), code="second_factor")
    for row in Appointment.objects.open_at(timezone.localdate()).filter(person=person).select_related("area"):
        require(by, Feature.APPOINT, row.area)
        appointments.refuse_beside_or_above(row.area, by, in_cell=row.cell_id is not None)
    if person.user is None:
        person.user = User.objects.create_user(f"p-{person.code}")
        person.save(update_fields=["user"])
    audit.record("login.link_made", person.user, by=by, area=person.home_area, person=person.code)
    epoch = person.user.session_epoch
    return f"{epoch}.{get_token(person.user, scope=f'sign-in {epoch}')}"


def user_for(token: str) -> User | None:
    """The active login that the token is for; None where it is spent, too old, revoked or not ours.

    Tokens carry the count of the login's ended sessions: what ends sessions (a term that ends, a pause) ends links as well.
    """
    epoch, _dot, signed = token.partition(".")
    user = ModelBackend().authenticate(None, sesame=signed, scope=f"sign-in {epoch}", max_age=60 * MINUTES)
    if user is None or str(user.session_epoch) != epoch or user.is_superuser or user.needs_second_factor:
        return None
    return user
