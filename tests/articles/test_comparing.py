"""`compare_page` tells what differs, what no article has, and where there was nothing to compare."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles.intake.comparing import compare_section
from articles.intake.running import read_pages
from articles.intake.stories import story_of
from issues.models import PageSection
from issues.writing import save_section
from tests.articles.importing.pdf_pages import make_pages
from tests.factories import make_article, make_issue, make_section

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_root")]
SAMPLE = Path(__file__).resolve().parents[2] / "sample" / "cprb" / "2024-10-15"
FIELDS = ("kind", "column", "kicker", "title", "subtitle", "byline", "source", "lead", "body")
TITLE = "汐桥最后一段栏杆昨装回原位"
BODY = ["昨天十五时四十分，汐桥东侧第九十六节铸铁栏杆吊装到位，", "历时七个月的维修只剩刷漆和清场两道活。"]
ISSUE = "gysb/2023-02-14"


def make_printed(*more: str) -> PageSection:
    section = make_section(make_issue(), pdf=make_pages([TITLE, *BODY, *more]))
    make_article(section, title=TITLE, body=f"<p>{''.join(BODY)}</p>")
    read_pages(PageSection.objects.all())
    return PageSection.objects.get(pk=section.pk)


def test_the_source_ends_the_text_that_is_looked_for() -> None:
    article = make_article(make_section(make_issue()), title=TITLE, body="<p>正文。</p>", source="市自来水公司")
    story = story_of(article, article.page_section, ())
    assert (story.head[-1], story.body) == (TITLE, ("正文。", "市自来水公司"))


def test_untouched_articles_of_the_sample_have_no_differences() -> None:
    """Some of this page end with their source in brackets."""
    sections = json.loads((SAMPLE / "issue.json").read_text(encoding="utf-8"))["issue"]["sections"]
    [record] = [section for section in sections if section["label"] == "03"]
    assert any(article.get("source") for article in record["articles"])
    section = make_section(make_issue(), name=record["name"], pdf=(SAMPLE / record["pdf"]).read_bytes())
    for article in record["articles"]:
        make_article(section, **{name: article.get(name, "") for name in FIELDS})
    read_pages(PageSection.objects.all())
    compared = compare_section(PageSection.objects.get(pk=section.pk))
    assert compared
    assert [(one.printed, one.written) for _article, one in compared.differences if not one.printed.endswith("摄")] == []
    assert compared.missing == ()


def test_print_of_no_article_is_a_difference(capsys: pytest.CaptureFixture[str]) -> None:
    make_printed("", "", "", "", "今晚八时起老街停水检修。")
    with pytest.raises(CommandError, match="1 difference in all"):
        call_command("compare_page", ISSUE)
    assert "no article has “今晚八时起老街停水检修。”" in capsys.readouterr().out


def test_a_page_without_text_or_articles_is_not_compared_and_no_difference(capsys: pytest.CaptureFixture[str]) -> None:
    section = make_section(make_issue())
    call_command("compare_page", ISSUE)
    assert ": not compared, no text layer" in capsys.readouterr().out
    save_section(section, pdf=make_pages([TITLE, *BODY]))
    read_pages(PageSection.objects.all())
    call_command("compare_page", ISSUE)
    assert ": not compared, the page has no articles" in capsys.readouterr().out


def test_versions_are_not_compared_where_one_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    section = make_printed()
    call_command("compare_page", ISSUE, "--versions")
    assert ": not compared, no version before was read" in capsys.readouterr().out
    PageSection.objects.filter(pk=section.pk).update(earlier_layer="gone")
    call_command("compare_page", ISSUE, "--versions")
    assert ": not compared, no text layer of both versions" in capsys.readouterr().out


@pytest.mark.parametrize("order", [("--versions", ISSUE, "{}"), (ISSUE, "--versions", "{}"), (ISSUE, "{}", "--versions")])
def test_labels_and_options_come_in_any_order(order: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    section = make_printed()
    call_command("compare_page", *(word.format(section.label) for word in order))
    assert "no version before" in capsys.readouterr().out
