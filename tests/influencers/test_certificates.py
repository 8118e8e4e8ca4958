"""Certificates: letters joined into conjuncts, both languages on one sheet, the same bytes each time."""

import datetime

import pytest
import uharfbuzz

from influencers.certificates import certificate
from influencers.fonts import font_file

DAY = datetime.date(2026, 11, 24)


def shape(text: str, script: str = "deva", style: str = "") -> list[int]:
    """The glyphs of a text, 0 where the font has none."""
    font = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(font_file(script, style)))))
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(font, buffer)
    return [glyph.codepoint for glyph in buffer.glyph_infos]


def as_entry(text: str) -> bytes:
    """What the PDF's table of characters says of one glyph that stands for the whole text."""
    return f"<{text.encode('utf-16-be').hex().upper()}>".encode()


def thanks(**changes: object) -> bytes:
    given = {
        "kind": "thanks",
        "person_name_hi": "श्रीमती क्षमा",
        "person_name_en": "Kshama",
        "lines_hi": ["प्रशिक्षण के लिए धन्यवाद।"],
        "lines_en": ["with thanks"],
        "number": "AB12",
        "on": DAY,
    }
    return certificate(**{**given, **changes})


@pytest.mark.parametrize("style", ["", "B"])
@pytest.mark.parametrize(("text", "count"), [("क्ष", 1), ("श्री", 2), ("त्र", 1), ("ज्ञ", 1), ("द्ध", 1), ("प्र", 1)])
def test_font_joins_letters_into_conjuncts(text, count, style):
    glyphs = shape(text, style=style)

    assert len(glyphs) == count
    assert 0 not in glyphs


def test_font_sets_the_short_i_before_its_consonants():
    assert shape("शि")[1:] == shape("श")
    assert 0 not in shape("प्रशिक्षण")


def test_font_files_are_static_and_made_once():
    plain, bold = font_file("deva", ""), font_file("deva", "B")

    assert plain != bold
    assert b"fvar" not in plain.read_bytes()[:400]
    made = plain.stat().st_mtime_ns
    font_file.cache_clear()
    assert font_file("deva", "").stat().st_mtime_ns == made


def test_certificate_draws_conjuncts_as_one_glyph():
    pdf = thanks()

    assert [as_entry(conjunct) in pdf for conjunct in ("क्ष", "श्र", "प्र", "ज्ञ")] == [True, True, True, False]


def test_certificate_is_one_sheet_with_its_title():
    pdf = thanks(lines_hi=["सेवा के लिए धन्यवाद " * 12] * 8, lines_en=["with thanks for the work " * 12] * 8)

    assert pdf.startswith(b"%PDF-")
    assert b"/Count 1" in pdf


def test_certificate_is_the_same_each_time():
    assert thanks() == thanks()
    assert thanks() != thanks(number="AB13")


def test_certificate_takes_a_missing_name_from_the_other_script():
    assert thanks(person_name_en="") == thanks(person_name_en="श्रीमती क्षमा")


def test_certificate_of_another_kind_is_refused():
    with pytest.raises(ValueError, match="diploma"):
        thanks(kind="diploma")
