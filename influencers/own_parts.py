"""Decides what the network and this app hold about a person, as the person is shown it. Authors stand there by office."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from influencers.models import (
    Attendance,
    AudienceSample,
    Consent,
    Handle,
    Influencer,
    Invitation,
    JoinRequest,
    Note,
    RosterSeat,
    ScoreCard,
    Snooze,
    StageChange,
    Subject,
    Touchpoint,
)
from influencers.own_data import Part, Row, register
from influencers.services import erasing
from influencers.services.own_consents import text_shown
from network.forms import LANGUAGES
from network.models import Person
from network.services.visibility import offices_of, openings


def moment(value: object) -> str:
    """A moment as people write it; "" where there is none."""
    return date_format(timezone.localtime(value), "j F Y, H:i") if value else ""


def _voice(person: Person) -> Influencer | None:
    return Influencer.objects.filter(person=person).select_related("district", "owner").first()


def profile(person: Person) -> Iterator[Row]:
    """Names, contact, birthday, quiet hours, and the person as a public voice."""
    yield {
        _("Name in Hindi"): person.name_hi,
        _("Name in English"): person.name_en,
        _("Gender"): str(person.get_gender_display()),
        _("Mobile number"): person.phone or "",
        _("E-mail"): person.email,
        _("Home area"): person.home_area.name,
        _("Languages"): [str(label) for code, label in LANGUAGES if code in person.languages],
        _("Preferred channel"): str(person.get_preferred_channel_display()),
        _("Birthday"): f"{person.birth_day}.{person.birth_month}." if person.birth_day else "",
        _("Quiet hours"): f"{person.quiet_from:%H:%M}–{person.quiet_until:%H:%M}" if person.quiet_from else "",
        _("Said to be 18 or older"): person.is_adult_confirmed,
        _("Status"): str(person.get_status_display()),
        _("Login"): person.user.username if person.user else "",
        _("Entered"): moment(person.created_at),
    }
    voice = _voice(person)
    if voice is not None:
        yield {
            _("District"): voice.district.name,
            _("Stage"): str(voice.get_stage_display()),
            _("Subjects"): [str(Subject(subject).label) for subject in voice.subjects],
            _("Speaks from"): str(voice.get_setting_display()),
            _("Writing style"): voice.writing_style,
            _("Followers (self-reported)"): voice.declared_followers,
            _("Remark"): voice.remark,
            _("Contact they made public"): voice.public_contact,
            _("Looked after by"): offices_of([voice.owner_id], timezone.localdate())[voice.owner_id]
            if voice.owner_id
            else "",
            _("Last spoken with"): moment(voice.last_touched_at),
        }


def offices(person: Person) -> Iterator[Row]:
    """Offices that the person holds or held."""
    for row in person.appointments.select_related("office", "area").order_by("pk"):
        ends = row.ends_on.isoformat() if row.ends_on else ""
        yield {
            _("Office"): row.office.title,
            _("Area"): row.area.name,
            _("From"): row.starts_on.isoformat(),
            _("Until"): ends,
            _("Why"): row.reason,
        }


def handles(person: Person) -> Iterator[Row]:
    """Accounts, also those that were given up."""
    for row in Handle.objects.filter(influencer__person=person):
        yield {
            _("Platform"): row.get_platform_display(),
            _("Account"): row.handle,
            _("Address"): row.url,
            _("Verified"): moment(row.verified_at),
            _("Given up"): moment(row.retired_at),
        }


def samples(person: Person) -> Iterator[Row]:
    """What was read or told of the accounts' audiences."""
    for row in AudienceSample.objects.filter(handle__influencer__person=person).select_related("handle"):
        yield {
            _("Account"): str(row.handle),
            _("Read"): moment(row.taken_at),
            _("Followers"): row.followers,
            _("Posts in all"): row.post_count,
            _("Interactions of each post"): row.interactions,
            _("Source"): row.source,
        }


def consents(person: Person) -> Iterator[Row]:
    """What was allowed, when, to which words, and when it was taken back."""
    for row in Consent.objects.filter(person=person).select_related("notice").order_by("pk"):
        yield {
            _("Purpose"): str(row.get_purpose_display()),
            _("Given"): moment(row.given_at),
            _("Taken back or renewed"): moment(row.withdrawn_at),
            _("Given by"): row.channel,
            _("Notice"): row.notice.version,
            _("Text as it was shown"): text_shown(row),
        }


def invitations(person: Person) -> Iterator[Row]:
    """Links that asked for the person's consent."""
    rows = list(Invitation.objects.filter(person=person))
    names = offices_of([row.made_by_id for row in rows], timezone.localdate())
    for row in rows:
        yield {
            _("Made"): moment(row.made_at),
            _("Made by"): names[row.made_by_id],
            _("Valid until"): moment(row.expires_at),
            _("Answered"): moment(row.answered_at),
            _("Accepted"): row.is_accepted,
        }


