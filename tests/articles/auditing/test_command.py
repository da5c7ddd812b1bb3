"""`audit_archive` as staff use it: what it says and writes, its exit status, ticks, its cost."""

import csv
import datetime as dt
import io
import re
import tracemalloc
from html.parser import HTMLParser

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from issues.models import Issue, NeverPrinted, PageSection
from issues.writing import save_suspension
from tests.factories import make_article, make_figure, make_publication

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_root")]
MONDAY = dt.date(2023, 2, 6)


def day(offset):
    return MONDAY + dt.timedelta(days=offset)


def make_rows(paper, days, labels=("01", "02", "03", "04"), empty=()):
    """In bulk: what is tested is the audit. `days` are dates, with labels of their own or None; `empty` pages have no article."""
    wanted = dict(days)
    issues = Issue.objects.bulk_create(Issue(publication=paper, date=date) for date in wanted)
    sections = PageSection.objects.bulk_create(
        PageSection(issue=issue, position=n, key=str(n), label=label, name="要闻", picture="x")
        for issue in issues
        for n, label in enumerate(wanted[issue.date] or labels, start=1)
    )
    Article.objects.bulk_create(
        Article(issue_id=page.issue_id, page_section=page, position=1, key=page.key, title="湖水回清", body="<p>湖</p>")
        for page in sections
        if (page.issue.date, page.label) not in empty
    )


@pytest.fixture
def archive():
    """Three weeks of an invented paper, four pages an issue, with three holes."""
    paper = make_publication("whsb", "望湖时报", weekdays="12345")
    dates = [day(offset) for offset in range(21) if day(offset).isoweekday() <= 5 and offset != 9]
    days = {date: ("01", "02", "04") if date == day(11) else None for date in dates}
    make_rows(paper, days, empty={(day(16), "02")})
    return paper


def run(*arguments):
    """What the command said, and its exit status."""
    out = io.StringIO()
    try:
        call_command("audit_archive", *arguments, stdout=out)
    except CommandError as error:
        return out.getvalue() + str(error), error.returncode
    return out.getvalue(), 0


HOLES = [
    "missing: 2023-02-15: issue missing: no issue; expected an issue: the paper appears on this weekday",
    "missing: 2023-02-17/03: page missing: labels 01 02 04; expected page 03 in this row of labels",
    "missing: 2023-02-22/02: page without articles: no article; expected articles, as the neighbour issues have on this page",
]


def test_three_known_holes_are_named_exactly(archive):
    said, status = run("whsb")
    assert [line for line in said.splitlines() if line.startswith(("missing", "note", "never"))] == HOLES
    assert status == 1
    assert said.splitlines()[-2] == (
        "whsb 2023-02-06 – 2023-02-24: 14 issues, 55 pages, 54 articles (14 draft); 3 holes; 1 issue missing"
    )


def test_ticked_gaps_are_no_holes_and_the_tick_stays(archive):
    said, status = run(
        "whsb",
        *("--never-printed=2023-02-15", "--never-printed=2023-02-17/３", "--never-printed=2023-02-22/02"),
        "--note=停刊一天",
    )
    assert status == 0
    assert "nothing is missing" in said
    assert "3 gaps ticked as never printed" in said
    assert "never printed: 2023-02-17/03: page missing" in said
    assert said.count("(停刊一天)") == 3
    assert run("whsb")[1] == 0
    assert {(gap.date, gap.label, gap.note) for gap in NeverPrinted.objects.all()} == {
        (day(9), "", "停刊一天"),
        (day(11), "3", "停刊一天"),
        (day(16), "02", "停刊一天"),
    }


def test_a_tick_is_taken_back_in_any_spelling(archive):
    run("whsb", "--never-printed=2023-02-17/03")
    run("whsb", "--never-printed=2023-02-17/3")
    assert NeverPrinted.objects.count() == 1
    said, status = run("whsb", "--printed=2023-02-17/003")
    assert HOLES[1] in said
    assert status == 1
    assert not NeverPrinted.objects.exists()


def test_taking_back_a_tick_that_is_none_is_refused_and_nothing_is_ticked(archive):
    said, status = run("whsb", "--printed=2023-02-17/03", "--never-printed=2023-02-15")
    assert said == "2023-02-17 03 is not ticked as never printed."
    assert status == 2
    assert not NeverPrinted.objects.exists()


def test_a_tick_with_an_impossible_date_or_label_is_refused_with_a_sentence(archive):
    said, status = run("whsb", "--never-printed=1066-10-14")
    assert "Expected a date from 1600 to 2200." in said
    assert status == 2
    assert run("whsb", f"--never-printed=2023-02-17/{'0' * 21}")[1] == 2
    assert not NeverPrinted.objects.exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["nowhere"], "There is no paper 'nowhere': there are whsb."),
        (["whsb", "--from", "2023-02-30"], "expected a date such as 2024-03-05, found “2023-02-30”"),
        (["whsb", "--from", "2023-W07-2"], "found “2023-W07-2”"),
        (["whsb", "--from", "14.2.2023"], "found “14.2.2023”"),
        (["whsb", "--from", "2023-02-20", "--to", "2023-02-10"], "--from 2023-02-20 is after --to 2023-02-10."),
        (["whsb", "--never-printed", "2023-02-15/"], "has no label after its slash"),
        (["whsb", "--html", "/nowhere/at/all.html"], "/nowhere/at/all.html cannot be written: No such file or directory."),
    ],
)
def test_a_wrong_command_line_is_told_in_a_sentence(archive, arguments, sentence):
    assert sentence in run(*arguments)[0]


