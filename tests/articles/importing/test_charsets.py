"""Old Chinese bytes become the text that they were, whatever they say of themselves."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.importing.charsets import Decoded, decode

SIMPLE = "本报讯（记者 何苇）云岫市昨天召开会议，研究老街改造。新线的四个站里，两个站口已经修好了坡道。"
TRADITIONAL = "本報訊（記者 何葦）雲岫市昨天召開會議，研究老街改造。新線的四個站裡，兩個站口已經修好了坡道。"
DECLARED = [
    "",
    "<meta charset=utf-8>",
    "<meta charset='gb2312'>",
    '<META content="text/html; charset=BIG5">',
    "<meta charset=xyz>",
]


@pytest.mark.parametrize("declared", DECLARED)
@pytest.mark.parametrize(
    ("text", "codec", "shown"),
    [
        (SIMPLE, "utf-8", "UTF-8"),
        (SIMPLE, "gb18030", "GB18030"),
        (SIMPLE, "gbk", "GB18030"),
        (TRADITIONAL, "utf-8", "UTF-8"),
        (TRADITIONAL, "gb18030", "GB18030"),
        (TRADITIONAL, "big5", "Big5"),
    ],
)
def test_text_is_read_whatever_is_declared(text, codec, shown, declared):
    found = decode((declared + text).encode(codec))
    assert (found.text, found.encoding) == (declared + text, shown)


def test_a_wrong_declaration_is_told():
    assert decode(f"<meta charset=gb2312>{SIMPLE}".encode()).is_misdeclared
    assert not decode(f"<meta charset=gb2312>{SIMPLE}".encode("gbk")).is_misdeclared
    assert not decode(SIMPLE.encode("gbk")).is_misdeclared


def test_marks_at_the_beginning_decide():
    assert decode(b"\xef\xbb\xbf<meta charset=gbk>" + SIMPLE.encode()) == Decoded("<meta charset=gbk>" + SIMPLE, "UTF-8")
    assert decode(SIMPLE.encode("utf-16")).text == SIMPLE


def test_short_words_follow_the_declaration():
    """The bytes of these two characters in GBK are UTF-8 too, of other ones."""
    assert decode("<meta charset=gbk>联通".encode("gbk")).text.endswith("联通")
    assert decode("<meta charset=utf-8>联通".encode()).text.endswith("联通")


def test_a_character_cut_in_half_is_lost_alone():
    assert decode(SIMPLE.encode()[:-1] + b"</p>").text == SIMPLE[:-1] + "\ufffd</p>"
    assert decode(SIMPLE.encode("gbk")[:-3] + b"\xff</p>").text.endswith("</p>")


def test_rare_characters_of_four_bytes():
    assert decode(("<meta charset=gb2312>𠮷与㐂" + SIMPLE).encode("gb18030")).text.endswith("𠮷与㐂" + SIMPLE)


def test_the_euro_of_windows():
    assert decode(b"\x80" + SIMPLE.encode("gbk")).text == "€" + SIMPLE


@given(st.binary(max_size=300))
@settings(max_examples=100, deadline=None)
def test_any_bytes_become_text(data):
    found = decode(data)
    found.text.encode()
    assert found.encoding in ("UTF-8", "GB18030", "Big5", "UTF-16")
