"""Real issues of real repositories, read where they are present."""

import pytest

from articles.importing.formats.mets_alto.alto import read_sheets
from articles.importing.formats.mets_alto.lines import page_text
from articles.importing.imported import Unread
from articles.zones import polygon_problem
from tests.articles.importing.mets_alto.samples import articles, only, read, zones

pytestmark = pytest.mark.real_data


def test_the_article_level_issue_has_four_pages_and_twelve_articles_three_of_them_over_two_pages(shared_data):
    issue = only(read(shared_data / "mets-alto/bnl_article_level"))
    found = articles(issue.issue)
    news = [key for key, article in found.items() if article.kind == "news"]
    pages = {key: {page for page, _ in zones(issue.issue, key)} for key in found}
    assert (len(issue.issue.sections), len(news), len(found)) == (4, 12, 17)
    assert sorted(key for key in news if len(pages[key]) == 2) == ["40", "65", "68"]
    assert all(pages.values())
    assert all(article.title for article in found.values())
    assert all(article.body.startswith("<p>") for article in found.values())
    assert all(polygon_problem(zone.polygon) is None for key in found for _, zone in zones(issue.issue, key))
    assert all(len(section.text) > 10_000 for section in issue.issue.sections)
    assert issue.publication is not None
    assert (str(issue.issue.date), issue.issue.number, issue.publication.slug) == ("1858-12-07", 288, "luxzeit1858")
    assert [(article.kicker, article.authors) for article in found.values() if article.title == "Suez et Marseille."] == [
        ("FEUILLETON.", ("Barthélémy",))
    ]


def test_the_german_batch_has_eight_pages_with_text_and_names_what_is_absent(shared_data):
    issue = only(read(shared_data / "mets-alto/ndnp_batch_mnhi_german"))
    sections = issue.issue.sections
    assert [section.label for section in sections] == list("12345678")
    assert all(len(section.text) > 10_000 for section in sections)
    assert "🌊🤖🤭" in sections[0].text
    assert [bool(section.pdf) for section in sections] == [True, True] + [False] * 6
    assert issue.publication is not None
    assert (issue.publication.slug, issue.paper_name, issue.language) == ("sn83045350", "Der Nordstern (St. Cloud, Minn.)", "de")
    absent = next(warning for warning in issue.warnings if "named in the METS and not there" in warning)
    assert all(name in absent for name in ("0011.tif", "0018.jp2", "0013.pdf"))


def test_the_packed_batch_has_its_four_issues(shared_data):
    found = read(shared_data / "mets-alto/testbatch.tgz")
    assert [(str(issue.issue.date), len(issue.issue.sections)) for issue in found] == [
        ("1999-06-15", 15),
        ("1999-08-15", 4),
        ("1999-10-15", 4),
        ("1999-12-15", 4),
    ]
    assert all(section.pdf and section.text for issue in found for section in issue.issue.sections)


def test_alternatives_to_chinese_glyphs_are_not_text(shared_data):
    (sheet,) = read_sheets((shared_data / "alto/altoxml_Glyph_Sample04_Chinese.xml").read_bytes(), "x.xml")
    assert page_text(block.lines for block in sheet.blocks) == "義禮說選"
    (unread,) = read(shared_data / "alto")
    assert isinstance(unread, Unread)
