"""What the project's own site shows is read back: the sample's pages, as a reader's browser saves them."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from articles.importing.formats import package
from articles.importing.saving import SavingOptions, save_imported
from articles.importing.sources import FoundFile, open_source
from articles.models import Article
from articles.richtext import clean_body, plain_text
from articles.writing import save_article
from issues.models import Issue
from tests.articles.importing.founder.reading_trees import issues
from tests.articles.importing.test_sample import DAYS, SAMPLE
from tests.factories import (
    make_article,
    make_correction,
    make_figure,
    make_issue,
    make_pdf,
    make_picture,
    make_section,
    make_zone,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def imported(media_root, tmp_path):
    """One of the sample's issues, with its advertisement and its correction, and what is read from its saved pages."""
    for day in DAYS[2:3]:
        with open_source(SAMPLE / day) as source:
            save_imported(package.read(FoundFile(source, "issue.json", "package")), SavingOptions(restore=True))
    save_site(tmp_path / "site")
    return list(Issue.objects.order_by("date")), issues(tmp_path / "site")


def save_site(folder):
    """Every page section and article, and the files that they show."""
    client = Client()
    for issue in Issue.objects.public():
        home = reverse("issue", args=[issue.publication.slug, issue.day])
        waiting = ["titles.htm", *(section.href for section in issue.sections.all())]
        waiting += [article.href for article in Article.objects.public().filter(issue=issue)]
        seen = set()
        while waiting:
            name = waiting.pop()
            if name in seen or "/" in name:
                continue
            seen.add(name)
            response = client.get(home + name)
            assert response.status_code == 200, name
            data = b"".join(response) if response.streaming else response.content
            path = folder / home.lstrip("/") / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            if name.endswith(".htm"):
                waiting += re.findall(r"(?:page|fig)_[0-9A-Za-z]+-[0-9]+-[0-9]+\.jpg|[0-9a-z]+_[0-9A-Za-z-]+\.pdf", data.decode())


def test_own_pages_give_back_the_sample(imported):
    check(*imported)


def check(rows, read):
    assert [str(issue.issue.date) for issue in read] == [str(row.date) for row in rows]
    for row, issue in zip(rows, read, strict=True):
        assert issue.warnings == ()
        assert issue.paper_name == row.publication.name_on(row.date)
        assert issue.language == row.publication.language
        assert (issue.issue.number_text, issue.issue.number) == (row.number_text, row.number)
        check_sections(row, issue)
        check_articles(row, issue)
        check_zones(row, issue)
        paths = {record.path: record for record in issue.issue.old_addresses}
        assert paths[f"/{row.publication.slug}/html/{row.day}/node_1.htm"].section == "1"
        assert paths[f"/{row.publication.slug}/html/{row.day}/content_2.htm"].article == "2"


def check_sections(row, issue):
    expected = [
        (
            section.key,
            section.fold,
            section.label,
            section.name,
            section.width,
            section.height,
            [(credit.role, credit.name) for credit in section.credits.all()],
        )
        for section in row.sections.in_order()
    ]
    found = [
        (
            record.key,
            record.fold,
            record.label,
            record.name,
            record.width,
            record.height,
            [(credit.role, credit.name) for credit in record.credits],
        )
        for record in issue.issue.sections
    ]
    assert found == expected
    assert [(bool(record.picture), bool(record.pdf)) for record in issue.issue.sections] == [
        (bool(section.picture), bool(section.pdf)) for section in row.sections.in_order()
    ]


def check_articles(row, issue):
    public = list(Article.objects.public().filter(issue=row).in_reading_order())
    found = {record.key: (record, section.key) for section in issue.issue.sections for record in section.articles}
    assert set(found) == {article.key for article in public}
    for article in public:
        record, page = found[article.key]
        assert page == article.page_section.key
        # An advertisement's column stands nowhere on its page.
        names = ("column",) if article.kind != "advertisement" else ()
        for name in (*names, "kicker", "title", "subtitle", "byline", "source", "lead"):
            assert getattr(record, name) == getattr(article, name), (article.key, name)
        assert record.is_indexed == article.is_indexed
        assert plain_text(record.body) == plain_text(article.body)
        assert clean_body(record.body).replace("\n", "") == article.body.replace("\n", "") or "figure" in record.body
        assert (record.kind == "advertisement") == (article.kind == "advertisement")
        assert record.continues == (article.continues.key if article.continues else None)
        figures = [(figure.key, figure.caption, figure.credit, figure.alt) for figure in article.figures.order_by("position")]
        assert [(figure.key, figure.caption, figure.credit, figure.alt) for figure in record.figures] == figures
        corrections = [(row.date, row.text) for row in article.corrections.all()]
        assert [(one.date, one.text) for one in record.corrections] == corrections


