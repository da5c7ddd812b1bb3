"""The main job on real input: a damaged text dump of one article page of a 16-page weekly, from the command to the reader."""

import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from articles.models import Article
from issues.models import Issue, PageSection
from tests.snapshots import nothing_written

pytestmark = [pytest.mark.real_data, pytest.mark.django_db, pytest.mark.usefixtures("media_root")]

HEADLINE = "浙江召开全省民政工作座谈会"
FOLDER = "/gysb/html/2023-02/14/"


@pytest.fixture
def seed(shared_data: Path) -> list[str]:
    return [str(path) for path in sorted((shared_data / "seed").glob("*.txt"))]


def run(paths: list[str], **options: Any) -> str:
    out = io.StringIO()
    call_command("import_issues", *paths, stdout=out, **{"paper": "gysb", "script": "hans", "publish": True, **options})
    return out.getvalue()


def shown(client: Client, address: str) -> str:
    """The words of a page, without its markup."""
    response = client.get(address, secure=True)
    assert response.status_code == 200, address
    return re.sub(r"<[^>]*>", "", response.content.decode())


def test_seed_becomes_one_issue_with_its_pages_and_articles(seed):
    report = run(seed)
    assert "gysb 2023-02-14: created (published): 16 page sections, 2 articles" in report
    assert "264 pinyin glosses removed" in report
    assert str(Issue.objects.get()) == "2023-02-14"
    sections = list(PageSection.objects.in_order())
    assert [row.label for row in sections] == [f"{number:02}" for number in range(1, 17)]
    names = ["头版", *["新闻"] * 6, *["社会工作"] * 2, *["公益资讯"] * 2, *["新闻"] * 4, "寻找慈善传统"]
    assert [row.name for row in sections] == names
    first, second = Article.objects.in_reading_order()
    assert (first.title, second.title) == (HEADLINE, "湖北召开全省民政工作会议")
    assert {row.page_section.label for row in (first, second)} == {"01"}
    assert (first.body.count("<p>"), first.source) == (6, "据浙江省民政厅")
    assert (second.body, second.source) == ("", "")


def test_second_run_of_the_seed_is_unchanged(seed, media_root):
    run(seed)
    with nothing_written(media_root):
        assert "gysb 2023-02-14: unchanged (published)" in run(seed)


def test_reader_finds_the_seed_on_its_pages(seed, client):
    run(seed)
    key = Article.objects.get(title=HEADLINE).key
    for page in ("node_1.htm", f"content_{key}.htm", "titles.htm"):
        words = shown(client, FOLDER + page)
        assert HEADLINE in words
        assert "星期二" in words
    article = shown(client, f"{FOLDER}content_{key}.htm")
    assert "据浙江省民政厅" in article
    assert "村(居)民" in article
    assert not re.search(r"[（(][a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]+[)）]", article)


@pytest.mark.parametrize("page", ["node_1.htm", "content_1.htm"])
def test_only_issue_has_previous_and_next_as_plain_words(seed, client, page):
    run(seed)
    html = client.get(FOLDER + page, secure=True).content.decode()
    links = re.findall(r"<a\b[^>]*>(.*?)</a>", html, re.S)
    for word in ("上一期", "下一期"):
        assert word in re.sub(r"<[^>]*>", "", html)
        assert not [link for link in links if word in link]


def test_keep_leaves_the_traditional_characters(seed, client):
    report = run(seed, script="keep")
    assert "264 pinyin glosses removed" in report
    assert "converted" not in report
    assert "浙江召開全省民政工作座談會" in shown(client, FOLDER + "node_1.htm")
    assert Issue.objects.get().publication.language == "zh-Hant"
