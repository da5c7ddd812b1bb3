"""A sentence is its own English, and is said in another language later, also after it was kept as JSON or sent on."""

import copy
import json

from issues.sentences import Sentence, kept, listed, said, spoken

CHINESE = {
    "at most %(limit)s": "不超过 %(limit)s",
    "%(count)s characters": "%(count)s 个字符",
    "%(first)s, %(rest)s": "%(first)s、%(rest)s",
    "page %(page)s": "版面 %(page)s",
}
LIMIT = Sentence("at most %(limit)s", limit=Sentence("%(count)s characters", count="1,000"))


def in_chinese(text: str) -> str:
    return CHINESE[text]


def test_sentence_is_its_english_wherever_a_str_is_wanted():
    assert LIMIT == "at most 1,000 characters"
    assert json.dumps({"expected": LIMIT}) == '{"expected": "at most 1,000 characters"}'
    assert type(str(LIMIT)) is str


def test_sentence_within_a_sentence_is_said_too():
    assert LIMIT.said(in_chinese) == "不超过 1,000 个字符"


def test_percent_sign_of_a_value_is_no_place():
    assert Sentence("page %(page)s", page="50%(x)s 𠮷").said(in_chinese) == "版面 50%(x)s 𠮷"


def test_sentence_comes_back_from_json_and_from_a_copy():
    for back in (Sentence.of(json.loads(json.dumps(LIMIT.data))), copy.copy(LIMIT), copy.deepcopy(LIMIT)):
        assert (back, back.said(in_chinese)) == (LIMIT, "不超过 1,000 个字符")


def test_tree_is_kept_with_its_sentences_and_plain_words_stay():
    tree = kept({"expected": LIMIT, "found": "𠮷野桥", "line": 3, "notes": [LIMIT, "旧"]})
    assert json.loads(json.dumps(tree)) == tree
    assert spoken(tree["expected"], in_chinese) == "不超过 1,000 个字符"
    assert (tree["found"], tree["line"]) == ("𠮷野桥", 3)
    assert [spoken(note, in_chinese) for note in tree["notes"]] == ["不超过 1,000 个字符", "旧"]


def test_what_no_database_keeps_is_replaced():
    tree = kept([Sentence("page %(page)s", page="1\0𠮷"), "a\udcff.txt"])
    assert (spoken(tree[0], str), tree[1]) == ("page 1\ufffd𠮷", "a\ufffd.txt")


def test_list_is_joined_as_the_reader_joins_lists():
    pages = [Sentence("page %(page)s", page=name) for name in ("A01", "A02", "中缝")]
    assert listed(pages) == "page A01, page A02, page 中缝"
    assert said(listed(pages), in_chinese) == "版面 A01、版面 A02、版面 中缝"
    assert listed(["A01"]) == "A01"
