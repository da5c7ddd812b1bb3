"""Broken and hostile METS/ALTO: a clear sentence, never another exception, never a word lost in silence."""

import random
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.importing.formats import mets_alto
from articles.importing.imported import ImportedIssue
from tests.articles.importing.mets_alto.samples import (
    ISSUE_FOLDER,
    SAMPLES,
    articles,
    change,
    copy,
    only,
    problem,
    read,
    read_changed,
    zones,
)

ARTICLE = '<div TYPE="ARTICLE" ID="DIV20"'
BODY = '<area FILEID="ALTO2" BEGIN="P2_C1" END="P2_C2"/>'
ALTO_1 = '<FLocat LOCTYPE="URL" xlink:href="file://./alto/1.xml"/>'


@pytest.mark.parametrize(
    ("name", "old", "new", "sentence"),
    [
        (
            "mets.xml",
            "</fileSec>",
            "",
            "mets.xml, line 92: expected well-formed XML, found “Opening and ending tag mismatch: fileSec",
        ),
        ("alto/2.xml", "</alto>", "", "alto/2.xml, line 17: expected well-formed XML"),
        ("mets.xml", "alto/2.xml", "alto/3.xml", "file ALTO2: expected the ALTO “alto/3.xml” in the source, found no such file"),
        (
            "mets.xml",
            "alto/2.xml",
            "../../etc/passwd",
            "the ALTO “../../etc/passwd” in the source, found one that leads out of it",
        ),
        (
            "mets.xml",
            ALTO_1,
            ALTO_1.replace("file://./alto", "/etc"),
            "the ALTO “/etc/1.xml” in the source, found one that leads out",
        ),
        (
            "mets.xml",
            ALTO_1,
            ALTO_1.replace("file://./", "https://192.0.2.1/"),
            "“https://192.0.2.1/alto/1.xml” in the source, found",
        ),
        (
            "alto/1.xml",
            "mm10",
            "furlong",
            "alto/1.xml, MeasurementUnit: expected the unit pixel, mm10 or inch1200, found “furlong”",
        ),
        ("alto/1.xml", "<?xml", '<!DOCTYPE alto [<!ENTITY x "y">]><?xml', "alto/1.xml, line 1: expected well-formed XML"),
    ],
)
def test_a_broken_file_is_named_with_what_was_expected(tmp_path, name, old, new, sentence):
    found = read_changed(tmp_path, name, (old, new))
    assert sentence in problem(found)
    assert not [one for one in found if isinstance(one, ImportedIssue)]


def test_the_date_is_asked_for_where_nothing_tells_it(tmp_path):
    changes = (("2031-05-04", "im Mai"), ("2031-05-05", "2031-13-45"))
    assert "mets.xml, dmdSec: expected the issue's date in MODS dateIssued, as 1878-01-03, found none" in problem(
        read_changed(tmp_path, "mets.xml", *changes)
    )


def test_a_file_that_is_called_alto_and_is_none_is_refused(tmp_path):
    copy(tmp_path)
    (tmp_path / "alto/2.xml").write_text("<TEI/>")
    assert "alto/2.xml, line 1: expected ALTO, found the element “TEI”" in problem(read(tmp_path))
    (tmp_path / "alto/2.xml").write_text("<alto><Layout/></alto>")
    assert "alto/2.xml, line 1: expected a Page in a Layout, found none" in problem(read(tmp_path))


def test_an_article_without_any_of_its_blocks_refuses_the_issue(tmp_path):
    found = read_changed(tmp_path, "mets.xml", ('BEGIN="P2_NOTE"', 'BEGIN="P2_GONE"'))
    assert (
        "mets.xml, div DIV31: expected the blocks of an article in the ALTO files, found none of 1, such as “P2_GONE”"
        in problem(found)
    )


def test_a_single_missing_block_is_named(tmp_path):
    issue = only(read_changed(tmp_path, "mets.xml", ('BEGIN="P1_SUB"', 'BEGIN="P1_GONE"')))
    assert "mets.xml, div DIV10: 1 of its blocks are not in the ALTO files: P1_GONE" in " ".join(issue.warnings)
    assert "<h3>" not in articles(issue.issue)["10"].body


def test_one_bad_issue_does_not_refuse_the_others(tmp_path):
    copy(tmp_path / "a")
    copy(tmp_path / "b", "batch")
    (tmp_path / "a/alto/1.xml").write_bytes(b"")
    found = read(tmp_path)
    assert sum(isinstance(one, ImportedIssue) for one in found) == 1
    assert "a/alto/1.xml" in " ".join(str(one) for one in found)


