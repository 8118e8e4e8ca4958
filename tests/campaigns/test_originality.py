"""Likeness: laws that hold for any text, and the figures for texts as people write them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.originality import FEWEST, bands, estimate, fold, likeness, marked, pieces, signature
from network import names

LETTERS = "अआइईउऊएऐओऔकखगघचछजझटठडढतथदधनपफबभमयरलवशषसह" + "abcdefghijklmnopqrstuvwxyz"
SIGNS = LETTERS + "ािीुूेैोौंः्" + "0123456789" + " \n।,.!?-"
texts = st.text(alphabet=SIGNS, max_size=300)
long_texts = st.text(alphabet=SIGNS, min_size=120, max_size=300).filter(lambda text: len(pieces(text)) >= FEWEST)
SPARED = st.sampled_from(["\u200b", "\u200c", "\u200d", " ", "…", "🙂", "#", "।", "़", "\n"])

OURS = (
    "हमारे मोहल्ले का तालाब गर्मियों में सूख जाता था। इस बार पड़ोसियों ने मिलकर गाद निकाली, और पहली बारिश में ही पानी भर गया। "
    "अब सुबह बच्चे वहाँ मछलियाँ गिनते हैं और दादी घाट पर बैठकर अपने बचपन के क़िस्से सुनाती हैं।"
)
THEIRS = (
    "रीवा के पास एक छोटा कुआँ है, जिसे हमने पिछले हफ़्ते साफ़ किया। पत्थर हटाने में तीन दिन लगे। ग्राम सभा ने रस्सी और बाल्टी दी, "
    "और अब स्कूल के रसोइये को पानी लेने दूर नहीं जाना पड़ता।"
)


@given(long_texts)
def test_a_text_is_wholly_like_itself(text):
    found = likeness(text, ["something else", text])
    assert (found.percent, found.jaccard, found.index) == (100, 100, 1)


@given(texts, st.lists(texts, max_size=4))
def test_figures_are_shares_and_jaccard_is_never_the_greater(text, others):
    found = likeness(text, others)
    assert 0 <= found.jaccard <= found.percent <= 100
    assert (found.index is None) == (found.percent == 0)


@given(long_texts, st.data())
def test_invisible_signs_marks_and_blanks_change_nothing(text, data):
    at = data.draw(st.integers(0, len(text)))
    sign = data.draw(SPARED)
    assert pieces(text[:at] + sign + text[at:]) == pieces(text)


@given(long_texts, texts)
def test_more_to_compare_with_never_makes_it_less_like(text, other):
    assert likeness(text, [other]).percent <= likeness(text, [other, text[: len(text) // 2]]).percent


@given(texts, texts)
def test_the_marked_parts_joined_are_the_text(text, other):
    parts = marked(text, [other])
    assert "".join(part for part, _like in parts) == text
    assert all(before[1] != after[1] for before, after in pairwise(parts))


@given(long_texts)
def test_in_oneself_everything_is_marked_from_the_first_letter_to_the_last(text):
    folded, places = fold(text)
    flags = [like for part, like in marked(text, [text]) for _sign in part]
    assert folded
    assert all(flags[places[0] : places[-1] + 1])


@given(st.text(max_size=200))
def test_each_folded_sign_has_its_place_in_order_whatever_is_written(text):
    folded, places = fold(text)
    assert len(folded) == len(places)
    assert places == sorted(places)
    assert all(0 <= place < len(text) for place in places)


@pytest.mark.parametrize("text", ["इन्दौर की सम्पदा", "ज़िला क़िला", "हँसना", "Café Ōm", "सन्‍त"])
def test_spellings_are_folded_as_those_of_names(text):
    assert fold(text)[0] == names.fold(text)


@given(long_texts)
def test_equal_texts_meet_in_every_band_and_are_estimated_as_equal(text):
    assert bands(signature(text)) == bands(signature(text.upper()))
    assert estimate(signature(text), signature(f" {text} ")) == 1.0


def test_two_people_on_one_subject_are_not_alike():
    assert likeness(OURS, [THEIRS]).percent < 25
    assert likeness(THEIRS, [OURS]).percent < 25


def test_one_changed_word_in_ten_is_still_a_copy():
    copied = OURS.replace("मोहल्ले", "गाँव").replace("बच्चे", "लोग").replace("दादी", "नानी")
    assert 70 <= likeness(copied, [OURS]).percent < 100
    assert set(bands(signature(copied))) & set(bands(signature(OURS)))


def test_a_part_taken_whole_from_a_long_text_is_a_copy_of_it():
    taken = OURS[: len(OURS) // 3]
    found = likeness(taken, [OURS + THEIRS])
    assert found.percent >= 95
    assert found.jaccard < 40


def test_spelling_and_signs_do_not_hide_a_copy():
    hidden = OURS.replace("मोहल्ले", "मोहल्‍ले").replace("।", " !!! 🙂").replace("क़", "क").replace(" ", "\u200b  ")
    assert likeness(hidden, [OURS]).percent == 100


def test_a_text_of_a_few_words_is_like_nothing():
    assert likeness("पानी बचाओ", ["पानी बचाओ"]).percent == 0


def test_what_is_like_is_marked_where_it_stands():
    parts = marked(f"मेरी बात अलग है। {THEIRS[:60]} और फिर कुछ अपना।", [THEIRS])
    like = "".join(part for part, is_like in parts if is_like)
    assert THEIRS[5:55] in like
    assert "मेरी बात" not in like
    assert "कुछ अपना" not in like
