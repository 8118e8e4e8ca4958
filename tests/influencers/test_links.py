"""Links as people paste them: every form of a post's address is one post, and everything else says what to do instead."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from influencers.links import LinkRefused, canonical_post, canonical_profile

POSTS = {
    ("x", "1790000000000000001"): [
        "https://x.com/someone/status/1790000000000000001",
        "http://mobile.twitter.com/someone/status/1790000000000000001?s=20&t=abc",
        "TWITTER.COM/someone/statuses/1790000000000000001",
        "देखिए: https://x.com/someone/status/1790000000000000001/photo/1।",
        "https://x.com/i/web/status/1790000000000000001",
    ],
    ("youtube", "dQw4w9WgXcQ"): [
        "https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=10s",
        "https://youtu.be/dQw4w9WgXcQ?si=abc",
        "https://m.youtube.com/shorts/dQw4w9WgXcQ",
        "https://www.youtube.com/live/dQw4w9WgXcQ?feature=share",
        "youtube.com/embed/dQw4w9WgXcQ",
    ],
    ("instagram", "C8abcDEfgh1"): [
        "https://www.instagram.com/p/C8abcDEfgh1/",
        "https://instagram.com/reel/C8abcDEfgh1/?igsh=xyz",
        "https://www.instagram.com/someone/reel/C8abcDEfgh1/",
        "instagram.com/reels/C8abcDEfgh1",
    ],
    ("telegram", "channel/123"): [
        "https://t.me/channel/123",
        "https://t.me/s/channel/123",
        "tg://resolve?domain=channel&post=123",
    ],
}
REFUSED = {
    "no_link": ["", "मेरी पोस्ट देखो", "http://127.0.0.1/p/1", "🙂"],
    "is_profile": ["https://x.com/someone", "https://www.instagram.com/someone/", "https://youtube.com/@someone"],
    "unknown_platform": [
        "https://example.org/post/1",
        "https://x.com.evil.example/a/status/1790000000000000001",
    ],
    "private": ["https://t.me/c/123456/7", "https://chat.whatsapp.com/AbCdEf"],
    "not_a_post": ["https://x.com/search?q=a", "https://www.youtube.com/playlist?list=PL1"],
    "too_long": ["https://x.com/" + "a" * 3000],
}


@pytest.mark.parametrize(("key", "text"), [(key, text) for key, texts in POSTS.items() for text in texts])
def test_every_form_of_an_address_is_the_same_post(key, text):
    post = canonical_post(text)
    assert (post.platform, post.key) == key
    again = canonical_post(post.url)
    assert (again.key, again.url) == (post.key, post.url), "the canonical address leads to itself"


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, texts in REFUSED.items() for text in texts])
def test_what_is_no_post_is_told_why(code, text):
    with pytest.raises(LinkRefused) as refused:
        canonical_post(text)
    assert refused.value.code == code
    assert str(refused.value)


@pytest.mark.parametrize(
    ("text", "platform", "handle"),
    [("@demo_0005", "instagram", "demo_0005"), ("https://www.youtube.com/c/demo_0005/videos", "youtube", "c/demo_0005"),
     ("x.com/Demo_0002", "x", "demo_0002"), ("https://www.facebook.com/demo_0001?mibextid=Zb", "facebook", "demo_0001")],
)  # fmt: skip
def test_profiles(text, platform, handle):
    found = canonical_profile(text, platform=platform)
    assert (found.platform, found.handle.lower()) == (platform, handle)


@pytest.mark.parametrize(
    ("text", "platform"),
    [
        ("https://x.com/a/status/1790000000000000001", "x"),
        ("https://youtube.com/@a", "x"),
        ("explore", "instagram"),
        ("", "x"),
    ],
)
def test_what_is_no_profile(text, platform):
    with pytest.raises(LinkRefused):
        canonical_profile(text, platform=platform)


@given(st.text(max_size=300))
def test_any_paste_ends_in_a_post_or_a_refusal(text):
    try:
        post = canonical_post(text)
    except LinkRefused as refused:
        assert str(refused)
    else:
        assert post.url.startswith("https://")


@given(st.text(st.characters(codec="ascii"), max_size=60))
def test_any_path_below_a_known_host_is_harmless(path):
    try:
        assert canonical_post(f"https://www.facebook.com/{path}").key
    except LinkRefused:
        pass
