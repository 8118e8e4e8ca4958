"""The label of pictures by AI: on the pixels, a tenth of them at least, and noticed when it is missing or cut off."""

import datetime

import pytest
from PIL import Image, ImageFilter

from campaigns import ai_labels
from tests.campaigns.pictures import jpeg, landscape, opened

SIZES = [(200, 200), (640, 480), (480, 640), (1600, 1200), (2400, 300), (300, 2400), (200, 1999)]


@pytest.mark.parametrize("size", SIZES)
def test_the_label_covers_a_tenth_of_the_pixels_and_is_read_back_from_them(size):
    kept = opened(jpeg(ai_labels.put_on(landscape(size)), quality=84))

    paper = sum(kept.convert("RGB").getpixel((1, row))[2] < 90 for row in range(ai_labels.band_height(*size)))
    assert paper >= 0.1 * size[1]
    assert ai_labels.is_on(kept)
    assert ai_labels.LEAST_SHARE <= ai_labels.share_on(kept) <= ai_labels.MOST_SHARE


@pytest.mark.parametrize("size", SIZES)
def test_a_picture_without_it_is_told(size):
    assert not ai_labels.is_on(landscape(size))
    assert not ai_labels.is_on(Image.new("RGB", size, "white"))
    assert not ai_labels.is_on(Image.new("RGB", size, ai_labels.PAPER)), "a band without words is no label"


def test_a_label_cut_off_blurred_or_painted_over_is_told():
    labelled = ai_labels.put_on(landscape())
    rows = ai_labels.band_height(*labelled.size)
    assert not ai_labels.is_on(labelled.crop((0, rows // 2, *labelled.size)))
    assert not ai_labels.is_on(labelled.filter(ImageFilter.GaussianBlur(12)))
    over = labelled.copy()
    over.paste("black", (0, 0, over.width, rows // 3))
    assert not ai_labels.is_on(over)


def test_words_stand_in_both_languages_on_the_band():
    band = ai_labels.band(800, 100)
    dark = [row for row in range(100) if any(max(band.getpixel((x, row))) < 60 for x in range(800))]
    assert any(row < 45 for row in dark)
    assert any(row > 60 for row in dark)
    assert {band.getpixel((0, row)) for row in range(100)} == {ai_labels.PAPER}, "nothing is cut at the edge"


def test_a_file_says_who_made_it_with_what_and_when():
    about = ai_labels.metadata(maker='<A> & "B"', tool="Tool", made_on=datetime.date(2026, 11, 1)).decode()
    assert '<rdf:li>&lt;A&gt; &amp; "B"</rdf:li>' in about
    assert "<xmp:CreatorTool>Tool</xmp:CreatorTool><xmp:CreateDate>2026-11-01</xmp:CreateDate>" in about
    assert "digitalsourcetype/compositeWithTrainedAlgorithmicMedia" in about
