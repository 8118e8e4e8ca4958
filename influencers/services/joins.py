"""Joining: asking on a district's open page, and the lead's answer. What the page says never tells whether a number is known.

The law (Madras HC, July 2025) keeps codes by SMS from the public; so a lead calls before anybody is taken in.
"""

import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from influencers.links import LinkRefused, canonical_profile
from influencers.models import Consent, ConsentNotice, Influencer, JoinPage, JoinRequest
from influencers.services import consents, handles, influencers, pipeline
from network.errors import RuleBroken
from network.models import Area, Person, User
from network.rights import Feature, may, require
from network.services import audit

MOST_OF_A_NUMBER = 3  # a day
MOST_OF_A_DISTRICT = 300  # an hour
UNDECIDED_KEPT = datetime.timedelta(days=90)
REFUSED_KEPT = datetime.timedelta(days=7)
CHANNEL = "join form"

Status, Refusal, Stage = JoinRequest.Status, JoinRequest.Refusal, Influencer.Stage


def page_of(district: Area) -> JoinPage:
    """The district's join page with its short link; it is made, open, when it is first asked for."""
    page, _made = JoinPage.objects.get_or_create(district=district)
    return page


def find_open(*, district_code: str) -> Area | None:
    """The district of that code whose join page is open, or None."""
    found = Area.objects.filter(kind="district", code=district_code, ended_on__isnull=True).first()
    if found is None or JoinPage.objects.filter(district=found, is_open=False).exists():
        return None
    return found


def district_of(short_code: str) -> Area | None:
    """The district that a short link leads to, whether its page is open or not."""
    page = JoinPage.objects.filter(short_code=short_code.lower()).select_related("district").first()
    return page.district if page else None


@transaction.atomic
def switch(district: Area, *, is_open: bool, by: User) -> JoinPage:
    """Open or close the district's join page; the short link stays the same."""
    require(by, Feature.ROSTER_EDIT, district)
    page = page_of(district)
    page.is_open = is_open
    page.save(update_fields=["is_open"])
    audit.record("join_page.opened" if is_open else "join_page.closed", page, by=by, area=district)
    return page


def ask(
    district: Area, *, name: str, phone: str, profile: str, purposes: list[str], is_adult: bool, notice: ConsentNotice
) -> bool:
    """Note that somebody asks to join; `phone` is E.164. True when noted, or noted before: the answer is the same.

    Raises RuleBroken below 18, without consent to briefs, and for a profile that is none. False: too many ask in this
    district now.
    """
    if not is_adult:
        raise RuleBroken(_("Only people of 18 years or older can take part."), code="not_adult")
    if Consent.Purpose.BRIEFS not in purposes:
        raise RuleBroken(_("Without briefs there is nothing to join for: tick “receive briefs”."), code="no_briefs")
    try:
        canonical_profile(profile)
    except LinkRefused as error:
        raise RuleBroken(str(error), code=error.code) from error
    now = timezone.now()
    lately = JoinRequest.objects.filter(district=district, asked_at__gt=now - datetime.timedelta(hours=1))
    if lately.count() >= MOST_OF_A_DISTRICT:
        return False
    request = JoinRequest(
        district=district,
        name_hi=name,
        profile=profile,
        purposes=sorted(purposes),
        notice=notice,
        language=get_language() or "hi",
    )
    request.phone = phone
    day = JoinRequest.objects.filter(phone_hash=request.phone_hash, asked_at__gt=now - datetime.timedelta(days=1))
    if day.count() < MOST_OF_A_NUMBER:
        _save_unless_waiting(request)
    return True


def queue(by: User):
    """The requests that wait in the actor's districts, the oldest first."""
    waiting = JoinRequest.objects.visible_to(by, Feature.ROSTER_EDIT).filter(status=Status.WAITING)
    return waiting.select_related("district", "notice")


def known_people(requests: list[JoinRequest], by: User) -> dict[str, Person]:
    """By hash of the number: who is entered with it already, as far as the actor sees them; one query."""
    people = Person.objects.visible_to(by, Feature.PEOPLE_VIEW).filter(
        phone_hash__in=[row.phone_hash for row in requests]
    )
    return {person.phone_hash: person for person in people.select_related("influencer")}


@transaction.atomic
def open_contact(request: JoinRequest, *, by: User) -> str:
    """The number in the clear, for the call; the opening is logged."""
    require(by, Feature.CONTACT_OPEN, request.district)
    audit.record("join.contact_opened", request, by=by, area=request.district)
    return request.phone


