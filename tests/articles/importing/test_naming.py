"""What names of files and folders tell, by a pattern and by custom."""

import contextlib
import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.importing.customs import guess
from articles.importing.naming import NameParts, NamePattern
from articles.importing.problems import ImportProblem

DAY = dt.date(2023, 2, 14)


@pytest.mark.parametrize(
    ("pattern", "name", "label", "order"),
    [
        ("{date}/{label}_{order}.txt", "旧稿/20230214/A01_03.txt", "A01", 3),
        ("{date}/{label}_{order}.txt", "2023-02-14/A01_03.TXT", "A01", 3),
        ("{date}_{label}", "x/2023年2月14日_04-05.pdf", "04-05", None),
        ("{year}-{month}/{day}/第{label}版*", "2023-02/14/第Ａ０１版：要闻.docx", "A01", None),
        (
            "UNI11VER{yy}{month}{day}{label}000.pdf",
            "universitas_UNI11VER23021401000.pdf".removeprefix("universitas_"),
            "01",
            None,
        ),
        ("*_UNI*VER{yy}{month}{day}{label}000", "universitas_UNI11VER23021404000.pdf", "04", None),
        ("{date}/{date}-{label}.pdf", "20230214/2023-02-14-7.pdf", "7", None),
    ],
)
def test_a_pattern_takes_a_name_apart(pattern, name, label, order):
    parts = NamePattern.compile(pattern).match(name) or NameParts()
    assert (parts.date, parts.label, parts.order) == (DAY, label, order)


def test_a_pattern_tells_edition_fold_and_name():
    parts = NamePattern.compile("{date}-{edition}/{fold}叠/{label}{name}.pdf").match("20230214-2/城市叠/01要闻.pdf")
    assert parts == NameParts(DAY, 2, "01", "城市", "要闻")


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        ("{date}_{label}.pdf", "20230230_01.pdf"),
        ("{date}_{label}.pdf", "12340214_01.pdf"),
        ("{date}_{label}.pdf", "20230214_01.txt"),
        ("{date}/{label}.pdf", "20230214_01.pdf"),
        ("{date}/{date}_{label}.pdf", "20230214/20230215_01.pdf"),
        ("{date}_{label}_{edition}.pdf", "20230214_01_0.pdf"),
    ],
)
def test_a_name_that_does_not_fit_is_not_taken(pattern, name):
    assert NamePattern.compile(pattern).match(name) is None


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("", "1 to 300 characters"),
        ("x" * 301, "1 to 300 characters"),
        ("{datum}_{label}", "found {datum}"),
        ("{date_{label}", "found {"),
        ("{year}_{label}", "all three of {year} (or {yy}), {month} and {day}"),
        ("{year}{yy}{month}{day}", "all three"),
        ("{date}/{year}{month}{day}.pdf", "either {date} or {year}"),
        ("*.pdf", "a placeholder such as {date}"),
        ("{date}//{label}", "folder names between"),
        ("{date}*{name}*{name}", "at most 3"),
    ],
)
def test_a_wrong_pattern_is_refused_with_what_was_expected(pattern, words):
    with pytest.raises(ImportProblem) as problem:
        NamePattern.compile(pattern)
    assert words in str(problem.value)
    assert str(problem.value).startswith("--pattern")


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("2023-02-14/01/潮水.txt", NameParts(DAY, label="01", rest="潮水")),
        ("20230214/A01版 要闻/03 标题.docx", NameParts(DAY, label="A01", name="要闻", order=3, rest="标题")),
        ("20230214_A01_03.txt", NameParts(DAY, label="A01", order=3)),
        ("20230214-A01-03 标题.txt", NameParts(DAY, label="A01", order=3, rest="标题")),
        ("20230214_A01版要闻.pdf", NameParts(DAY, label="A01", name="要闻")),
        ("2023-02/14/01.pdf", NameParts(DAY, label="01")),
        ("2023/02/14/A01.pdf", NameParts(DAY, label="A01")),
        ("2023/2023-02/14-2/A01.pdf", NameParts(DAY, 2, "A01")),
        ("2023年2月14日/第01版：要闻/2、渡轮.txt", NameParts(DAY, label="01", name="要闻", order=2, rest="渡轮")),
        ("２０２３０２１４／Ａ０１.pdf".replace("／", "/"), NameParts(DAY, label="A01")),
        ("20230214 星期二/B叠/B03/（4）标题.txt", NameParts(DAY, label="B03", fold="B叠", order=4, rest="标题")),
        ("cprb20230214_A01.pdf", NameParts(DAY, label="A01")),
        ("A01-20230214.pdf", NameParts(DAY, label="A01")),
        ("2023021401.pdf", NameParts(DAY, label="01")),
        ("20230214/04-05版.pdf", NameParts(DAY, label="04-05")),
        ("20230214/第十二版/1.txt", NameParts(DAY, label="12", order=1)),
        ("20230214/一版.pdf", NameParts(DAY, label="01")),
        ("20230214/中缝/1.txt", NameParts(DAY, name="中缝", order=1)),
        ("20230214/A01/20230214_A01_03.txt", NameParts(DAY, label="A01", order=3)),
        ("20230214/01/01.txt", NameParts(DAY, label="01", order=1)),
        ("来稿20240301/20230214/01/1.txt", NameParts(DAY, label="01", order=1)),
        ("20230214/3月的风.txt", NameParts(DAY, rest="3月的风")),
        ("20230214/01/2022年12月31日夜.txt", NameParts(DAY, label="01", rest="2022年12月31日夜")),
        ("2023-02-14-2/01.pdf", NameParts(DAY, 2, "01")),
        ("A01.pdf", NameParts(label="A01")),
    ],
)
def test_customs_are_known(name, parts):
    assert guess(name) == parts


def test_folders_further_up_a_disk_name_no_page():
    """A name may be told from the root of the disk, whose folders are nobody's pages."""
    assert guess("srv/a1/incoming/B叠/20230214_A02_01.txt") == NameParts(DAY, label="A02", fold="B叠", order=1)
    assert guess("srv/ci2/incoming/20230214_A02_01.txt") == NameParts(DAY, label="A02", order=1)


@pytest.mark.parametrize(
    "name", ["README.txt", "标题.docx", "20240301/20230214_A01_03.txt", "20231402/说明.txt", "notes/todo.md", ""]
)
def test_a_name_that_tells_nothing_is_not_guessed(name):
    assert guess(name) is None


@given(st.text(alphabet="0123456789-_./年月日版第叠A一十 {}*dateyrlbo", max_size=60), st.text(max_size=60))
@settings(max_examples=200, deadline=None)
def test_any_name_and_any_pattern(name, pattern):
    for one in (name, pattern):
        parts = guess(one)
        assert parts is None or parts.edition >= 1
        with contextlib.suppress(ImportProblem):
            NamePattern.compile(one).match(name)


def test_hostile_names_cost_little():
    pattern = NamePattern.compile("*a*b*{date}")
    assert pattern.match("ab" * 120 + ".txt") is None
    assert pattern.match("ab" * 500 + ".txt") is None
    assert guess("1" * 100_000) is None
    assert guess("/".join(["20230214"] * 5000) + "/x" * 100) is not None
