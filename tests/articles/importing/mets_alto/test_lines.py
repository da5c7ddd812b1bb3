"""Words that the print splits, and spaces between strings."""

from lxml import etree

from articles.importing.formats.mets_alto.languages import bcp47
from articles.importing.formats.mets_alto.lines import page_text, paragraph, read_line


def line(*parts):
    """Strings as text, SP as a space, HYP as a hyphen, a half of a split word as (content, part, whole)."""
    row = etree.Element("TextLine")
    for part in parts:
        if part in (" ", "-"):
            etree.SubElement(row, "SP" if part == " " else "HYP", **({} if part == " " else {"CONTENT": "-"}))
        elif isinstance(part, str):
            etree.SubElement(row, "String", CONTENT=part)
        else:
            etree.SubElement(row, "String", CONTENT=part[0], SUBS_TYPE=f"HypPart{part[1]}", SUBS_CONTENT=part[2])
    return read_line(row)


def test_spaces_are_those_of_the_file_where_it_has_any():
    assert line("a", " ", "b", "c").text == "a bc"
    assert line("a", "b").text == "a b"
    assert line("潮", "汐", "GDP", "表", "１２").text == "潮汐GDP表１２"


def test_the_whole_of_a_split_word_is_taken_as_the_file_tells_it():
    assert paragraph([line("the", " ", ("light", 1, "lighthouse"), "-"), line(("honse", 2, "lighthouse"), " ", "burns")]) == (
        "the lighthouse burns"
    )


def test_a_split_that_only_a_hyphen_tells_is_joined_but_a_name_keeps_its_hyphen():
    assert paragraph([line("light", "-"), line("house")]) == "lighthouse"
    assert paragraph([line("Jean", "-"), line("Paul")]) == "Jean-Paul"
    assert paragraph([line("LIGHT", "-"), line("HOUSE")]) == "LIGHTHOUSE"


def test_a_word_over_three_lines_is_one():
    assert paragraph([line("a", " ", "light", "-"), line("house", "-"), line("keeper", " ", "b")]) == "a lighthousekeeper b"


def test_a_half_without_its_other_half_stays_as_printed():
    assert paragraph([line(("light", 1, "lighthouse"), "-"), line("other")]) == "light- other"
    assert paragraph([line("light", "-")]) == "light-"
    assert paragraph([line(("house", 2, "lighthouse"), " ", "b")]) == "house b"
    assert paragraph([line("light-"), line("house")]) == "light- house"


def test_lines_without_words_are_none():
    assert line("-").text == line(" ").text == line().text == line("  ").text == ""


def test_page_text_keeps_lines_and_blocks_and_mends_across_blocks_only_what_both_name():
    first, second = line(("light", 1, "lighthouse"), "-"), line(("house", 2, "lighthouse"), " ", "burns")
    assert page_text([[line("a")], [first], [second, line("b")]]) == "a\n\nlighthouse\nburns\nb"
    assert page_text([[line("light", "-")], [line("house")]]) == "light-\n\nhouse"


def test_library_codes_become_those_of_the_web():
    assert [bcp47(code) for code in ("ger", "chi", "en-GB", "zh_Hant", "ltz", "mul", "x", "deutsch", "a b")] == [
        *("de", "zh", "en-GB", "zh-Hant", "lb", "", "", "", ""),
    ]