@transaction.atomic
def approve(request: JoinRequest, *, has_spoken: bool, by: User) -> Influencer:
    """Take the person in, as agreed, with the consent they gave on the form. Raises RuleBroken unless the lead spoke with them.

    A number that is known means that person; who is entered in a district that the actor does not form is not touched.
    """
    request = _lock(request, by)
    if not has_spoken:
        raise RuleBroken(_("Call first: the person has to say that they asked to join themselves."), code="not_spoken")
    people = Person.objects.select_for_update(of=("self",)).select_related("home_area")
    person = people.filter(phone_hash=request.phone_hash).first() or _enter_person(request)
    _refuse_elsewhere(person, by)
    influencer = _voice(person, request, by)
    _declare(influencer, request)
    _consent(person, request)
    _agree(influencer)
    request.person = person
    _decide(request, Status.APPROVED, by)
    return influencer


@transaction.atomic
def refuse(request: JoinRequest, *, refusal: str, by: User) -> JoinRequest:
    """Do not take the person in, for a reason of the list. Raises RuleBroken without one."""
    request = _lock(request, by)
    if refusal not in Refusal.values:
        raise RuleBroken(_("Say why."), code="reason_missing")
    request.refusal = refusal
    _decide(request, Status.REFUSED, by)
    return request


def forget_old(at: datetime.datetime) -> int:
    """Forget requests that nobody decided in 90 days, and refused ones after 7; return how many. For a nightly run.

    Of approved ones the person's own consent holds what is needed; they are forgotten after 90 days, too.
    """
    undecided = JoinRequest.objects.exclude(status=Status.REFUSED).filter(asked_at__lte=at - UNDECIDED_KEPT)
    refused = JoinRequest.objects.filter(status=Status.REFUSED, decided_at__lte=at - REFUSED_KEPT)
    return undecided.delete()[0] + refused.delete()[0]


def _save_unless_waiting(request: JoinRequest) -> None:
    """One request waits for each number; another one changes nothing, for anybody may enter anybody's number."""
    try:
        with transaction.atomic():
            request.save()
    except IntegrityError:
        return
    audit.record("join.asked", request, by=None, area=request.district)


def _lock(request: JoinRequest, by: User) -> JoinRequest:
    require(by, Feature.ROSTER_EDIT, request.district)
    rows = JoinRequest.objects.select_for_update(of=("self",)).select_related("district", "notice")
    request = rows.get(pk=request.pk)
    if request.status != Status.WAITING:
        raise RuleBroken(_("Somebody has decided this already."), code="decided_already")
    return request


def _enter_person(request: JoinRequest) -> Person:
    person = Person(name_hi=request.name_hi, home_area=request.district, languages=[request.language])
    person.phone = request.phone
    person.save()
    audit.record("person.created", person, by=None, area=request.district)
    return person


def _refuse_elsewhere(person: Person, by: User) -> None:
    """A number of another district is left to whoever forms the team there."""
    voice = Influencer.objects.filter(person=person).select_related("district").first()
    place = voice.district if voice else person.home_area
    if not may(by, Feature.ROSTER_EDIT, place):
        raise RuleBroken(
            _("Somebody with this number is recorded in another district. Ask your state office."), code="elsewhere"
        )


def _voice(person: Person, request: JoinRequest, by: User) -> Influencer:
    found = Influencer.objects.filter(person=person).select_related("district", "person").first()
    reason = str(_("asked to join on the page of the district"))
    return found or influencers.enter(person, district=request.district, by=by, stage=Stage.AGREED, reason=reason)


def _declare(influencer: Influencer, request: JoinRequest) -> None:
    """Record the account of the form, unless the person has one on that platform: then theirs stays."""
    try:
        handles.declare(influencer, request.profile, platform=None, by=None)
    except RuleBroken as error:
        if error.code != "platform_taken":
            raise


def _consent(person: Person, request: JoinRequest) -> None:
    """The consents that the person gave on the form: its notice, its language, and the moment they ticked them."""
    consents.give(
        person,
        request.purposes,
        notice=request.notice,
        channel=CHANNEL,
        is_adult=True,  # nobody else asks: see `ask`
        by=None,
        language=request.language,
        given_at=request.asked_at,
    )


def _agree(influencer: Influencer) -> None:
    """They agreed; who had left or declined before is back by their own wish."""
    Person.objects.filter(pk=influencer.person_id, status=Person.Status.LEFT).update(status=Person.Status.ACTIVE)
    is_back = influencer.stage in (Stage.LEFT, Stage.DECLINED)
    if influencer.stage not in (Stage.AGREED, Stage.ACTIVE, Stage.PAUSED):
        stage = Stage.ACTIVE if is_back else Stage.AGREED
        pipeline.own_step(influencer, stage, reason=str(_("asked to join on the page of the district")))


def _decide(request: JoinRequest, status: str, by: User) -> None:
    request.status, request.decided_at, request.decided_by = status, timezone.now(), by
    request.save(update_fields=["status", "decided_at", "decided_by", "refusal", "person"])
    audit.record(f"join.{status}", request, by=by, area=request.district, refusal=request.refusal)