@pytest.mark.parametrize("number", ["NaN", "inf", "-1e400", "1e300", "-7", "0", "", "zwölf", "٣"])
def test_impossible_numbers_give_no_zone_and_keep_the_text(tmp_path, issue, number):
    found = only(read_changed(tmp_path, "alto/2.xml", ('WIDTH="1800" HEIGHT="100"', f'WIDTH="{number}" HEIGHT="100"')))
    assert articles(found.issue) == articles(issue.issue)
    assert len(zones(found.issue, "31")) == (number == "٣")


@pytest.fixture(scope="module")
def issue():
    return only(read(SAMPLES / "articles"))


@pytest.mark.parametrize("number", ["0", "NaN", "-5", "1e999"])
def test_a_page_without_a_size_takes_that_of_its_print_space_or_blocks(tmp_path, issue, number):
    whole = (('ID="P1" WIDTH="1000" HEIGHT="1500"', f'ID="P1" WIDTH="{number}" HEIGHT="{number}"'),)
    assert only(read_changed(tmp_path, "alto/1.xml", *whole)).issue == issue.issue
    no_space = 'PrintSpace HPOS="0" VPOS="0" WIDTH="1000" HEIGHT="1500"'
    found = only(
        read_changed(
            tmp_path,
            "alto/1.xml",
            *whole,
            (no_space, "PrintSpace"),
        )
    )
    assert max(x for _, zone in zones(found.issue, "10")[:1] for x, _ in zone.polygon) == 1.0


def test_boxes_outside_the_page_are_cut_to_it(tmp_path):
    found = only(
        read_changed(tmp_path, "alto/2.xml", ('HPOS="100" VPOS="2600" WIDTH="1800"', 'HPOS="-50" VPOS="2600" WIDTH="9800"'))
    )
    assert {x for _, zone in zones(found.issue, "31") for x, _ in zone.polygon} == {0.0, 1.0}
    found = only(read_changed(tmp_path, "alto/2.xml", ('HPOS="100" VPOS="2600"', 'HPOS="7000" VPOS="9000"')))
    assert zones(found.issue, "31") == []
    assert "a zone of article 31 lies outside the page" in " ".join(found.warnings)


def test_ids_that_stand_twice_are_named_and_the_first_counts(tmp_path):
    found = only(
        read_changed(
            tmp_path,
            "alto/2.xml",
            ('ID="P2_C2"', 'ID="P2_B1"'),
        )
    )
    assert "“P2_B1” is the ID of several blocks; the first counts" in " ".join(found.warnings)
    assert articles(found.issue)["10"].body.count("Jean-Paul waits.") == 1


def test_a_block_that_an_article_names_many_times_is_read_once(tmp_path, issue):
    found = only(read_changed(tmp_path, "mets.xml", (BODY, BODY * 5000)))
    assert articles(found.issue) == articles(issue.issue)


def test_endless_articles_blocks_and_pages_are_refused_in_time(tmp_path):
    start = time.monotonic()
    assert "at most 50,000 blocks in articles, found more" in problem(read_changed(tmp_path, "mets.xml", (BODY, BODY * 50_001)))
    many = f"{ARTICLE}/>" * 10_001
    assert "at most 10,000 articles, found more" in problem(read_changed(tmp_path, "mets.xml", (ARTICLE, many + ARTICLE)))
    pages = '<div TYPE="PAGE"/>' * 1001
    assert "at most 1,000 pages, found 1,003" in problem(
        read_changed(tmp_path, "mets.xml", ('<div TYPE="PAGE" ORDER="2"', pages + '<div TYPE="PAGE" ORDER="2"'))
    )
    assert time.monotonic() - start < 20


def test_texts_that_multiply_are_refused(tmp_path):
    copy(tmp_path)
    change(tmp_path / "alto/2.xml", ("敬啟者", "敬啟者" * 10_000))
    notice = '<div TYPE="DEATH_NOTICE"><fptr><area FILEID="ALTO2" BEGIN="P2_NOTE"/></fptr></div>'
    change(tmp_path / "mets.xml", ('<div TYPE="DEATH_NOTICE"', notice * 1001 + '<div TYPE="DEATH_NOTICE"'))
    assert "articles of at most 30,000,000 characters together, found more" in problem(read(tmp_path))


