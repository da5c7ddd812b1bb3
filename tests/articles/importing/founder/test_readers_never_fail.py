"""Whatever the bytes, the reader gives issues with what records can hold, or raises `ImportProblem`."""

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.importing.formats import founder
from articles.importing.imported import ImportedIssue
from articles.importing.problems import ImportProblem
from articles.importing.records import IssueRecord
from tests.articles.importing.founder.reading_trees import SAMPLES, readings, write

QUICK = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
FOLDER = "html/2011-03/08"
NODE = (SAMPLES / "classic" / FOLDER / "node_2.htm").read_bytes()
CONTENT = (SAMPLES / "classic" / FOLDER / "content_52014.htm").read_bytes()
PIECES = r"""
<map name=pagepicmap>|<area shape=poly coords=1,2,3,4,5,6 href=content_1.htm>|<area coords=9999999999999,1,2 shape=rect>|
<img usemap=#pagepicmap width=0 height=9>|<founder-title>|</founder-title>|<founder-content>|</founder-content>|<p>|<br>|
<table><tr><td>|</table>|<!--enpproperty|/enpproperty-->|<!--enpcontent-->|-->|<script>document.write(view("a\u00|
"))</script>|<founder-date>2023-99-99</founder-date>|<a id=pageLink href=node_2.htm>|第|版|：|𠮷|&#xD800;|&#1;|<ul><li>|
<header class="article-head"><hgroup>|<div id=sheet data-zones>|<p class=part><a href=content_1.htm>|<figure><img src=x.jpg>|
[!--begin:htmlVideoCode--]|[!--end:htmlVideoCode--]|<aside class=correction><time datetime=x>|<div id=ozoom>|</div>
""".replace("\n", "").split("|")
PIECES += ["\x00", "\ufffd", "\ue816", "\x1b", "\u3000"]


def check(folder):
    for reading in readings(folder):
        if isinstance(reading, ImportProblem):
            assert len(str(reading).splitlines()) == 1
            assert str(reading).encode()
        elif isinstance(reading, ImportedIssue):
            data = msgspec.json.encode(reading.issue)
            assert b"\\u0000" not in data
            assert msgspec.json.decode(data, type=IssueRecord) == reading.issue


def damaged(data, cuts):
    for start, length, patch in cuts:
        data = data[:start] + patch + data[start + length :]
    return data


cuts_of = {
    len(data): st.lists(st.tuples(st.integers(0, len(data)), st.integers(0, 60), st.binary(max_size=8)), max_size=5)
    for data in (NODE, CONTENT)
}


@given(st.binary(max_size=200), st.text(max_size=40))
@QUICK
def test_any_bytes_are_recognised_or_not(data, name):
    assert founder.kind_of(data, name) in ("", "page", "article", "frame", "illegible")
    assert founder.kind_of(b"<html>" + data, f"html/2023-02/14/{name}") in ("", "page", "article", "frame")


@given(st.binary(max_size=300), st.binary(max_size=300))
@QUICK
def test_any_bytes_as_page_and_article(tmp_path, page, article):
    check(write(tmp_path, {f"{FOLDER}/node_2.htm": b"<html>" + page, f"{FOLDER}/content_1.htm": b"<html>" + article}))


@given(cuts_of[len(NODE)], cuts_of[len(CONTENT)])
@QUICK
def test_any_damage_to_page_and_article(tmp_path, page_cuts, article_cuts):
    files = {f"{FOLDER}/node_2.htm": damaged(NODE, page_cuts), f"{FOLDER}/content_52014.htm": damaged(CONTENT, article_cuts)}
    check(write(tmp_path, files))


@given(st.lists(st.sampled_from(PIECES), max_size=30), st.lists(st.sampled_from(PIECES), max_size=30))
@QUICK
def test_any_order_of_familiar_pieces(tmp_path, page, article):
    files = {"node_2.htm": page, "content_1.htm": article, "content_2.htm": article[::-1]}
    check(write(tmp_path, {f"{FOLDER}/{name}": "<html>" + "".join(pieces) for name, pieces in files.items()}))


@pytest.mark.parametrize(
    "piece", ["<!--enpproperty ", "[!--begin:x--]", "<founder-title>", "<script", "中\n", "<ul><li>", "<br>　", "&#"]
)
def test_repetition_costs_no_more_than_its_length(tmp_path, piece):
    """Each of these would be slow for minutes where one search went from every beginning to the end."""
    page, article = "<html>" + piece * 20_000, f"<html><founder-content>{piece * 20_000}</founder-content>"
    check(write(tmp_path, {f"{FOLDER}/node_2.htm": page, f"{FOLDER}/content_1.htm": article}))
