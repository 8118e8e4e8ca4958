"""Second clearances: under the model code a third pair of eyes vouches for the version that goes out."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.models import Blackout, SecondClearance, Topic
from campaigns.services import gate, topics
from network.errors import RuleBroken
from network.models import User
from network.rights import Feature, require
from network.services import audit


@transaction.atomic
def clear_again(topic: Topic, *, version: int, by: User) -> SecondClearance:
    """Vouch for the version that was read, as the second clearer.

    Raises StaleVersion for an older version, RuleBroken for the writer and the first clearer, and before the first clearance.
    """
    topic = topics.lock(topic)
    require(by, Feature.TOPIC_CLEAR, topic.area)
    if topic.version != version:
        raise topics.StaleVersion
    if topic.status not in (Topic.Status.CLEARED, Topic.Status.SCHEDULED):
        raise RuleBroken(_("Somebody has to clear it first; the second clearance comes after."), code="wrong_step")
    if by.pk in (topic.written_by_id, topic.cleared_by_id):
        raise RuleBroken(
            _("Somebody else has to clear it again: not who wrote it, and not who cleared it."),
            code="second_person_needed",
        )
    try:
        with transaction.atomic():
            made = SecondClearance.objects.create(topic=topic, version=version, by=by)
    except IntegrityError as error:
        raise RuleBroken(_("This version is cleared twice already."), code="cleared_already") from error
    audit.record("topic.cleared_again", topic, by=by, area=topic.area, version=version)
    return made


def is_wanted(topic: Topic) -> Blackout | None:
    """The model code because of which the topic needs a second clearance that it does not have; None where it needs none."""
    return gate.uncleared_code(topic, topic.release_at or timezone.now())
