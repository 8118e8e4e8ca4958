"""Office notices: offices that asked for it are told that a topic was withdrawn and which posts remain. Never to volunteers."""

import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from campaigns.channels import office
from campaigns.models import OfficeInbox, OfficeNotice, Post
from campaigns.services import gate
from network.errors import RuleBroken
from network.models import User
from network.rights import Feature, require
from network.sealing import seal, unseal
from network.services import audit

MOST_ATTEMPTS = 6
FIRST_PAUSE = datetime.timedelta(minutes=1)  # doubles with each attempt
LOOK_BACK = datetime.timedelta(days=2)
BATCH = 20
Status = OfficeNotice.Status

# One notice for each inbox in or above the topic's area, or below it (the district's inbox, for a topic of the state).
WRITE_SQL = """
    INSERT INTO campaigns_officenotice (key, inbox_id, topic_id, status, due_at, attempts)
    SELECT 'withdrawn:' || topic.id || ':' || inbox.id, inbox.id, topic.id, 'queued', %(due)s, 0
    FROM campaigns_topic topic
    JOIN network_area area ON area.id = topic.area_id
    JOIN network_area place ON starts_with(area.path, place.path) OR starts_with(place.path, area.path)
    JOIN campaigns_officeinbox inbox ON inbox.area_id = place.id AND inbox.is_on
    WHERE topic.status = 'withdrawn' AND topic.released_at IS NOT NULL AND topic.withdrawn_at > %(since)s
    ON CONFLICT (key) DO NOTHING"""


@transaction.atomic
def enter(inbox: OfficeInbox, *, url: str, by: User) -> OfficeInbox:
    """Write an inbox. Raises RuleBroken for an address that apprise doesn't know, or that we refuse (WhatsApp)."""
    require(by, Feature.TOPIC_SCHEDULE, inbox.area)
    scheme = office.scheme_of(url)
    if not scheme:
        raise RuleBroken(_("This address can't be used for notices."), code="bad_inbox")
    inbox.url_sealed, inbox.scheme = seal(url), scheme
    inbox.save()
    audit.record("office_inbox.entered", inbox, by=by, area=inbox.area, scheme=scheme)
    return inbox


def run(at: datetime.datetime) -> int:
    """Write what has to be told, and send what is due; return how many notices left. Quiet hours hold for offices, too."""
    with connection.cursor() as cursor:
        cursor.execute(WRITE_SQL, {"due": gate.quiet_until(at) or at, "since": at - LOOK_BACK})
    if gate.quiet_until(at):
        return 0
    sent = 0
    while notice := _claim(at):
        sent += _send(notice, at)
    return sent


@transaction.atomic
def _claim(at: datetime.datetime) -> OfficeNotice | None:
    """Take the next one that is due; should this worker die, it comes back after its pause."""
    due = OfficeNotice.objects.filter(status=Status.QUEUED, due_at__lte=at).order_by("due_at", "pk")
    notice = due.select_for_update(skip_locked=True, of=("self",)).select_related("inbox", "topic").first()
    if notice is not None:
        notice.attempts += 1
        notice.due_at = at + FIRST_PAUSE * 2 ** (notice.attempts - 1)
        notice.save(update_fields=["attempts", "due_at"])
    return notice


def _send(notice: OfficeNotice, at: datetime.datetime) -> bool:
    with override("hi"):
        title = _("Withdrawn: %(title)s") % {"title": notice.topic.title}
        made = Post.objects.filter(assignment__topic=notice.topic, status__in=["claimed", "verified"])
        posts = made.filter(district__path__startswith=notice.inbox.area.path).count()
        body = _("Posts already made that somebody has to follow up: %(count)s. They are listed on the topic's page.")
        is_sent = notice.inbox.is_on and office.send(
            unseal(notice.inbox.url_sealed), title=title, body=body % {"count": posts}
        )
    if is_sent:
        notice.status, notice.sent_at = Status.SENT, at
    elif notice.attempts >= MOST_ATTEMPTS or not notice.inbox.is_on:
        notice.status = Status.FAILED
    notice.save(update_fields=["status", "sent_at"])
    return bool(is_sent)
