"""Decides how a picture says that it was made or altered by AI: a band on its pixels, in Hindi and English, and metadata.

ECI, 24 October 2025: the label covers at least 10 % of the visible area, the maker is named; IT Rules as amended in
February 2026: metadata go with the file.
"""

import datetime
from math import ceil
from xml.sax.saxutils import escape

from PIL import Image, ImageStat

from campaigns import lettering

LEAST_SHARE = 0.10
SHARE = 0.12  # a little more, so that rounding never takes it below
MOST_SHARE = 0.34  # on a very wide picture the two lines need more of its height
WORDS_HI, WORDS_EN = "AI से बनी या बदली गई तस्वीर", "Made or altered by AI"
PAPER, INK = (255, 214, 10), (20, 20, 20)
LEAST_SIDE = 200  # below it the words could not be read
DARK, BRIGHT = 100, 180  # encoding as JPEG lets letters run into their paper a little
# Words of IPTC's list of digital source types for what was altered with, or made by, a trained model.
SOURCE = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia"
XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">
<dc:creator><rdf:Seq><rdf:li>{maker}</rdf:li></rdf:Seq></dc:creator>
<xmp:CreatorTool>{tool}</xmp:CreatorTool><xmp:CreateDate>{day}</xmp:CreateDate>
<Iptc4xmpExt:DigitalSourceType>{source}</Iptc4xmpExt:DigitalSourceType>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


def band_height(width: int, height: int) -> int:
    """How many rows the label takes of a picture: 12 % of its height, more where the picture is wide and low."""
    return min(max(ceil(height * SHARE), ceil(width * 0.055)), max(ceil(height * SHARE), int(height * MOST_SHARE)))


def band(width: int, height: int) -> Image.Image:
    """The label itself, for a band of that size; the same size gives the same pixels."""
    label = Image.new("RGB", (width, height), PAPER)
    inner = width * 0.94
    for words, top, style in ((WORDS_HI, 0.02, "B"), (WORDS_EN, 0.52, "")):
        block = lettering.fit(words, size=height * 0.31, style=style, width=inner, height=height * 0.48)
        lettering.draw(label, block, left=width * 0.03, top=height * top, colour=INK, width=inner)
    return label


def put_on(picture: Image.Image) -> Image.Image:
    """The picture with the label over its top."""
    labelled = picture.copy()
    labelled.paste(band(picture.width, band_height(*picture.size)), (0, 0))
    return labelled


def share_on(picture: Image.Image) -> float:
    """The share of the picture's area that the label covers, read from the pixels; 0 where it is not there.

    Where the label has paper, the picture has to be yellow; where it has letters, dark.
    """
    rows = band_height(*picture.size)
    found = picture.convert("RGB").crop((0, 0, picture.width, rows))
    label = band(picture.width, rows).convert("L")
    letters = ImageStat.Stat(found.convert("L"), label.point(_below(60))).mean[0]
    red, green, blue = ImageStat.Stat(found, label.point(_above(190))).mean
    is_there = letters <= DARK and red >= BRIGHT and green >= BRIGHT and blue <= DARK
    return rows / picture.height if is_there else 0.0


def _below(most: int) -> list[int]:
    return [255 * (value <= most) for value in range(256)]


def _above(least: int) -> list[int]:
    return [255 * (value >= least) for value in range(256)]


def is_on(picture: Image.Image) -> bool:
    """Whether the label is there and as large as it has to be."""
    return min(picture.size) >= LEAST_SIDE and share_on(picture) >= LEAST_SHARE


def metadata(*, maker: str, tool: str, made_on: datetime.date) -> bytes:
    """What the file says of itself: who made it, with what, when, and that AI was used."""
    return XMP.format(maker=escape(maker), tool=escape(tool), day=made_on.isoformat(), source=SOURCE).encode()
