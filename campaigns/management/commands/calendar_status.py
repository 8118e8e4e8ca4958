"""Says how the calendar stands: which dates are missing, and which drafts wait for somebody to write them."""

import sys

from django.core.management import BaseCommand
from django.utils import timezone

from campaigns.models import CalendarEntry, Topic
from campaigns.services import occurrences


class Command(BaseCommand):
    help = (
        "List the festivals whose dates are missing for a year that is here or begins within 60 days, and the drafts of the "
        "calendar that nobody has written yet. Ends with 1 when dates are missing, so that a watch can call it."
    )

    def handle(self, *args: object, **options: object) -> None:
        gaps = occurrences.gaps(CalendarEntry.objects.select_related("area"), timezone.localdate())
        for gap in gaps:
            self.stdout.write(f"calendar: no date for {gap.year}: {gap.entry.title_en} ({gap.entry.area.name_en})")
        drafts = Topic.objects.filter(status="draft", written_by__isnull=True, calendar_entry__isnull=False)
        for topic in drafts.order_by("occurs_on").select_related("area"):
            self.stdout.write(f"calendar: to be written for {topic.occurs_on}: {topic.title_en} ({topic.area.name_en})")
        self.stdout.write(f"calendar: {len(gaps)} dates missing, {len(drafts)} drafts to be written")
        if gaps:
            sys.exit(1)
