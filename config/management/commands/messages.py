"""Keeps the catalogues of messages with Babel, so that no machine needs GNU gettext."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser
from django.utils.translation.template import templatize

KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
METHODS = [("templates/**.html", "config.management.commands.messages:extract_template")]
METHODS += [("templates/**.txt", "config.management.commands.messages:extract_template")]
METHODS += [(f"{app}/**.py", "python") for app in ("config", "network", "influencers", "campaigns")]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def extract_template(file, keywords, comment_tags, options) -> Iterator[tuple]:
    """Babel's way into Django templates: Django turns them into something that looks like Python calls."""
    source = templatize(file.read().decode("utf-8"))
    return extract_python(BytesIO(source.encode("utf-8")), keywords, comment_tags, options)


class Command(BaseCommand):
    help = (
        "Keep the Hindi catalogue: `update` collects the English texts of code and templates into locale/hi, `compile` makes "
        "the binary catalogue from it, `check` fails when a text is missing, untranslated, fuzzy or has other placeholders."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["update", "compile", "check"])

    def handle(self, *args: object, action: str, **options: object) -> None:
        po_file = Path(settings.LOCALE_PATHS[0]) / "hi" / "LC_MESSAGES" / "django.po"
        if action == "update":
            self._update(po_file)
        elif action == "compile":
            compile_catalogue(po_file)
        else:
            faults = find_faults(po_file)
            if faults:
                raise CommandError("The Hindi catalogue is not complete:\n" + "\n".join(faults))
            self.stdout.write("messages: the Hindi catalogue is complete")

    def _update(self, po_file: Path) -> None:
        catalogue = read_catalogue(po_file)
        catalogue.update(collect(), no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        write_catalogue(catalogue, po_file)
        compile_catalogue(po_file)
        missing = [message for message in catalogue if message.id and not is_translated(message)]
        self.stdout.write(f"messages: {len(catalogue)} texts, {len(missing)} without Hindi")


def collect() -> Catalog:
    """Every text of code and templates, and those Django texts that Django's own Hindi lacks (locale/django.pot)."""
    found = Catalog(locale="hi", project="Samvad", charset="utf-8")
    rows = extract_from_dir(settings.BASE_DIR, METHODS, keywords=KEYWORDS, strip_comment_tags=True)
    for name, _line, text, comments, context in rows:
        found.add(text, locations=[(name, 0)], auto_comments=comments, context=context, flags=flags_of(text))
    borrowed = Path(settings.LOCALE_PATHS[0]) / "borrowed.pot"
    if borrowed.exists():
        for message in read_catalogue(borrowed):
            if message.id:
                found.add(message.id, locations=[("borrowed.pot", 0)], context=message.context)
    return found


def flags_of(text: str | tuple[str, str]) -> set[str]:
    """Mark texts with %(name)s, so that tools check the translation's placeholders."""
    first = text if isinstance(text, str) else text[0]
    return {"python-format"} if re.search(r"%\(\w+\)[sd]", first) else set()


def find_faults(po_file: Path) -> list[str]:
    """What is wrong with the catalogue, one line each."""
    catalogue = read_catalogue(po_file)
    wanted = {
        (message.id if isinstance(message.id, str) else message.id[0], message.context)
        for message in collect()
        if message.id
    }
    known = {
        (message.id if isinstance(message.id, str) else message.id[0], message.context)
        for message in catalogue
        if message.id
    }
    faults = [f"not collected: {text}" for text, _context in sorted(wanted - known, key=str)]
    faults += [f"not used any more: {text}" for text, _context in sorted(known - wanted, key=str)]
    for message in catalogue:
        if message.id and message.fuzzy:
            faults.append(f"fuzzy: {message.id}")
        elif message.id and not is_translated(message):
            faults.append(f"without Hindi: {message.id}")
        elif message.id and not has_same_placeholders(message):
            faults.append(f"other placeholders: {message.id}")
    return faults


def is_translated(message) -> bool:
    """Whether every form of the message has a text."""
    return all(message.string) if isinstance(message.string, tuple) else bool(message.string)


def has_same_placeholders(message) -> bool:
    """Whether the translation names exactly the placeholders of the original (plural forms: no others)."""
    if isinstance(message.id, str):
        return sorted(PLACEHOLDER.findall(message.id)) == sorted(PLACEHOLDER.findall(message.string))
    allowed = {name for text in message.id for name in PLACEHOLDER.findall(text)}
    return all(set(PLACEHOLDER.findall(text)) <= allowed for text in message.string)


def read_catalogue(po_file: Path) -> Catalog:
    """The catalogue in a .po file; an empty one where there is none."""
    if not po_file.exists():
        return Catalog(locale="hi", project="Samvad", charset="utf-8")
    with po_file.open("rb") as lines:
        return read_po(lines, locale="hi")


def write_catalogue(catalogue: Catalog, po_file: Path) -> None:
    """Write a .po file without line numbers and dates, so that it changes only when a text does."""
    catalogue.fuzzy = False
    catalogue.header_comment = "# Hindi of Samvad; `make messages` keeps it in step with code and templates."
    po_file.parent.mkdir(parents=True, exist_ok=True)
    out = BytesIO()
    write_po(out, catalogue, width=120, sort_by_file=True, omit_header=False, include_lineno=False)
    text = re.sub(
        r'^"(POT-Creation-Date|PO-Revision-Date|Last-Translator|Generated-By|Language-Team): .*\n',
        "",
        out.getvalue().decode(),
        flags=re.M,
    )
    po_file.write_text(text, encoding="utf-8")


def compile_if_older() -> bool:
    """Compile the Hindi catalogue when its text is newer than its binary; whether that was so."""
    po_file = Path(settings.LOCALE_PATHS[0]) / "hi" / "LC_MESSAGES" / "django.po"
    mo_file = po_file.with_suffix(".mo")
    if mo_file.exists() and mo_file.stat().st_mtime >= po_file.stat().st_mtime:
        return False
    compile_catalogue(po_file)
    return True


def compile_catalogue(po_file: Path) -> Path:
    """Write the .mo file beside the .po file, at once."""
    mo_file = po_file.with_suffix(".mo")
    draft = mo_file.with_suffix(".mo.part")
    with draft.open("wb") as out:
        write_mo(out, read_catalogue(po_file))
    draft.replace(mo_file)
    return mo_file