def joins(person: Person) -> Iterator[Row]:
    """Requests to join a team."""
    for row in JoinRequest.objects.filter(person=person).select_related("district"):
        yield {
            _("Asked"): moment(row.asked_at),
            _("District"): row.district.name,
            _("Name"): row.name_hi,
            _("Profile"): row.profile,
            _("Status"): str(row.get_status_display()),
        }


def steps(person: Person) -> Iterator[Row]:
    """Steps of the pipeline, and times in teams."""
    rows = list(StageChange.objects.filter(influencer__person=person).order_by("at", "pk"))
    names = offices_of([row.by_id for row in rows], timezone.localdate())
    for row in rows:
        yield {
            _("When"): moment(row.at),
            _("Stage"): str(row.get_stage_display()),
            _("By which office"): names[row.by_id],
            _("Why"): row.reason,
        }
    for seat in RosterSeat.objects.filter(influencer__person=person).select_related("roster__district"):
        left = seat.left_on.isoformat() if seat.left_on else ""
        yield {_("Team"): seat.roster.district.name, _("Since"): seat.joined_on.isoformat(), _("Until"): left}


def cards(person: Person) -> Iterator[Row]:
    """What reviewers found, with their reasons and links."""
    rows = ScoreCard.objects.filter(influencer__person=person).prefetch_related("scores__criterion")
    names = offices_of([row.reviewer_id for row in rows], timezone.localdate())
    for row in rows:
        for score in row.scores.all():
            yield {
                _("Handed in"): moment(row.submitted_at),
                _("By which office"): names[row.reviewer_id],
                _("Criterion"): score.criterion.name,
                _("Points"): score.points,
                _("Reason"): score.reason,
                _("Links"): [str(link) for link in score.links],
            }


def touchpoints(person: Person) -> Iterator[Row]:
    """Who spoke with the person, and reasons not to."""
    rows = list(Touchpoint.objects.filter(influencer__person=person))
    quiet = list(Snooze.objects.filter(influencer__person=person))
    names = offices_of([row.by_id for row in [*rows, *quiet]], timezone.localdate())
    for row in rows:
        yield {
            _("When"): moment(row.at),
            _("How"): str(row.get_kind_display()),
            _("By which office"): names[row.by_id],
            _("What was said"): row.summary,
            _("Mood"): str(row.get_mood_display()),
            _("Next step"): row.next_step,
        }
    for row in quiet:
        yield {
            _("When"): moment(row.at),
            _("By which office"): names[row.by_id],
            _("Left alone until"): row.until.isoformat(),
            _("Why"): row.reason,
        }


def notes(person: Person) -> Iterator[Row]:
    """Notes that others wrote about the person: by which office, not by whom."""
    for row in Note.objects.filter(influencer__person=person).select_related("office", "office_area"):
        office = f"{row.office.title}, {row.office_area.name if row.office_area else ''}" if row.office else ""
        yield {
            _("When"): moment(row.at),
            _("By which office"): office or _("an office that is over, or the operators"),
            _("Text"): row.text,
        }


def trainings(person: Person) -> Iterator[Row]:
    """Trainings the person was invited to."""
    for row in Attendance.objects.filter(person=person).select_related("training__course"):
        yield {
            _("Course"): row.training.course.title,
            _("Begins"): moment(row.training.starts_at),
            _("Invited"): moment(row.invited_at),
            _("Was there"): moment(row.attended_at),
            _("Certificate"): row.code if row.attended_at else "",
        }


def opened(person: Person) -> Iterator[Row]:
    """Who opened the person's contact data, and why."""
    rows = openings(person, most=None)
    names = offices_of([row.by_id for row in rows], timezone.localdate())
    for row in rows:
        yield {
            _("When"): moment(row.at),
            _("By which office"): names[row.by_id],
            _("Why"): row.details.get("reason", ""),
        }


PARTS = [
    Part("profile", _lazy("Profile"), profile, erase=erasing.erase_profile, place=10),
    Part("offices", _lazy("Offices"), offices, place=11),
    Part("accounts", _lazy("Accounts"), handles, erase=erasing.erase_accounts, place=20),
    Part("audiences", _lazy("Audiences"), samples, place=21),
    Part("consents", _lazy("Consents"), consents, erase=erasing.erase_consents, log=erasing.log_consents, place=30),
    Part("invitations", _lazy("Invitations"), invitations, erase=erasing.erase_invitations, place=31),
    Part("requests", _lazy("Requests to join"), joins, erase=erasing.erase_joins, place=32),
    Part("steps", _lazy("Steps and teams"), steps, erase=erasing.erase_steps, place=40),
    Part("reviews", _lazy("Reviews"), cards, erase=erasing.erase_cards, place=41),
    Part("touchpoints", _lazy("Conversations"), touchpoints, erase=erasing.erase_touchpoints, place=42),
    Part("notes", _lazy("Notes about you"), notes, erase=erasing.erase_notes, place=43),
    Part("trainings", _lazy("Trainings"), trainings, erase=erasing.erase_trainings, place=44),
    Part("openings", _lazy("Who opened your contact data"), opened, log=erasing.log_openings, place=90),
]
for part in PARTS:
    register(part)
