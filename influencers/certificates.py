"""Decides how a certificate looks: one sheet of A4 in both scripts. What it says comes from whoever gives it."""

import datetime
from collections.abc import Sequence

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _
from fpdf import FPDF
from fpdf.enums import XPos, YPos

from influencers.fonts import SCRIPTS, WEIGHTS, font_file

INK, MUTED, BRAND, ACCENT = (27, 33, 64), (86, 93, 124), (39, 52, 139), (156, 68, 5)
WIDTH, HEIGHT, MARGIN = 297, 210, 24  # A4 across, in mm
STEPS = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4)  # a long text is set smaller, down to this


class CertificateKind(models.TextChoices):
    """What a certificate is given for."""

    THANKS = "thanks", _("Certificate of thanks")
    TRAINING = "training", _("Certificate of training")


def certificate(
    kind: str,
    person_name_hi: str,
    person_name_en: str,
    lines_hi: Sequence[str],
    lines_en: Sequence[str],
    number: str,
    on: datetime.date,
) -> bytes:
    """The certificate as PDF: name and lines in Hindi, below them in English, then number and day.

    The same arguments give the same bytes. A name missing in one script is taken from the other.
    """
    kind = CertificateKind(kind)
    sheet = _sheet(on)
    for language, top, space in (("hi", 32, 84), ("en", 122, 58)):
        with override(language):
            names = {"hi": person_name_hi or person_name_en, "en": person_name_en or person_name_hi}
            lines = lines_hi if language == "hi" else lines_en
            texts = [(kind.label, 30, "B", BRAND), (gettext("is given to"), 12, "", MUTED)]
            texts += [(names[language], 26, "B", ACCENT), *[(line, 14, "", INK) for line in lines]]
            _block(sheet, language, texts, top=top, space=space)
    _foot(sheet, number, on)
    sheet.set_title(f"{kind.label}: {person_name_hi or person_name_en}")
    return bytes(sheet.output())


def _sheet(on: datetime.date) -> FPDF:
    """An empty sheet with its frame and fonts; letters are joined into conjuncts by HarfBuzz."""
    sheet = FPDF(orientation="landscape", format="A4")
    sheet.set_creation_date(timezone.make_aware(datetime.datetime.combine(on, datetime.time())))
    sheet.set_auto_page_break(auto=False)
    sheet.set_margin(0)
    sheet.add_page()
    for script in SCRIPTS:
        for style in WEIGHTS:
            sheet.add_font(script, style, font_file(script, style))
    sheet.set_text_shaping(use_shaping_engine=True)
    for inset, thickness, colour in ((9, 1.4, BRAND), (12, 0.4, ACCENT)):
        sheet.set_draw_color(*colour)
        sheet.set_line_width(thickness)
        sheet.rect(inset, inset, WIDTH - 2 * inset, HEIGHT - 2 * inset)
    with override("hi"):
        name = gettext("Samvad")
    _write(sheet, "hi", [(f"{name}  ·  Samvad", 11, "B", MUTED)], top=20, scale=1)
    sheet.set_line_width(0.3)
    sheet.line(WIDTH / 2 - 30, 119, WIDTH / 2 + 30, 119)
    return sheet


def _block(sheet: FPDF, language: str, texts: Sequence[tuple], *, top: float, space: float) -> None:
    """Write texts one below the other within the space, as large as they fit."""
    shrink = 1.0 if language == "hi" else 0.8
    for step in STEPS:
        height = _write(sheet, language, texts, top=top, scale=shrink * step, is_trial=True)
        if height <= space or step == STEPS[-1]:
            _write(sheet, language, texts, top=top + max(0, space - height) / 2, scale=shrink * step)
            return


def _write(
    sheet: FPDF, language: str, texts: Sequence[tuple], *, top: float, scale: float, is_trial: bool = False
) -> float:
    """Write texts of (text, size in points, style, colour) in the middle of the sheet; the height they take, in mm."""
    order = ("deva", "latn", "latx") if language == "hi" else ("latn", "latx", "deva")
    sheet.set_fallback_fonts(list(order[1:]), exact_match=True)
    height = 0.0
    for text, size, style, colour in texts:
        sheet.set_font(order[0], style, size * scale)
        sheet.set_text_color(*colour)
        sheet.set_xy(MARGIN, top + height)
        height += sheet.multi_cell(
            WIDTH - 2 * MARGIN,
            size * scale * 0.55,
            text,
            align="C",
            dry_run=is_trial,
            output="HEIGHT",
            new_x=XPos.LMARGIN,
            new_y=YPos.NEXT,
        )
    return height


def _foot(sheet: FPDF, number: str, on: datetime.date) -> None:
    """The number and the day, in both languages."""
    texts = []
    for language in ("hi", "en"):
        with override(language):
            word = gettext("certificate number")
            texts.append(f"{word} {number}  ·  {date_format(on, 'DATE_FORMAT')}")
    _write(sheet, "hi", [("     ".join(texts), 10, "", MUTED)], top=HEIGHT - 26, scale=1)
