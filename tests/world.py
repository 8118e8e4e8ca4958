"""One of each thing for the access tests: in the district, in the neighbour's, and one that does not exist."""

import datetime
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone

from campaigns.models import Blackout, CalendarFeed, CalendarImport, ChecklistLine
from campaigns.services import brief_links, calendar_kinds, feeds
from influencers.models import StoredFile
from influencers.services import invitations, joins, vetting
from network.models import Area, ImportBatch, Merge, User
from network.services import api_tokens, exports, sign_in_links
from tests import factories
from tests.influencers.reviews import make_handle, make_prospect


@dataclass
class Place:
    """What lies in one district, and the lead and the volunteer who belong to it."""

    district: Area
    lead: User
    volunteer: User

    def __post_init__(self) -> None:
        writer = factories.make_user()
        self.entry = factories.make_entry(self.district)
        self.poll = factories.make_poll(self.district)
        past = timezone.now() - datetime.timedelta(days=3)
        self.blackout = Blackout.objects.create(
            area=self.district, reason="own_pause", starts_at=past, ends_at=past + datetime.timedelta(hours=1)
        )
        self.meeting = factories.make_entry(
            self.district, recurrence="once", kind="event", starts_on=timezone.localdate() + datetime.timedelta(days=3)
        )
        calendar_kinds.load_seed()
        self.calendar_file = CalendarImport.objects.create(area=self.district, kind="event", file_name="my.ics")
        self.draft = factories.make_topic(self.district, written_by=writer)
        self.line = ChecklistLine.objects.create(topic=self.draft, text="a line")
        self.rapid = factories.make_topic(self.district, kind="rapid_response", written_by=writer)
        self.correction = factories.make_correction(
            factories.make_topic(self.district, status="live"), written_by=writer
        )
        self.cleared = factories.make_topic(self.district, status="cleared")
        self.scheduled = factories.make_topic(self.district, status="scheduled")
        self.live = factories.make_topic(self.district, status="live")
        voice = self.volunteer.person.influencer
        self.offered = factories.make_assignment(voice, self.live)
        self.accepted = factories.make_assignment(
            voice, factories.make_topic(self.district, status="live"), status="accepted"
        )
        claimed = factories.make_assignment(voice, factories.make_topic(self.district, status="live"), status="claimed")
        self.post = factories.make_post(claimed)
        self.segment = factories.make_segment(self.district)
        self.ask = factories.make_planned_ask(self.scheduled, factories.make_influencer(self.district))
        self.asked = factories.make_influencer(self.district, consents=False)
        self.prospect = make_prospect(self.district)
        self.handle = make_handle(self.prospect)
        self.card = vetting.begin(self.prospect, by=User.objects.get(pk=self.lead.pk))
        self.file = StoredFile.objects.create(
            area=self.district, name="a.webp", content_type="image/webp", sha256="0" * 64, size=1, content=b"x"
        )
        self.media, self.shown = factories.make_media(self.draft), factories.make_media(self.live)
        self.handle = factories.make_handle(self.asked)
        self.target = factories.make_target(self.district)
        self.touchpoint = factories.make_touchpoint(self.asked, next_step="visit", by=self.lead)
        self.note = factories.make_note(self.asked, author=self.lead)
        self.twin = factories.make_person(self.district)
        merged = factories.make_person(self.district, status="left", merged_into=self.twin)
        self.merge = Merge.objects.create(kept=self.twin, gone=merged)
        self.cell = factories.make_cell(self.district)
        self.export = exports.make("people", by=User.objects.get(pk=self.lead.pk), reason="test", format="csv")
        self.training = factories.make_training(self.district)
        self.begun = factories.make_training(self.district, starts_at=timezone.now())
        self.held = factories.make_training(self.district, starts_at=timezone.now(), status="held")
        self.place, self.arrived, self.certified = (
            factories.make_attendance(training, self.volunteer.person, was_there=training is not self.training)
            for training in (self.training, self.begun, self.held)
        )
        self.material = factories.make_material(self.training)
        self.batch = ImportBatch.objects.create(
            kind="roster", area=self.district, file_name="list.xlsx", sha256="0" * 64, uploaded_by=self.lead
        )
        for influencer in (voice, self.asked):
            name = f"demo_{influencer.pk}"
            influencer.handles.create(platform="youtube", handle=name, url=f"https://www.youtube.com/@{name}")
        self.join_request = factories.make_join_request(self.district)