def test_divs_nested_without_end_are_refused(tmp_path):
    found = read_changed(tmp_path, "mets.xml", (ARTICLE, '<div TYPE="SECTION">' * 100_000 + ARTICLE))
    assert "elements nested at most 256 deep, found deeper ones" in problem(found)


def test_an_entity_bomb_is_refused(tmp_path):
    bomb = '<!DOCTYPE mets [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>\n<mets'
    assert "expected XML without entities of its own" in problem(read_changed(tmp_path, "mets.xml", ("<mets", bomb)))


def test_long_titles_are_cut_and_a_long_text_is_refused(tmp_path):
    issue = only(read_changed(tmp_path, "mets.xml", ("１２艘渡輪復航", "渡" * 600), ("港灣要聞", "港" * 101)))
    assert articles(issue.issue)["10"].title == "渡" * 499 + "…"
    assert articles(issue.issue)["10"].column == "港" * 99 + "…"
    assert "div DIV10: the title is cut to 500 characters" in " ".join(issue.warnings)
    found = read_changed(tmp_path, "alto/2.xml", ("退潮以後", "退" * 990_001))
    assert "alto/2.xml: expected a page of at most 990,000 characters, found 990," in problem(found)


def test_what_is_no_mets_is_not_ours():
    kinds = {
        b"<?xml version='1.0'?>\n<!-- <mets> -->\n<!DOCTYPE m:mets SYSTEM 'x'>\n<m:mets xmlns:m='x'>": "mets",
        b"\xef\xbb\xbf<alto>": "alto",
        "<?xml version='1.0' encoding='utf-16'?><alto/>".encode("utf-16"): "alto",
        b"<ndnp:batch xmlns:ndnp='http://www.loc.gov/ndnp'>": "batch",
        b"<!DOCTYPE mets [<!ENTITY a 'b>'> ]>\n<mets>": "mets",
        b"<!DOCTYPE alto [<!ENTITY a 'the rest is beyond the first bytes": "alto",
        b"<!DOCTYPE html>\n<mets>": "mets",
        b"<!DOCTYPE": "",
        b"<batch/>": "",
        b"<html><mets></html>": "",
        b"<!-- never ends <mets>": "",
        b"<metsHdr/>": "",
        b"<": "",
        b"": "",
        b"\xff\xfe<": "",
        b"PK\x03\x04<mets>": "",
    }
    assert {start: mets_alto.kind_of(start, "x.jpg") for start in kinds} == kinds


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_no_beginning_of_a_file_raises(start):
    for prefix in (b"", b"<!--", b"<?xml ", b"\xff\xfe", b"<mets "):
        mets_alto.kind_of(prefix + start, "a")


FILES = [
    *((SAMPLES / "articles", name) for name in ("mets.xml", "alto/1.xml", "alto/2.xml")),
    *((SAMPLES / "batch", name) for name in ("data/batch_1.xml", f"{ISSUE_FOLDER}/2031050401_1.xml", f"{ISSUE_FOLDER}/0011.xml")),
]


def mangled(data: bytes, rng: random.Random) -> bytes:
    at, to = sorted(rng.randrange(len(data)) for _ in range(2))
    match rng.randrange(5):
        case 0:
            return data[:at]
        case 1:
            return data[:at] + bytes([rng.randrange(256)]) + data[at + 1 :]
        case 2:
            return data[:at] + data[to:] + data[at:to]
        case 3:  # still well-formed: lines in another order or left out
            lines = data.split(b"\n")
            lines[rng.randrange(len(lines))] = lines[rng.randrange(len(lines))]
            return b"\n".join(lines)
        case _:  # still well-formed: one attribute's value is another's
            parts = data.split(b'"')
            parts[rng.randrange(len(parts))] = rng.choice(parts)
            return b'"'.join(parts)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from(FILES))
def test_mutated_files_give_issues_or_problems_and_nothing_else(tmp_path_factory, seed, place):
    folder, name = place
    rng = random.Random(seed)
    target = copy(tmp_path_factory.mktemp("mutated"), folder.name)
    data = (target / name).read_bytes()
    for _ in range(rng.randrange(1, 4)):
        data = mangled(data, rng) or b" "
    (target / name).write_bytes(data)
    for one in read(Path(target)):
        assert isinstance(one, ImportedIssue) or str(one)
