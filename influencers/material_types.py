"""Decides what an uploaded file is by its content, and refuses what could act by itself: scripts, macros, files within files.

Pure: bytes in, kind out. It tells what can be told without opening a file as its program does; files are only ever handed out
as downloads besides (influencers/views/materials.py).
"""

import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from xml.parsers import expat

from django.utils.translation import gettext_lazy as _

from network.errors import RuleBroken

MOST_ENTRIES, MOST_UNPACKED, MOST_XML = 3_000, 200_000_000, 4_000_000
MOST_STREAM, MOST_STREAMS = 2_000_000, 100_000_000
OFFICE = "application/vnd.openxmlformats-officedocument."
ODP = "application/vnd.oasis.opendocument.presentation"
# What a PDF may do by itself: run, start, send, and carry files or forms with scripts of their own (ISO 32000-1, 12.6.4).
PDF_ACTS = re.compile(
    rb"/(JavaScript|Launch|EmbeddedFiles?|RichMedia|SubmitForm|ImportData|GoToE|XFA|Encrypt)(?![A-Za-z0-9])"
)
ACTIVE_PARTS = re.compile(
    r"vbaProject|vbaData|macrosheets/|activeX/|embeddings/|customUI|^Basic/|^Scripts/|\.(bin|exe|dll|js|vbs|jar|hta)$",
    re.IGNORECASE,
)
LETTER = re.compile(rb"#([0-9A-Fa-f]{2})")


@dataclass(frozen=True)
class Kind:
    """A kind of file: how it is named and what a browser is told of it."""

    ending: str
    content_type: str


PDF, PNG, JPEG = Kind("pdf", "application/pdf"), Kind("png", "image/png"), Kind("jpg", "image/jpeg")
DOCUMENTS = {
    f"{OFFICE}wordprocessingml.document": Kind("docx", f"{OFFICE}wordprocessingml.document"),
    f"{OFFICE}presentationml.presentation": Kind("pptx", f"{OFFICE}presentationml.presentation"),
    f"{OFFICE}presentationml.slideshow": Kind("ppsx", f"{OFFICE}presentationml.slideshow"),
    f"{OFFICE}spreadsheetml.sheet": Kind("xlsx", f"{OFFICE}spreadsheetml.sheet"),
}


def kind_of(content: bytes) -> Kind:
    """The kind of a file. Raises RuleBroken for every other kind, and for one that could act by itself or can't be checked."""
    if content.startswith(b"%PDF-"):
        return _pdf(content)
    if content.startswith(b"\x89PNG\r\n\x1a\n") and content.rstrip(b"\0\r\n").endswith(b"IEND\xaeB`\x82"):
        return PNG
    if content.startswith(b"\xff\xd8\xff") and content.rstrip(b"\0\r\n").endswith(b"\xff\xd9"):
        return JPEG
    if content.startswith(b"PK\x03\x04"):
        return _package(content)
    raise _wrong_kind()


def _wrong_kind() -> RuleBroken:
    return RuleBroken(
        _("Only PDF, PNG, JPEG, Word, PowerPoint, Excel (without macros) and ODP files are taken."), code="wrong_kind"
    )


def _active() -> RuleBroken:
    return RuleBroken(
        _("This file holds a script, a macro, a form or another file. Save it without them, best as a PDF."),
        code="active_content",
    )


def _unreadable() -> RuleBroken:
    return RuleBroken(_("This file is damaged or locked: it can't be checked."), code="unreadable")


def _pdf(content: bytes) -> Kind:
    if b"%%EOF" not in content[-2048:]:
        raise _unreadable()
    if _acts(content):
        raise _active()
    total = 0
    for found in re.finditer(rb"stream\r?\n", content):
        if content[: found.start()].endswith(b"end"):
            continue
        is_objects = b"/ObjStm" in _spelled(content[max(0, found.start() - 1000) : found.start()])
        text, is_whole = _unpacked(content[found.end() :])
        total += len(text)
        if total > MOST_STREAMS or (is_objects and not is_whole):
            raise _unreadable()
        if _acts(text):
            raise _active()
    return PDF


def _unpacked(packed: bytes) -> tuple[bytes, bool]:
    """What a stream holds, up to a limit, and whether that is all of it; objects packed in another way can't be read."""
    reader = zlib.decompressobj()
    try:
        return reader.decompress(packed, MOST_STREAM), reader.eof
    except zlib.error:
        return b"", False


def _acts(text: bytes) -> bool:
    return PDF_ACTS.search(text) is not None or (b"#" in text and PDF_ACTS.search(_spelled(text)) is not None)


def _spelled(text: bytes) -> bytes:
    """Names with their letters written out: /J#61vaScript is /JavaScript."""
    return LETTER.sub(lambda found: bytes([int(found[1], 16)]), text)


def _package(content: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return _document(package)
    except (
        zipfile.BadZipFile,
        expat.ExpatError,
        zlib.error,
        NotImplementedError,
        RuntimeError,
        EOFError,
        OSError,
    ) as error:
        raise _unreadable() from error


def _document(package: zipfile.ZipFile) -> Kind:
    entries = package.infolist()
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise _unreadable()
    names = [entry.filename for entry in entries]
    if len(set(names)) < len(names) or any(entry.flag_bits & 1 for entry in entries):
        raise _unreadable()
    if any(ACTIVE_PARTS.search(name) for name in names):
        raise _active()
    if names and names[0] == "mimetype" and _read(package, "mimetype").strip() == ODP.encode():
        return _presentation(package, names)
    if "[Content_Types].xml" not in names:
        raise _wrong_kind()
    return _office(package, names)


def _office(package: zipfile.ZipFile, names: list[str]) -> Kind:
    types = [given.get("ContentType", "") for _name, given in _elements(_read(package, "[Content_Types].xml"))]
    if any("macroEnabled" in given or "vbaProject" in given for given in types):
        raise _active()
    kinds = [
        DOCUMENTS[given.removesuffix(".main+xml")] for given in types if given.removesuffix(".main+xml") in DOCUMENTS
    ]
    if not kinds:
        raise _wrong_kind()
    for name in names:
        if not name.lower().endswith(".rels"):
            continue
        for _tag, given in _elements(_read(package, name)):
            is_link = given.get("Type", "").endswith("/hyperlink")
            if given.get("TargetMode", "").lower() == "external" and not is_link:
                raise _active()  # a template, picture or object that is fetched from somewhere when the file is opened
    return kinds[0]


def _presentation(package: zipfile.ZipFile, names: list[str]) -> Kind:
    for name in {"content.xml", "styles.xml"}.intersection(names):
        for tag, given in _elements(_read(package, name)):
            is_script = any(value.startswith("vnd.sun.star.script:") for value in given.values())
            if is_script or tag in (
                "script:event-listener",
                "office:script",
                "draw:object-ole",
                "draw:applet",
                "draw:plugin",
            ):
                raise _active()
    return Kind("odp", ODP)


def _read(package: zipfile.ZipFile, name: str) -> bytes:
    with package.open(name) as part:
        text = part.read(MOST_XML + 1)
    if len(text) > MOST_XML:
        raise _unreadable()
    return text


def _elements(text: bytes) -> list[tuple[str, dict[str, str]]]:
    """All elements of an XML text with what they say; one with a document type is refused."""
    found: list[tuple[str, dict[str, str]]] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda tag, given: found.append((tag, given))
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.Parse(text, True)  # noqa: FBT003 - expat's own way to say that this is all
    return found


def _refuse_doctype(*_given: object) -> None:
    raise _active()