def check_zones(row, issue):
    """A pixel is one of the picture that the map speaks of, 960 wide."""
    for section, record in zip(row.sections.in_order(), issue.issue.sections, strict=True):
        zones = [zone for zone in section.zones.leading_to_public().select_related("article") if zone.article or zone.url]
        expected = sorted((zone.article.key if zone.article else "", zone.url, zone.polygon) for zone in zones)
        found = sorted((zone.article or "", zone.url, [list(point) for point in zone.polygon]) for zone in record.zones)
        assert [zone[:2] for zone in found] == [zone[:2] for zone in expected]
        tall = section.height / section.width
        for (*_, before), (*_, after) in zip(expected, found, strict=True):
            assert len(before) == len(after)
            for (x1, y1), (x2, y2) in zip(before, after, strict=True):
                assert abs(x1 - x2) * 960 <= 1
                assert abs(y1 - y2) * 960 * tall <= 1


def make_everything():
    """An issue that holds whatever a page of ours can show; its first article, the one with a figure, and the figure."""
    issue = make_issue(edition=2, edition_name="晚间版", number_text="第6期（总第1234期）", number=1234)
    sections = [
        make_section(issue, fold="A叠", label="01", name="社 会", picture=make_picture(2000, 2800), pdf=make_pdf()),
        make_section(
            issue, fold="B叠", label="01", name="副刊：春", picture=make_picture(900, 1300), credits=[("责任编辑", "何 苇")]
        ),
        make_section(issue, fold="B叠", label="04-05", name="通版", width=2800, height=1990),
        make_section(issue, fold="B叠", label="", name="中缝：公告", width=300, height=1990),
    ]
    first = make_article(sections[0], title="电车通到云岫 <上>", kicker="百年铁路", subtitle="四个新站 & 一座桥", byline="何 苇")
    second = make_article(sections[1], title="电车通到云岫（中）", continues=first, is_indexed=False)
    third = make_article(sections[2], title="电车通到云岫（下）", continues=second)
    body = (
        "<h3>一、起点</h3><p>第一段<strong>粗</strong>，𠮷、ＡＢ与 Latin &amp; 其他。</p><ul><li>甲</li><li>乙</li></ul>"
        '<p class="signature">完<br>二〇二三年</p><table><tbody><tr><td>1</td><td colspan="2">2</td></tr></tbody></table>'
    )
    whole = make_article(sections[1], title="有图有表", column="读图", lead="导语一行。", source="澄浦通讯社", body=body)
    figure = make_figure(whole, caption="桥 头", credit="丁 一 摄", alt="一座桥")
    make_figure(whole, caption="", credit="", alt="", is_decorative=True)
    whole.body = body.replace("</ul>", f'</ul><figure data-figure="{figure.key}"></figure>')
    save_article(whole)
    notice = make_article(sections[3], title="遗失声明", kind="advertisement")
    make_correction(third, text="第一行。\n第二行。")
    make_correction(first, text="电话应为0000-1。")
    make_zone(sections[0], first, polygon=[[0, 0], [0.301, 0], [0.301, 0.117], [0.1, 0.117], [0.1, 0.6], [0, 0.6]])
    make_zone(sections[0], first, polygon=[[0.4, 0.4], [0.8, 0.4], [0.8, 0.5]])
    make_zone(sections[0], whole, kind="pointer", polygon=[[0.9, 0.9], [1, 0.9], [1, 1], [0.9, 1]])
    make_zone(sections[0], url="https://ad.example.com/?a=1&b=2", kind="advertisement")
    make_zone(sections[2], third)
    make_zone(sections[3], notice)
    return issue, first, whole, figure


def test_an_issue_with_everything_comes_back(media_root, tmp_path):
    issue, first, whole, figure = make_everything()
    save_site(tmp_path)
    read = issues(tmp_path)
    check([issue], read)
    record = read[0].issue
    assert (record.edition, record.edition_name, record.kind) == (2, "晚间版", "regular")
    assert record.sections[1].articles[1].is_indexed is True
    kinds = {zone.article or zone.url: zone.kind for zone in record.sections[0].zones}
    assert kinds == {first.key: "article", whole.key: "pointer", "https://ad.example.com/?a=1&b=2": "advertisement"}
    (text,) = (article.body for article in record.sections[1].articles if article.title == "有图有表")
    assert f'</ul><figure data-figure="{figure.key}"></figure><p class="signature">完<br>二〇二三年</p>' in text
    check_saved(read[0], issue)


def check_saved(imported, issue):
    """Taken into another paper, it is the same to its readers."""
    outcome = save_imported(imported, SavingOptions(slug="again", name="又一份报", publish=True))
    assert outcome.status == "created"
    rows = {article.key: article for article in Article.objects.filter(issue__publication__slug="again")}
    for article in Article.objects.filter(issue=issue):
        row = rows[article.key]
        for name in ("kind", "column", "kicker", "title", "subtitle", "byline", "source", "lead", "is_indexed"):
            assert getattr(row, name) == getattr(article, name)
        assert row.body == article.body or row.figures.exists(), "figures without a place get one at the end"
        assert row.page_section.key == article.page_section.key
        assert [figure.key for figure in row.figures.all()] == [figure.key for figure in article.figures.all()]
