"""Erasing: what takes one person out of campaigns. Checked posts stay counted, without their links."""

from django.db import connection
from django.db.models import Count, Max, Min
from django.utils import timezone

from campaigns.models import (
    Assignment,
    BriefLink,
    ChannelAddress,
    CoverageDirt,
    Delivery,
    HandOver,
    Notice,
    OwnDraft,
    PlannedAsk,
    Post,
    Restraint,
)
from influencers.models import Influencer
from network.doorbell import ring
from network.models import Person

Counts = dict[str, int]
OPEN = ("offered", "seen", "accepted", "claimed", "rejected")


def end_links(person: Person) -> None:
    """Who leaves opens no brief by an old link."""
    links = BriefLink.objects.filter(assignment__influencer__person=person, revoked_at__isnull=True)
    links.update(revoked_at=timezone.now())


def erase_work(person: Person) -> Counts:
    """Let open work lapse and mark its counts; what is left says that somebody was asked, and not who."""
    own = Assignment.objects.filter(influencer__person=person)
    links = BriefLink.objects.filter(assignment__in=own).delete()[0]
    places = own.values_list("topic_id", "district_id").distinct()
    CoverageDirt.objects.bulk_create([CoverageDirt(topic_id=topic, district_id=place) for topic, place in places])
    count = own.filter(status__in=OPEN).update(status=Assignment.Status.LAPSED)
    own.update(decline_reason="")
    planned = PlannedAsk.objects.filter(influencer__person=person).delete()[0]
    restraints = Restraint.objects.filter(influencer__person=person).delete()[0]
    ring("campaigns.refresh_coverage")
    return {"brief_link": links, "assignment": count, "planned_ask": planned, "restraint": restraints}


def erase_drafts(person: Person) -> Counts:
    """Delete what the person wrote on the sheets beside briefs."""
    return {"own_draft": OwnDraft.objects.filter(assignment__influencer__person=person).delete()[0]}


def erase_posts(person: Person) -> Counts:
    """Delete posts that were not verified; take link, number and reason off the others, in their history, too."""
    own = Post.objects.filter(assignment__influencer__person=person)
    gone = own.exclude(status=Post.Status.VERIFIED).delete()[0]
    kept = list(own)
    for post in kept:
        post.url, post.key, post.reason, post.handle_match = "", f"erased-{post.pk}", "", Post.HandleMatch.UNKNOWN
        post.submitted_by = None
    Post.objects.bulk_update(kept, ["url", "key", "reason", "handle_match", "submitted_by"])
    for influencer in Influencer.objects.filter(person=person):
        with connection.cursor() as cursor:
            cursor.execute("SELECT samvad_blank_post_history(%s)", [influencer.pk])
    return {"post": gone, "link_of_post": len(kept)}


def end_ways(person: Person) -> None:
    """Who leaves is not reached by a bot or a browser any more; that an e-mail address is shut stays true."""
    ChannelAddress.objects.filter(person=person).exclude(channel="email").delete()


def erase_ways(person: Person) -> Counts:
    """Delete connected channels, and who handed what over."""
    handed = HandOver.objects.filter(assignment__influencer__person=person).delete()[0]
    return {"channel_address": ChannelAddress.objects.filter(person=person).delete()[0], "hand_over": handed}


def log_messages(person: Person) -> dict[str, object]:
    """What the sealed log keeps of messages: how many by each way, the first and the last."""
    rows = Delivery.objects.filter(person=person, status=Delivery.Status.SENT).order_by().values("channel")
    return {
        row["channel"]: {"count": row["count"], "first": row["first"].isoformat(), "last": row["last"].isoformat()}
        for row in rows.annotate(count=Count("pk"), first=Min("sent_at"), last=Max("sent_at"))
    }


def erase_messages(person: Person) -> Counts:
    """Delete messages and notices."""
    notices = Notice.objects.filter(person=person).delete()[0]
    return {"notice": notices, "delivery": Delivery.objects.filter(person=person).delete()[0]}
