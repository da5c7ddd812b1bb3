"""Which page a turn line means, as readers write it."""

from types import SimpleNamespace

import pytest

from articles.turns import named_pages

PAGES = [
    SimpleNamespace(fold=fold, label=label)
    for fold, label in (
        *(("", "01"), ("", "02"), ("", "003"), ("", "04-05"), ("", "12"), ("", ""), ("", "20")),
        *(("A叠", "01"), ("A叠", "03"), ("", "B01"), ("", "B03"), ("文娱叠", "03")),
    )
]


def named(label: str, reader: str) -> list[str]:
    (page,) = [page for page in PAGES if page.fold + page.label == reader]
    return [found.fold + found.label for found in named_pages(label, page, PAGES)]


@pytest.mark.parametrize("label", ["3", "03", "003", "３", "三", "第三版", "第3版", "〇三"])
def test_a_number_is_the_page_whatever_its_spelling(label: str) -> None:
    assert named(label, "01") == ["003"]


@pytest.mark.parametrize(("label", "page"), [("十二", "12"), ("二十", "20"), ("二〇", "20"), ("4", "04-05"), ("五", "04-05")])
def test_numbers_in_words_and_spreads_are_known(label: str, page: str) -> None:
    assert named(label, "01") == [page]


@pytest.mark.parametrize("label", ["A3", "a03", "Ａ３", "A叠3", "A疊第3版", "A叠三"])
def test_a_letter_is_that_of_the_label_or_of_the_fold(label: str) -> None:
    assert named(label, "01") == ["A叠03"]


@pytest.mark.parametrize(("reader", "page"), [("A叠01", "A叠03"), ("B01", "B03"), ("文娱叠03", "文娱叠03"), ("01", "003")])
def test_a_number_alone_is_of_the_reader_s_own_fold(reader: str, page: str) -> None:
    assert named("3", reader) == [page]


def test_what_the_own_fold_has_not_is_sought_among_the_pages_without_one() -> None:
    assert named("2", "B01") == ["02"]


@pytest.mark.parametrize("label", ["", "中缝", "0", "99", "C3", "十十", "三十三十三", "版"])
def test_what_names_no_page_finds_none(label: str) -> None:
    assert named(label, "01") == []
