"""Makes the demo's deliveries: for the topic that is out, what left by which way, and whom no message reached."""

import datetime

from django.db import transaction

from campaigns.models import Assignment, Delivery, Topic
from campaigns.services import rollups


@transaction.atomic
def make() -> int:
    """Make the rows as dispatch would have left them, without sending anybody anything; return how many."""
    topic = Topic.objects.live().first()
    rows = Assignment.objects.filter(topic=topic).select_related("influencer__person").order_by("pk")
    made, unreached = [], set()
    for place, row in enumerate(rows):
        is_reached = row.status != Assignment.Status.OFFERED or row.district_id in unreached
        if not is_reached:
            unreached.add(row.district_id)  # one in each district, so that every lead has somebody to hand a brief to
        sent_at = topic.released_at + datetime.timedelta(seconds=20 + place)
        facts = {"assignment": row, "person": row.influencer.person, "area_id": row.district_id, "purpose": "brief",
                 "due_at": topic.released_at, "attempts": 1}  # fmt: skip
        made.append(Delivery(key=f"brief:{row.pk}:in_app", channel="in_app", status="sent", sent_at=sent_at, **facts))
        made.append(
            Delivery(
                key=f"brief:{row.pk}:email",
                channel="email",
                status="sent" if is_reached else "failed",
                sent_at=sent_at if is_reached else None,
                last_error="" if is_reached else "refused with 550",
                **facts,
            )
        )
    Delivery.objects.bulk_create(made, batch_size=1000)
    rollups.rebuild()
    return len(made)
