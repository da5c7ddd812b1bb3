"""How names whose bytes are not UTF-8 are spelt for people."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.importing.spelling import is_text, readable, spellings, zip_name


def on_disk(text: str, encoding: str = "gb18030") -> str:
    """As Python knows a file whose name was written in that encoding."""
    return os.fsdecode(text.encode(encoding))


@pytest.mark.parametrize(
    "name", ["旧报", "望湖日報", "第０１版", "𠮷野家 Café.txt", "20230214_第01版.pdf", "誠品", "“图片”——说明"]
)
def test_name_is_the_same_text_in_either_encoding(name):
    assert readable(on_disk(name)) == readable(name) == name


def test_each_part_of_a_path_speaks_for_itself():
    assert readable(f"/数字报/{on_disk('旧报')}/一版.txt") == "/数字报/旧报/一版.txt"


def test_bytes_that_no_charset_explains_are_shown():
    assert readable(os.fsdecode(b"\xff\xfe01")) == "\\xff\\xfe01"
    assert readable(os.fsdecode(b"20230214/\xff.pdf")) == "20230214/\\xff.pdf"


@given(st.binary(max_size=30))
def test_every_name_becomes_text_that_stays_as_it_is(data):
    name = readable(os.fsdecode(data))
    assert is_text(name)
    assert readable(name) == name


def test_two_names_that_read_the_same_stay_two():
    names = ["旧报", on_disk("旧报"), on_disk("日报"), "a.txt"]
    assert spellings(names) == {on_disk("旧报"): "\\xbe\\xc9\\xb1\\xa8", on_disk("日报"): "日报"}
    assert spellings(["旧报", "a.txt"]) == {}


@pytest.mark.parametrize("name", ["旧报/第01版.txt", "誠品", "张喆.txt", "𠮷野.txt"])
@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_zip_names_are_read_as_those_who_pack_chinese_names_write_them(name, encoding):
    assert zip_name(name.encode(encoding).decode("cp437")) == name


@pytest.mark.parametrize("name", ["für.txt", "größe", "café.txt", "naïve", "Ärzte", "a.txt"])
def test_zip_names_in_the_code_page_of_the_standard_stay(name):
    assert zip_name(name) == name
