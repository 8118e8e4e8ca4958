"""Files of briefs: what comes in is cleaned and answers for AI; what goes out is a download; two people for AI."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from PIL import Image

from campaigns import ai_labels
from campaigns.models import BriefMedia, Topic
from campaigns.services import media, topics
from campaigns.services.media import AiAnswer
from influencers.models import StoredFile
from network.errors import RightMissing, RuleBroken
from network.models import AuditEntry
from tests import factories
from tests.campaigns.pictures import NO_AI, PDF, jpeg, landscape, opened, upload
from tests.campaigns.test_video_files import CLIP_MP4, CLIP_WEBM, PLACE, box, mp4
from tests.world import token_of

AI = AiAnswer(is_ai=True, maker="कविता नमूना", tool="Painter 3", made_on=datetime.date(2026, 11, 1), shown="nobody")
SCRIPT = b"<script>alert(1)</script>"


@pytest.fixture
def topic(party, state_lead):
    return factories.make_topic(party.state, written_by=state_lead)


def add(topic, content: bytes | None = None, name: str = "तालाब.jpg", *, ai: AiAnswer = NO_AI, by=None) -> BriefMedia:
    return media.add(topic, title="तालाब", upload=upload(content, name), ai=ai, by=by)


def test_a_picture_loses_its_place_and_gets_a_small_one(topic, state_lead):
    exif = Image.Exif()
    exif[0x010E] = "made by somebody"
    exif.get_ifd(0x8825).update({1: "N", 2: (23.0, 15.0, 35.0), 3: "E", 4: (77.0, 24.0, 46.0)})
    row = add(topic, jpeg(landscape((3000, 2000)), exif=exif), by=state_lead)

    kept, small = opened(row.file.content), opened(row.thumbnail)
    assert (row.kind, row.file.content_type, row.file.name) == ("picture", "image/jpeg", "तालाब.jpg")
    assert (kept.size, dict(kept.getexif()), set(kept.info) & {"exif", "xmp", "comment"}) == ((2400, 1600), {}, set())
    assert (small.format, small.size) == ("WEBP", (240, 160))
    assert len(row.thumbnail) < 12_000
    assert b"made by somebody" not in bytes(row.file.content)


def test_videos_and_pdf_files_are_known_by_their_content(topic):
    kinds = [
        (add(topic, content, "x.exe").kind, BriefMedia.objects.latest("pk").file.name)
        for content in (CLIP_MP4, CLIP_WEBM, PDF)
    ]
    assert kinds == [("video", "x.mp4"), ("video", "x.webm"), ("pdf", "x.pdf")]
    placed = add(topic, mp4(moov=box(b"udta", box(b"\xa9xyz", PLACE))), "y.mp4")
    assert PLACE not in bytes(placed.file.content)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "no_picture"),
        (b"<html>" + SCRIPT, "no_picture"),
        (b"GIF89a/*" + SCRIPT, "no_picture"),
        (b"MZ\x90\x00 This program cannot be run in DOS mode.", "no_picture"),
        (b"", "no_picture"),
        (b"PK\x03\x04" + bytes(40), "no_picture"),
        (jpeg()[:900], "no_picture"),
        (PDF.replace(b"/Type", b"/OpenAction << /S /JavaScript /JS (x) >> /Type"), "active_content"),
        (PDF.replace(b"/Type", b"/Names << /EmbeddedFiles 2 0 R >> /Type"), "active_content"),
        (PDF[:-8], "unreadable"),
        (b"%PDF-" + bytes(5_000_001), "too_large"),
        (bytes(4) + b"ftyp" + bytes(16_000_001), "too_large"),
        (mp4(handler=b"meta"), "no_video"),
        (mp4(seconds=999), "too_long"),
    ],
    ids=range(14),
)
def test_hostile_files_are_refused_and_nothing_is_kept(content, code, topic):
    with pytest.raises(RuleBroken) as broken:
        add(topic, content, "picture.jpg")
    assert broken.value.code == code
    assert (StoredFile.objects.count(), BriefMedia.objects.count()) == (0, 0)


@pytest.mark.parametrize("tail", [SCRIPT, b"PK\x03\x04" + b"archive" * 9, b"<?php system($_GET['x']); ?>"])
def test_what_hides_behind_a_picture_is_cut_off(tail, topic):
    assert tail not in bytes(add(topic, jpeg() + tail).file.content)


def test_a_picture_by_ai_carries_label_and_maker(topic, state_lead):
    row = add(topic, ai=AI, by=state_lead)
    kept = opened(row.file.content)
    assert ai_labels.is_on(kept)
    assert media.is_labelled(row.file)
    assert "Painter 3" in kept.info["xmp"].decode()
    assert "कविता नमूना" in kept.info["xmp"].decode()
    assert dict(kept.getexif()) == {}
    assert (row.ai_maker, row.ai_tool, row.ai_shown, row.approved_at) == ("कविता नमूना", "Painter 3", "nobody", None)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"maker": " "}, "ai_details_missing"),
        ({"tool": ""}, "ai_details_missing"),
        ({"made_on": None}, "ai_details_missing"),
        ({"made_on": datetime.date(2999, 1, 1)}, "ai_day_to_come"),
        ({"shown": ""}, "ai_consent_missing"),
        ({"shown": "some"}, "ai_consent_missing"),
    ],
)
def test_a_file_by_ai_names_maker_tool_day_and_consent(changes, code, topic):
    with pytest.raises(RuleBroken) as broken:
        add(topic, ai=AiAnswer(**(vars(AI) | changes)))
    assert broken.value.code == code
    row = add(topic)
    with pytest.raises(IntegrityError), transaction.atomic():
        BriefMedia.objects.filter(pk=row.pk).update(is_ai=True)


@pytest.mark.parametrize(("content", "code"), [(CLIP_MP4, "ai_only_pictures"), (PDF, "ai_only_pictures")])
def test_what_can_not_carry_the_label_is_not_taken_from_ai(content, code, topic):
    with pytest.raises(RuleBroken) as broken:
        add(topic, content, ai=AI)
    assert broken.value.code == code


def test_a_picture_too_small_for_the_words_is_not_taken_from_ai(topic):
    with pytest.raises(RuleBroken) as broken:
        add(topic, jpeg(landscape((120, 90))), ai=AI)
    assert broken.value.code == "too_small"


def test_a_topic_with_a_file_by_ai_is_cleared_only_after_a_second_person_approved(topic, state_lead, content_desk):
    row = add(topic, ai=AI, by=state_lead)
    version = Topic.objects.get(pk=topic.pk).version
    assert version == topic.version + 1, "who read the brief before did not see the file"

    with pytest.raises(RuleBroken) as own:
        media.approve(row, by=state_lead)
    with pytest.raises(RuleBroken) as early:
        topics.clear(topic, version=version, by=content_desk)
    media.approve(row, by=content_desk)
    cleared = topics.clear(topic, version=version, by=content_desk)

    assert (own.value.code, early.value.code) == ("second_person_needed", "media_not_approved")
    assert cleared.status == "cleared"
    assert AuditEntry.objects.filter(verb__startswith="media.").count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        BriefMedia.objects.filter(pk=row.pk).update(approved_by=state_lead)


def test_a_label_that_is_gone_from_the_pixels_is_not_approved(topic, state_lead, content_desk):
    row = add(topic, ai=AI, by=state_lead)
    StoredFile.objects.filter(pk=row.file_id).update(content=jpeg())
    with pytest.raises(RuleBroken) as broken:
        media.approve(row, by=content_desk)
    assert broken.value.code == "label_missing"


def test_nobody_clears_a_topic_to_which_they_added_a_file(topic, content_desk):
    add(topic, by=content_desk)
    with pytest.raises(RuleBroken) as broken:
        topics.clear(topic, version=topic.version + 1, by=content_desk)
    assert broken.value.code == "second_person_needed"


def test_files_change_only_in_a_draft_and_by_who_writes(topic, state_lead, content_desk, district_lead):
    row = add(topic, by=state_lead)
    with pytest.raises(RightMissing):
        add(topic, by=district_lead)
    with pytest.raises(RightMissing):
        media.remove(row, by=district_lead)
    with pytest.raises(RightMissing):
        media.approve(row, by=district_lead)
    topics.clear(topic, version=topic.version + 1, by=content_desk)
    for change in (lambda: add(topic, by=state_lead), lambda: media.remove(row, by=state_lead)):
        with pytest.raises(RuleBroken) as broken:
            change()
        assert broken.value.code == "wrong_step"


def test_a_removed_file_is_gone_for_good_and_there_is_room_for_eight(topic, state_lead):
    rows = [add(topic, PDF, "x.pdf", by=state_lead) for _ in range(8)]
    with pytest.raises(RuleBroken) as broken:
        add(topic, by=state_lead)
    assert broken.value.code == "too_many"
    media.remove(rows[0], by=state_lead)
    assert (BriefMedia.objects.count(), StoredFile.objects.count()) == (7, 7)


def test_the_form_takes_a_file_and_asks_about_ai(topic, state_lead, content_desk, client_of):
    client, path = client_of(state_lead), f"/topics/{topic.code}/files/"
    unanswered = client.post(path, {"file": upload(), "title": "तालाब"})
    answered = client.post(path, {"file": upload(), "title": "तालाब", "is_ai": "no"})
    by_ai = {"ai_maker": "A", "ai_tool": "B", "ai_made_on": "2026-11-01", "ai_shown": "agreed"}
    bare = client.post(path, {"file": upload(), "title": "चित्र", "is_ai": "yes"})
    full = client.post(path, {"file": upload(), "title": "चित्र", "is_ai": "yes"} | by_ai)

    assert [answer.status_code for answer in (unanswered, answered, bare, full)] == [422, 302, 422, 302]
    assert list(BriefMedia.objects.values_list("title", "is_ai")) == [("तालाब", False), ("चित्र", True)]
    code = BriefMedia.objects.latest("pk").code
    assert f"/media/{code}/approve/" not in client.get(path).content.decode()
    assert f"/media/{code}/approve/" in client_of(content_desk).get(path).content.decode()
    client_of(content_desk).post(f"/media/{code}/approve/")
    assert not BriefMedia.objects.waiting().exists()
    client.post(f"/media/{code}/remove/")
    assert BriefMedia.objects.count() == 1


@pytest.mark.parametrize(
    "name", ['a";\r\nX-Evil: 1.jpg', "../../etc/passwd", "\u202egpj.exe", "क़िला\0.php.jpg", "x" * 300]
)
def test_files_go_out_as_downloads_whatever_they_are_called(name, topic, state_lead, client_of):
    row = add(topic, PDF, name, by=state_lead)
    answer = client_of(state_lead).get(f"/media/{row.code}/")
    assert answer.headers["Content-Disposition"].startswith("attachment; filename")
    assert "X-Evil" not in answer.headers
    assert not set('/\\"\r\n\0\u202e') & set(row.file.name)
    assert row.file.name.endswith(".pdf")
    assert (answer.headers["X-Content-Type-Options"], answer.headers["Content-Type"]) == ("nosniff", "application/pdf")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.content == PDF


def test_who_was_asked_to_write_gets_the_files_and_nobody_else(party, volunteer, neighbour_lead, nobody, client_of):
    draft = factories.make_topic(party.district)
    row = add(draft)
    other = add(factories.make_topic(party.neighbour))
    Topic.objects.filter(pk=draft.pk).update(
        status="live", cleared_at=timezone.now(), release_at=timezone.now(), released_at=timezone.now()
    )
    assignment = factories.make_assignment(volunteer.person.influencer, Topic.objects.get(pk=draft.pk))
    link = f"/b/{token_of(assignment)}/media/"

    got = [client_of(user).get(f"/media/{row.code}/{end}").status_code
           for user in (volunteer, nobody, neighbour_lead, None) for end in ("", "small/")]  # fmt: skip
    assert got == [200, 200, 404, 404, 404, 404, 302, 302]
    by_link = [client_of(None).get(f"{link}{code}/{end}").status_code
               for code in (row.code, other.code, "aaaaaaaaaa") for end in ("", "small/")]  # fmt: skip
    assert by_link == [200, 200, 404, 404, 404, 404]
    page = client_of(None).get(f"/b/{token_of(assignment)}/").content.decode()
    assert f"media/{row.code}/small/" in page

    Topic.objects.filter(pk=draft.pk).update(status="withdrawn")
    assert client_of(volunteer).get(f"/media/{row.code}/").status_code == 404
    assert client_of(None).get(f"{link}{row.code}/").status_code == 404


def test_the_api_takes_lists_approves_and_hands_out(topic, state_lead, content_desk, district_lead, client_of):
    client, path = client_of(state_lead), "/api/v1/brief-media/"
    sent = {"topic": topic.code, "title": "चित्र", "file": upload(), "is_ai": "true", "ai_maker": "A", "ai_tool": "B",
            "ai_made_on": "2026-11-01", "ai_shown": "nobody"}  # fmt: skip
    made = client.post(path, sent)
    code = made.json()["code"]
    bad = client.post(path, {"topic": topic.code, "title": "x", "file": upload(b"MZ", "x.jpg"), "is_ai": "false"})
    unsaid = client.post(path, {"topic": topic.code, "title": "x", "file": upload()})

    assert (made.status_code, made.json()["kind"], made.json()["is_ai"]) == (201, "picture", True)
    assert (bad.status_code, bad.json()["code"]) == (422, "no_picture")
    assert (unsaid.status_code, list(unsaid.json())) == (400, ["is_ai"])
    assert [row["code"] for row in client.get(f"{path}?topic={topic.code}").json()["results"]] == [code]
    assert client.post(f"{path}{code}/approve/").json()["code"] == "second_person_needed"
    assert client_of(content_desk).post(f"{path}{code}/approve/").json()["approved_at"]
    assert client.get(f"{path}{code}/content/").headers["Content-Disposition"].startswith("attachment")
    assert client_of(district_lead).get(f"{path}{code}/content/").status_code == 404
    assert client.delete(f"{path}{code}/").status_code == 204
