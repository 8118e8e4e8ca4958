"""Decides what campaigns hold about a person, as the person is shown it; and how it is erased."""

from collections.abc import Iterator

from django.conf import settings
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from campaigns import plan_words
from campaigns.models import (
    Assignment,
    ChannelAddress,
    Delivery,
    HandOver,
    Notice,
    OwnDraft,
    PlannedAsk,
    Post,
    Restraint,
)
from campaigns.services import erasing
from influencers.own_data import Part, Row, register
from network.models import Person
from network.sealing import unseal


def moment(value: object) -> str:
    """A moment as people write it; "" where there is none."""
    return date_format(timezone.localtime(value), "j F Y, H:i") if value else ""


def work(person: Person) -> Iterator[Row]:
    """Topics the person was asked to write on."""
    for row in Assignment.objects.filter(influencer__person=person).select_related("topic", "angle"):
        yield {
            _("Topic"): row.topic.title,
            _("Angle"): row.angle.title,
            _("Status"): str(row.get_status_display()),
            _("Offered"): moment(row.offered_at),
            _("Seen"): moment(row.seen_at),
            _("Answered"): moment(row.answered_at),
            _("Why not"): str(row.get_decline_reason_display()),
            _("Reminded"): moment(row.nudged_at),
        }
    for row in Restraint.objects.filter(influencer__person=person):
        yield {
            _("Topics a week at most"): row.most_a_week or settings.ASKS_A_WEEK,
            _("Rest days"): [str(WEEKDAYS[day - 1]) for day in row.rest_days],
        }
    for row in PlannedAsk.objects.asked().filter(influencer__person=person).select_related("topic", "angle", "plan"):
        yield {
            _("Planned for"): date_format(row.plan.day, "j F Y"),
            _("Topic"): row.topic.title,
            _("Angle"): row.angle.title,
            _("Why"): plan_words.why(row.why),
        }


def drafts(person: Person) -> Iterator[Row]:
    """What the person wrote on the sheets beside briefs, and how like other texts it was found."""
    for row in OwnDraft.objects.filter(assignment__influencer__person=person).select_related("assignment__topic"):
        yield {
            _("Topic"): row.assignment.topic.title,
            _("Text"): row.text,
            _("Saved"): moment(row.saved_at),
            _("Likeness in percent"): row.likeness,
        }


def posts(person: Person) -> Iterator[Row]:
    """Links the person handed in."""
    for row in Post.objects.filter(assignment__influencer__person=person):
        yield {
            _("Link"): row.url,
            _("Platform"): row.get_platform_display(),
            _("Handed in"): moment(row.submitted_at),
            _("Status"): str(row.get_status_display()),
            _("Checked"): moment(row.judged_at),
            _("Reason"): row.reason,
        }


def ways(person: Person) -> Iterator[Row]:
    """Ways that the person connected, or that were shut, and briefs that a lead handed over."""
    for row in ChannelAddress.objects.filter(person=person):
        yield {
            _("Channel"): str(row.get_channel_display()),
            _("Address"): unseal(row.address_sealed) if row.address_sealed else "",
            _("Connected"): moment(row.verified_at),
            _("Shut"): moment(row.suspended_at),
            _("Why"): str(row.get_why_display()),
        }
    for row in HandOver.objects.filter(assignment__influencer__person=person):
        yield {_("Handed over by a lead"): moment(row.at)}


def messages(person: Person) -> Iterator[Row]:
    """Messages to the person."""
    rows = Delivery.objects.filter(person=person)
    for row in rows.select_related("assignment__topic", "attendance__training__course"):
        about = row.assignment.topic if row.assignment_id else row.attendance.training.course
        yield {
            _("Topic"): about.title,
            _("Channel"): str(row.get_channel_display()),
            _("What for"): str(row.get_purpose_display()),
            _("Status"): str(row.get_status_display()),
            _("Sent"): moment(row.sent_at),
        }
    for row in Notice.objects.filter(person=person):
        yield {_("Notice in Samvad"): moment(row.at), _("Read"): moment(row.read_at)}


for part in [
    Part(
        "work",
        _lazy("Topics you were asked to write on"),
        work,
        erase=erasing.erase_work,
        leave=erasing.end_links,
        place=60,
    ),
    Part("drafts", _lazy("What you wrote beside briefs"), drafts, erase=erasing.erase_drafts, place=61),
    Part("posts", _lazy("Your posts"), posts, erase=erasing.erase_posts, place=61),
    Part("ways", _lazy("Your channels"), ways, erase=erasing.erase_ways, leave=erasing.end_ways, place=63),
    Part(
        "messages", _lazy("Messages to you"), messages, erase=erasing.erase_messages, log=erasing.log_messages, place=62
    ),
]:
    register(part)
