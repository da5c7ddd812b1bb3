"""What names in the watched folder tell."""

import datetime as dt

import pytest

from articles.importing.options import ReadingOptions
from articles.watching.matching import Place, are_rivals, is_passing, place_of

DAY, TODAY = dt.date(2023, 2, 14), dt.date(2023, 2, 13)
CUSTOM = ReadingOptions()


@pytest.mark.parametrize(
    "name",
    [
        *(
            "20230214_01.pdf.part",
            "20230214_01.PDF.filepart",
            "x.tmp",
            "~$稿件.docx",
            ".~lock.稿件.docx#",
            "a.crdownload",
            "a.pdf~",
        ),
        *(
            ".in.20230214_01.pdf.",
            "2023-02-14/.hidden/01.pdf",
            "Thumbs.db",
            "sub/desktop.ini",
            "@eaDir/01.pdf",
            "#recycle/01.pdf",
        ),
    ],
)
def test_files_on_their_way_and_litter_are_passed_over(name):
    assert is_passing(name)


@pytest.mark.parametrize("name", ["20230214_01.pdf", "2023-02-14/01.jpg", "partly.txt", "第01版.docx"])
def test_pages_are_not_passed_over(name):
    assert not is_passing(name)


def test_a_name_tells_issue_and_page():
    assert place_of("20230214-2/A01版 要闻.pdf", CUSTOM, TODAY) == Place(DAY, 2, "A01", name="要闻")
    assert str(place_of("20230214_03.jpg", CUSTOM, TODAY)) == "2023-02-14 03"
    assert place_of("x_14022023_p5.pdf", ReadingOptions(pattern="x_{day}{month}{year}_p{label}"), TODAY) == Place(DAY, label="5")


@pytest.mark.parametrize(
    ("name", "pattern", "reason"),
    [
        ("readme.txt", "", "no date in the name"),
        ("20230214_01.pdf", "{date}-{label}", "the name does not fit --pattern “{date}-{label}”"),
        ("20320214_01.pdf", "", "its date 2032-02-14 is more than a year ahead"),
    ],
)
def test_a_name_that_tells_nothing_is_told_why(name, pattern, reason):
    assert place_of(name, ReadingOptions(pattern=pattern), TODAY) == reason


@pytest.mark.parametrize(
    ("name", "other", "verdict"),
    [
        ("20230214_01.pdf", "20230214_1_v2.pdf", True),
        ("20230214_01.pdf", "2023-02-14/01版 要闻.PDF", True),
        ("20230214_01.pdf", "20230214_02.pdf", False),
        ("20230214_01.pdf", "20230214_01.jpg", False),
        ("20230214_01_1.txt", "20230214_01_2.txt", False),
    ],
)
def test_two_files_for_one_page_are_rivals(name, other, verdict):
    assert are_rivals(name, other, CUSTOM) is verdict