@pytest.mark.parametrize(
    "arguments", [["nowhere"], ["whsb", "--from", "2023-02-20", "--to", "2023-02-10"], ["whsb", "--csv", "/nowhere/at/all.csv"]]
)
def test_a_wrong_command_line_has_status_2(archive, arguments):
    assert run(*arguments)[1] == 2


def test_a_paper_without_issues_asks_for_days():
    make_publication("whsb", "望湖时报")
    assert run("whsb") == ("whsb has no issue; --from and --to say which days to look at.", 2)
    said, status = run("whsb", "--from=2023-02-06", "--to=2023-02-07")
    assert said.count("missing: 2023-02-0") == 2
    assert status == 1


def test_suspensions_of_the_paper_are_heeded(archive):
    save_suspension(archive.suspensions.model(publication=archive, first=day(9), last=day(9), note="停电"))
    assert "2023-02-15" not in run("whsb")[0]


def test_texts_and_pictures_are_counted_as_the_database_has_them(archive):
    section = PageSection.objects.get(issue__date=day(2), label="01")
    make_article(section, title="只有标题", body="")
    make_article(section, title="只有导语", body="", lead="湖边见。")
    make_article(section, title="图", body="", kind="picture")
    make_article(section, title="广告", body="", kind="advertisement")
    make_figure(make_article(section, title="有图的消息", body=""))
    said, _ = run("whsb", "--from=2023-02-08", "--to=2023-02-08")
    assert "missing: 2023-02-08/01: article without text: 1 of 6 articles without text; expected a text in each" in said


def test_withdrawn_and_draft_issues_count_and_are_named(archive):
    for issue in Issue.objects.filter(date__lte=day(1)):
        moment = dt.datetime.combine(issue.date, dt.time(6), dt.UTC)
        Issue.objects.filter(pk=issue.pk).update(publish_at=moment, withdrawn_at=moment)
    assert "(12 draft, 2 withdrawn)" in run("whsb")[0]


def test_the_sheet_is_one_row_an_issue_or_a_day_without_one(archive, tmp_path):
    run("whsb", "--csv", str(tmp_path / "grid.csv"), "--never-printed=2023-02-22/02")
    data = (tmp_path / "grid.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert len(rows) == 1 + 15
    assert [row[0] for row in rows[1:]] == sorted(row[0] for row in rows[1:])
    by_date = {row[0]: row for row in rows}
    assert by_date["2023-02-15"][7:9] == ["", ""]
    assert by_date["2023-02-17"][7:10] == ["3", "3", "01:1 02:1 04:1 03:"]
    assert "03" in by_date["2023-02-17"][10]
    assert by_date["2023-02-22"][10] == ""
    assert by_date["2023-02-22"][12].startswith("02 ")


def test_a_cell_of_the_sheet_is_never_a_formula(archive, tmp_path):
    section = PageSection.objects.get(issue__date=day(2), label="01")
    PageSection.objects.filter(pk=section.pk).update(label="", name="=HYPERLINK(1)")
    run("whsb", "--csv", str(tmp_path / "grid.csv"), "--never-printed=2023-02-15", "--note==1+1")
    rows = list(csv.reader(io.StringIO((tmp_path / "grid.csv").read_text("utf-8-sig"))))
    cells = [cell for row in rows for cell in row if "HYPERLINK" in cell or "1+1" in cell]
    assert len(cells) >= 2
    assert not [cell for cell in cells if re.match(r"[=+\-@＝＋－＠\t\r]", cell)]


class Links(HTMLParser):
    """Every address that a page names, and its open elements."""

    def __init__(self):
        super().__init__()
        self.found = []
        self.open = []

    def handle_starttag(self, tag, attrs):
        self.found += [value for name, value in attrs if name in {"href", "src", "action"}]
        if tag not in {"meta", "link"}:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_the_page_stands_alone_in_the_paper_s_language_and_shows_every_hole(archive, tmp_path):
    PageSection.objects.filter(issue__date=day(2), label="01").update(label="", name="<b>&中缝")
    run("whsb", "--html", str(tmp_path / "audit.html"))
    html = (tmp_path / "audit.html").read_text("utf-8")
    links = Links()
    links.feed(html)
    assert links.open == []
    assert len(links.found) == 2
    assert all(address.startswith("data:text/css;base64,") for address in links.found)
    assert '<html lang="zh-Hans">' in html
    assert "望湖时报" in html
    assert "&lt;b&gt;&amp;中缝" in html
    for name in ("2023-02-15", "2023-02-17/03", "2023-02-22/02"):
        assert f"<li>{name}: " in html
    assert not list(tmp_path.glob(".audit*"))


def test_a_terminal_gets_a_table(archive):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    out = Terminal()
    with pytest.raises(CommandError):
        call_command("audit_archive", "whsb", stdout=out)
    said = out.getvalue()
    assert "2023-02" in said
    assert "55" in said
    assert "2023-02-17/03: page missing" in said


def test_the_number_of_queries_does_not_grow_with_the_archive():
    paper = make_publication("whsb", "望湖时报")
    counts = []
    for length in (5, 50):
        Issue.objects.all().delete()
        make_rows(paper, dict.fromkeys(map(day, range(length))))
        with CaptureQueriesContext(connection) as queries:
            assert run("whsb")[1] == 0
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 10


def test_a_long_archive_takes_little_memory():
    make_rows(make_publication("whsb", "望湖时报"), dict.fromkeys(map(day, range(500))))
    tracemalloc.start()
    said, status = run("whsb")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert status == 0
    assert "500 issues, 2000 pages, 2000 articles" in said
    assert peak < 3_000_000
