"""Cards: Devanagari joined as it is read, small files, no hashtag, AI's label; the same card is drawn once."""

import re
from xml.etree import ElementTree

import pytest
from django.core.cache import cache
from PIL import Image, ImageChops

from campaigns import ai_labels, card_layouts, lettering
from campaigns.card_layouts import MOST_BYTES, Card
from campaigns.services import cards
from campaigns.services.cards import Wish
from network.errors import RuleBroken
from tests import factories
from tests.campaigns.pictures import jpeg, landscape, opened

LONG = "संविधान का अनुच्छेद 51क नागरिकों से प्राकृतिक पर्यावरण की रक्षा की अपेक्षा करता है। " * 6


def inked(text: str, style: str = "B") -> Image.Image:
    sheet = Image.new("RGB", (900, 160), "white")
    block = lettering.fit(text, size=80, style=style, width=880, height=150)
    lettering.draw(sheet, block, left=10, top=10, colour=(0, 0, 0))
    return sheet.convert("L")


@pytest.mark.parametrize(("text", "count"), [("क्ष", 1), ("श्री", 2), ("त्र", 1), ("ज्ञ", 1), ("द्ध", 1), ("प्र", 1)])
def test_letters_are_joined_into_conjuncts(text, count):
    assert len(lettering.line(text, 60, "B").letters) == count
    assert len(lettering.line("\u200c".join(text), 60, "B").letters) > count, "kept apart they are more"


def test_the_short_i_stands_before_its_consonant():
    sign = lettering.line("शि", 60).letters
    assert len(sign) == 2
    assert min(x for contour in sign[0] for x, _y in contour) < min(x for contour in sign[1] for x, _y in contour)
    assert len(sign[1]) == len(lettering.line("श", 60).letters[0])


def test_mixed_scripts_and_unknown_signs_are_set_in_one_line():
    assert len(lettering.line("₹500 Bhopal, भोपाल", 40).letters) == 16
    assert lettering.line("भोपाल🙂", 40).width == lettering.line("भोपाल", 40).width


def test_strokes_that_cross_leave_no_hole():
    """In bold letters outlines overlap: where they do, the ink has to be whole."""
    sheet = inked("य")
    box = ImageChops.invert(sheet).getbbox()
    bar = sheet.crop((box[0] + 4, box[1] + 3, box[2] - 4, box[1] + 9))
    assert max(bar.getextrema()) < 120, "the head line has no light spot"


def test_a_block_fits_its_box_or_ends_in_an_ellipsis():
    for text in ("तालाब", LONG, "अ" * 400, LONG * 20):
        block = lettering.fit(text, size=84, style="B", width=700, height=400)
        assert block.height <= 400
        assert all(line.width <= 700 for line in block.lines)
    assert lettering.fit("", size=40, style="", width=100, height=100).lines[0].letters == ()


@pytest.mark.parametrize(
    "card",
    [
        Card("श्योपुर", "हमारा तालाब"),
        Card("भोपाल", LONG, line="मैं पार्टी का स्वयंसेवक हूँ।"),
        Card("नरसिंहपुर", LONG, "मैं स्वयंसेवक हूँ।", jpeg(landscape((1600, 1200)))),
        Card("अलीराजपुर", "शोर", "", jpeg(Image.effect_noise((1300, 900), 120).convert("RGB"))),
    ],
    ids=["words", "line", "photo", "noise"],
)
def test_a_card_is_a_small_picture_and_the_same_each_time(card):
    made = card_layouts.png(card)
    assert len(made) <= MOST_BYTES
    assert (opened(made).format, opened(made).size) == ("PNG", (1080, 1080))
    assert made == card_layouts.png(card)


def test_a_card_with_a_picture_by_ai_says_so_over_a_tenth_of_itself():
    picture = jpeg(ai_labels.put_on(landscape()), subsampling=0)
    card = Card("भोपाल", "विषय", "मैं स्वयंसेवक हूँ।", picture, is_ai=True)
    assert ai_labels.is_on(opened(card_layouts.png(card)))
    assert not ai_labels.is_on(opened(card_layouts.png(Card("भोपाल", "विषय", "", jpeg()))))


def test_an_svg_card_holds_outlines_and_nothing_that_acts_or_is_fetched():
    card = Card("<b>भोपाल</b>", '"><script>alert(1)</script>', "&amp;", jpeg())
    made = card_layouts.svg(card).decode()
    root = ElementTree.fromstring(made)
    tags = {element.tag.removeprefix("{http://www.w3.org/2000/svg}") for element in root.iter()}
    assert tags == {"svg", "title", "rect", "path", "image"}
    assert all(value.startswith("data:image/jpeg;base64,") for value in re.findall(r'href="([^"]{0,40})', made))
    names = {name for element in root.iter() for name in element.attrib}
    assert names <= {"width", "height", "viewBox", "role", "fill", "x", "y", "d", "href"}


@pytest.mark.parametrize("sign", ["#", "＃", "﹟", "##"])
def test_no_card_carries_a_hashtag(sign):
    tagged = Card("भोपाल", f"पानी {sign}तालाब_बचाओ", f"{sign}ट्रेंड")
    plain = Card("भोपाल", "पानी तालाब_बचाओ", "ट्रेंड")
    assert card_layouts.png(tagged) == card_layouts.png(plain)
    assert sign not in ElementTree.fromstring(card_layouts.svg(tagged))[0].text


def test_a_card_is_drawn_once_and_anew_when_something_on_it_changes(party):
    topic = factories.make_topic(party.state, status="live")
    first = cards.make(topic, party.district, Wish())
    key = f"card:png:{first.key}"
    cache.set(key, b"from the cache")
    assert cards.make(topic, party.district, Wish()).content == b"from the cache"
    assert cards.make(topic, party.neighbour, Wish()).content != b"from the cache"
    topic.title_hi = "और कुछ"
    assert cards.make(topic, party.district, Wish()).content != b"from the cache"


def test_the_writer_chooses_the_fact_and_the_line(party):
    topic = factories.make_topic(party.state, status="live")
    made = {cards.make(topic, party.district, Wish(fact, "", line)).key for fact in (0, 1) for line in (True, False)}
    assert len(made) == 4


@pytest.mark.parametrize("wish", [Wish(fact=2), Wish(fact=-1), Wish(photo="abcdefghij"), Wish(ending="pdf")])
def test_what_the_brief_does_not_have_is_refused(wish, party):
    topic = factories.make_topic(party.state, status="live")
    with pytest.raises(RuleBroken) as broken:
        cards.make(topic, party.district, wish)
    assert broken.value.code.startswith("unknown_")