MISSING = {
    "code": "aaaaaaaaaa",
    "uuid": str(uuid.UUID(int=7)),
    "token": "x" * 43,
    "number": 987_654_321,
    "kind": "district",
}

# What stands for each parameter of an address: by the name of the address and of the parameter.
CODES: dict[str, Callable[[Place], object]] = {
    "network:area_detail": lambda place: place.district.code,
    "network:area_change": lambda place: place.district.code,
    "network:office_board": lambda place: place.district.code,
    "network:appoint": lambda place: place.district.code,
    "network:cell_new": lambda place: place.district.code,
    "sign_in_link": lambda place: sign_in_links.make(place.twin, by=User.objects.get(pk=place.lead.pk)),
    "network:history": lambda place: place.asked.person.code,
    "network:office_activity": lambda place: "district_lead",
    "network:person_new": lambda place: place.district.code,
    "network:person_similar": lambda place: place.district.code,
    "network:merge_undo": lambda place: place.merge.code,
    "campaigns:outbox_message": lambda place: "nothing.eml",
    "influencers:roster_target": lambda place: place.district.code,
    "influencers:influencer_detail": lambda place: place.asked.code,
    "influencers:vetting_begin": lambda place: place.prospect.code,
    "influencers:sample_new": lambda place: place.prospect.code,
    "influencers:file_detail": lambda place: place.file.code,
    "influencers:touch_record": lambda place: place.asked.code,
    "influencers:touch_snooze": lambda place: place.asked.code,
    "influencers:touch_done": lambda place: place.touchpoint.code,
    "influencers:touch_take_back": lambda place: place.touchpoint.code,
    "influencers:note_write": lambda place: place.asked.code,
    "influencers:note_delete": lambda place: place.note.code,
    "influencers:invitation_create": lambda place: place.asked.code,
    "influencers:invitation": lambda place: invitations.make(place.asked, by=None),
    "influencers:training_close": lambda place: place.begun.code,
    "influencers:attendance_add": lambda place: place.begun.code,
    "influencers:attendance_check": lambda place: place.arrived.code,
    "influencers:attendance_certificate": lambda place: place.certified.code,
    "influencers:material_add": lambda place: place.training.code,
    "api:training-close": lambda place: place.begun.code,
    "influencers:account_confirm": lambda place: place.asked.code,
    "influencers:join": lambda place: place.district.code,
    "influencers:join_short": lambda place: joins.page_of(place.district).short_code,
    "influencers:join_page": lambda place: place.district.code,
    "influencers:join_page_code": lambda place: place.district.code,
    "influencers:join_page_switch": lambda place: place.district.code,
    "campaigns:calendar_entry": lambda place: place.entry.code,
    "campaigns:calendar_import": lambda place: place.calendar_file.code,
    "campaigns:calendar_feed": lambda place: feed_of(place)[0],
    "campaigns:calendar_feed_revoke": lambda place: feed_of(place)[1],
    "campaigns:checklist_tick": lambda place: place.line.code,
    "campaigns:topic_schedule": lambda place: place.cleared.code,
    "campaigns:topic_clear_again": lambda place: place.cleared.code,
    "campaigns:topic_withdraw": lambda place: place.scheduled.code,
    "campaigns:topic_push": lambda place: place.rapid.code,
    "campaigns:topic_close": lambda place: place.live.code,
    "campaigns:correction_new": lambda place: place.live.code,
    "api:topic-push": lambda place: place.rapid.code,
    "api:topic-close": lambda place: place.live.code,
    "campaigns:topic_dispatch": lambda place: place.live.code,
    "campaigns:hand_over": lambda place: place.offered.code,
    "campaigns:topic_progress": lambda place: place.live.code,
    "campaigns:topic_card": lambda place: place.live.code,
    "campaigns:work_submit": lambda place: place.accepted.code,
    "campaigns:brief_link_submit": lambda place: token_of(place.accepted),
    "api:calendar-entry-detail": lambda place: place.entry.code,
    "network:office_detail": lambda place: "district_lead",
    "api:office-detail": lambda place: "district_lead",
    "api:person-detail": lambda place: place.asked.person.code,
    "api:roster-detail": lambda place: place.district.code,
    "api:influencer-detail": lambda place: place.asked.code,
    "api:roster-target-detail": lambda place: place.target.pk,
    "api:topic-schedule": lambda place: place.cleared.code,
    "api:topic-withdraw": lambda place: place.scheduled.code,
    "api:assignment-submit": lambda place: place.accepted.code,
}
CODES_BY_START: dict[str, Callable[[Place], object]] = {
    "campaigns:calendar_": lambda place: place.meeting.code,
    "api:calendar-entry-": lambda place: place.meeting.code,
    "api:appointment-": lambda place: place.lead.person.appointments.get().code,
    "network:appointment_": lambda place: place.lead.person.appointments.get().code,
    "network:cell_": lambda place: place.cell.code,
    "api:cell-": lambda place: place.cell.code,
    "network:person_": lambda place: place.asked.person.code,
    "network:area_import_": lambda place: place.batch.code,
    "network:export_": lambda place: place.export.code,
    "network:import_": lambda place: place.batch.code,
    "influencers:training_": lambda place: place.training.code,
    "influencers:material_": lambda place: place.material.file.code,
    "api:training-": lambda place: place.training.code,
    "influencers:vetting_": lambda place: place.card.code,
    "api:vetting-": lambda place: place.card.code,
    "influencers:join_": lambda place: place.join_request.code,
    "api:join-request-": lambda place: place.join_request.code,
    "influencers:influencer_": lambda place: place.asked.code,
    "api:influencer-": lambda place: place.asked.code,
    "api:handle-": lambda place: str(place.handle.pk),
    "influencers:import_": lambda place: place.batch.code,
    "api:import-": lambda place: place.batch.code,
    "campaigns:media_": lambda place: place.media.code,
    "api:brief-media-": lambda place: place.media.code,
    "campaigns:correction_": lambda place: place.correction.code,
    "api:correction-": lambda place: place.correction.code,
    "api:brief-": lambda place: place.draft.code,
    "campaigns:segment_": lambda place: place.segment.code,
    "api:segment-": lambda place: place.segment.code,
    "campaigns:plan_": lambda place: place.district.code,
    "campaigns:ask_": lambda place: place.ask.code,
    "api:planned-ask-": lambda place: place.ask.code,
    "campaigns:topic_": lambda place: place.draft.code,
    "campaigns:poll_": lambda place: place.poll.code,
    "api:poll-": lambda place: place.poll.code,
    "campaigns:blackout_": lambda place: place.blackout.pk,
    "api:blackout-": lambda place: place.blackout.pk,
    "api:topic-": lambda place: place.draft.code,
    "influencers:roster_": lambda place: place.district.code,
    "api:roster-": lambda place: place.district.code,
    "campaigns:work_": lambda place: place.offered.code,
    "api:assignment-": lambda place: place.offered.code,
    "campaigns:brief_link": lambda place: token_of(place.offered),
    "api:touchpoint-": lambda place: place.touchpoint.code,
    "api:note-": lambda place: place.note.code,
    "campaigns:post_": lambda place: place.post.code,
    "api:post-": lambda place: place.post.code,
}


def token_of(assignment) -> str:
    return brief_links.ensure([assignment])[assignment.pk]


def feed_of(place: Place) -> tuple[str, str]:
    """A fresh secret of the lead's calendar feed, and the feed's code."""
    lead = User.objects.get(pk=place.lead.pk)
    address = feeds.make(lead.person.appointments.get(), by=lead)
    return address.rpartition("/")[2].removesuffix(".ics"), CalendarFeed.objects.live().get(
        appointment__person__user=lead
    ).code


def code_for(name: str, place: Place) -> object:
    """The code (or token) that the address of that name takes for a thing of the place."""
    find = CODES.get(name) or next(make for start, make in CODES_BY_START.items() if name.startswith(start))
    return find(place)


def key_of(user: User) -> str:
    return api_tokens.make(user)
