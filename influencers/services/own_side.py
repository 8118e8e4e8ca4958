"""One's own side: what a volunteer changes about themselves without asking anybody; pausing, coming back, leaving."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from influencers import own_data
from influencers.models import Consent, Influencer
from influencers.services import consents, pipeline
from network.errors import RightMissing, RuleBroken
from network.models import Person, User
from network.services import audit, logins

OF_PERSON = (
    "name_hi",
    "name_en",
    "languages",
    "preferred_channel",
    "birth_day",
    "birth_month",
    "quiet_from",
    "quiet_until",
)
OF_VOICE = ("subjects", "setting")
LONGEST_PAUSE = datetime.timedelta(days=366)

Stage = Influencer.Stage


def require_own(by: User, person: Person) -> None:
    """Raise RightMissing unless it is the actor's own record."""
    if person.user_id is None or person.user_id != by.pk:
        raise RightMissing


def voice_of(person: Person) -> Influencer | None:
    """The person as an influencer, if they are recorded as one."""
    return Influencer.objects.filter(person=person).select_related("district", "person").first()


@transaction.atomic
def update(person: Person, *, by: User, **changes: object) -> Person:
    """Change one's own profile. Raises RuleBroken for half of a pair: a day without its month, hours without their end."""
    require_own(by, person)
    person = Person.objects.select_for_update(of=("self",)).select_related("home_area").get(pk=person.pk)
    of_person = {name: value for name, value in changes.items() if name in OF_PERSON}
    for name, value in of_person.items():
        setattr(person, name, value)
    _refuse_halves(person)
    person.save(update_fields=[*of_person, *(["search_words", "name_key"] if of_person else [])])
    voice, of_voice = voice_of(person), {name: value for name, value in changes.items() if name in OF_VOICE}
    if voice is not None and of_voice:
        for name, value in of_voice.items():
            setattr(voice, name, value)
        voice.save(update_fields=list(of_voice))
    audit.record("person.changed_own", person, by=by, area=person.home_area, fields=sorted({*of_person, *of_voice}))
    return person


@transaction.atomic
def pause(person: Person, *, until: datetime.date | None, by: User) -> Influencer:
    """Get nothing until a day, or until one comes back. Raises RuleBroken for a day that is not ahead, or too far."""
    require_own(by, person)
    today = timezone.localdate()
    if until is not None and not today < until <= today + LONGEST_PAUSE:
        raise RuleBroken(_("Choose a day from tomorrow on, within a year."), code="bad_day")
    voice = voice_of(person)
    if voice is None or voice.stage not in (Stage.ACTIVE, Stage.PAUSED):
        raise RuleBroken(_("There is nothing to pause: you get no briefs."), code="nothing_to_pause")
    voice = pipeline.own_step(voice, Stage.PAUSED, by=by, reason=str(_("their own pause")))
    return _note_pause(voice, until, by)


@transaction.atomic
def come_back(person: Person, *, by: User | None) -> Influencer:
    """End one's own pause. Raises RuleBroken where there is none."""
    if by is not None:
        require_own(by, person)
    voice = voice_of(person)
    if voice is None or voice.stage != Stage.PAUSED:
        raise RuleBroken(_("You are not on a pause."), code="no_pause")
    voice = pipeline.own_step(voice, Stage.ACTIVE, by=by, reason=str(_("their own pause is over")))
    return _note_pause(voice, None, by)


def end_pauses(on: datetime.date) -> int:
    """Bring those back whose pause ends by the day and who still allow briefs; return how many. For a nightly run."""
    willing = Consent.objects.live().filter(purpose=Consent.Purpose.BRIEFS).values("person")
    over = Influencer.objects.filter(stage=Stage.PAUSED, paused_until__lte=on, person__in=willing)
    over = list(over.select_related("person"))
    for voice in over:
        come_back(voice.person, by=None)
    return len(over)


@transaction.atomic
def leave(person: Person, *, by: User) -> Person:
    """Leave for good: consents, team, links and sessions end at once; what is recorded stays until it is erased."""
    require_own(by, person)
    person = Person.objects.select_for_update(of=("self",)).select_related("home_area", "user").get(pk=person.pk)
    consents.withdraw(person, by=by)
    voice = voice_of(person)
    if voice is not None:
        _go(voice)
    person.invitations.filter(answered_at__isnull=True).update(expires_at=timezone.now())
    for part in own_data.parts():
        part.leave(person)
    if not holds_office(person):
        person.status = Person.Status.LEFT
        person.save(update_fields=["status"])
    audit.record("person.left", person, by=by, area=person.home_area)
    logins.end_sessions([person.user], by=by)
    return person


def holds_office(person: Person) -> bool:
    """Whether the person holds an office today or later: its end is for whoever appointed them."""
    return person.appointments.open_at(timezone.localdate()).exists()


def _go(voice: Influencer) -> None:
    for stage in (Stage.LEFT, Stage.DECLINED):
        if voice.may_become_by_own_act(stage):
            pipeline.own_step(voice, stage, reason=str(_("their own decision")))
            return


def _note_pause(voice: Influencer, until: datetime.date | None, by: User | None) -> Influencer:
    voice.paused_until = until
    voice.save(update_fields=["paused_until"])
    audit.record("influencer.paused_own" if voice.stage == Stage.PAUSED else "influencer.back_own", voice, by=by,
                 area=voice.district)  # fmt: skip
    return voice


def _refuse_halves(person: Person) -> None:
    if (person.birth_day is None) != (person.birth_month is None):
        raise RuleBroken(_("Give the day and the month of your birthday, or neither."), code="half_birthday")
    if person.birth_day is not None and not _is_a_day(person.birth_day, person.birth_month):
        raise RuleBroken(_("There is no such day."), code="no_such_day")
    if (person.quiet_from is None) != (person.quiet_until is None):
        raise RuleBroken(_("Give both ends of your quiet hours, or neither."), code="half_hours")
    if person.quiet_from is not None and person.quiet_from == person.quiet_until:
        raise RuleBroken(
            _("Quiet hours need two different ends. To get nothing at all, take a pause."), code="no_hours"
        )


def _is_a_day(day: int, month: int) -> bool:
    try:
        datetime.date(2024, month, day)  # a leap year
    except ValueError:
        return False
    return True
