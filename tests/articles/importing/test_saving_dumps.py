"""Several text dumps of one issue, in one run and over several: they add to one another and empty nothing."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from articles import writing
from articles.models import Article
from issues.models import Issue, PageSection, Publication
from issues.writing import save_section
from tests.dumps import HEADLINES, make_dump
from tests.snapshots import nothing_written, unchanged

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_root")]

SECOND = {"title": HEADLINES[1], "body": "湖水今春回清。"}
OTHER_PAGE = {"title": "灯会开幕", "headlines": ("灯会开幕", "小城春讯"), "body": "灯会今晚开幕。"}


def run(*paths: Path, **options: Any) -> str:
    out = io.StringIO()
    call_command("import_issues", *map(str, paths), stdout=out, **{"paper": "whsb", **options})
    return out.getvalue()


def texts() -> dict[str, tuple[str, str]]:
    return {row.title: (row.page_section.label, row.body) for row in Article.objects.select_related("page_section")}


@pytest.fixture
def first(tmp_path: Path) -> Path:
    return make_dump(tmp_path / "1.txt")


@pytest.fixture
def second(tmp_path: Path) -> Path:
    return make_dump(tmp_path / "2.txt", **SECOND)


def test_dump_makes_the_paper_its_issue_all_pages_and_all_headlines(first):
    report = run(first, paper_name="望湖时报")
    assert "whsb 2024-03-05: created (draft): 3 page sections, 2 articles" in report
    assert "new paper: whsb" in report
    assert Publication.objects.get().name_on(Issue.objects.get().date) == "望湖时报"
    assert [row.title for row in Article.objects.in_reading_order()] == list(HEADLINES)
    article = Article.objects.get(title=HEADLINES[0])
    assert (article.body, article.source) == ("<p>首班渡轮今晨离岸。</p><p>船票两元。</p>", "据市轮渡公司")


def test_paper_without_a_name_is_called_by_its_slug(first):
    run(first)
    assert Publication.objects.get().name_on(Issue.objects.get().date) == "whsb"


def test_dump_without_a_paper_is_refused(first, media_root):
    with unchanged(media_root), pytest.raises(CommandError, match=r"expected the paper's slug \(--paper\)"):
        run(first, paper="")


def test_second_run_is_unchanged_and_writes_nothing(first, second, media_root):
    run(first, second, publish=True)
    with nothing_written(media_root):
        for paths in ((first, second), (first,), (second,)):
            assert "whsb 2024-03-05: unchanged (published)" in run(*paths, publish=True)


@pytest.mark.parametrize("is_one_run", [True, False])
def test_second_dump_brings_the_text_of_its_headline_and_empties_nothing(first, second, is_one_run):
    if is_one_run:
        run(first, second)
    else:
        run(first)
        assert texts()[HEADLINES[1]] == ("01", "")
        assert "updated (draft): changed: 1 article" in run(second)
        assert "unchanged" in run(first)
    assert texts() == {
        HEADLINES[0]: ("01", "<p>首班渡轮今晨离岸。</p><p>船票两元。</p>"),
        HEADLINES[1]: ("01", "<p>湖水今春回清。</p>"),
    }


def test_changed_dump_changes_its_article_only(tmp_path, first, second):
    run(first, second)
    assert "changed: 1 article" in run(make_dump(first, body="渡轮停航一日。"))
    assert texts() == {HEADLINES[0]: ("01", "<p>渡轮停航一日。</p>"), HEADLINES[1]: ("01", "<p>湖水今春回清。</p>")}


def test_what_a_dump_does_not_speak_of_is_the_editors(first, media_root):
    run(first)
    article = Article.objects.get(title=HEADLINES[0])
    article.kicker = "过江不再绕桥"
    writing.save_article(article, authors=["何苇"])
    page = PageSection.objects.get(label="01")
    page.name = "要闻"
    save_section(page)
    with nothing_written(media_root):
        assert "unchanged" in run(first)
    assert "kept: edited: 新渡口清晨开航" in run(make_dump(first, body="渡轮停航。"))


def test_text_that_an_editor_wrote_under_a_bare_headline_is_kept(first, second):
    run(first)
    article = Article.objects.get(title=HEADLINES[1])
    article.body = "<p>编辑写的。</p>"
    writing.save_article(article)
    assert f"kept: edited: {HEADLINES[1]}" in run(second)
    assert texts()[HEADLINES[1]] == ("01", "<p>编辑写的。</p>")


def test_other_headlines_need_their_page_named(tmp_path, first, media_root):
    run(first)
    other = make_dump(tmp_path / "3.txt", **OTHER_PAGE)
    message = r"3\.txt: expected the page of these headlines, in --page, found other articles on 01 already"
    with unchanged(media_root), pytest.raises(CommandError, match=message):
        run(other)
    assert "new: 2 articles" in run(other, page="3")
    assert texts()["灯会开幕"] == ("03", "<p>灯会今晚开幕。</p>")
    with nothing_written(media_root):
        assert "unchanged" in run(other)
    with unchanged(media_root), pytest.raises(CommandError, match=r"expected another page in --page"):
        run(make_dump(tmp_path / "4.txt", title="第三个列表", headlines=("第三个列表",)), page="01")


def test_headlines_move_to_the_page_that_the_user_names_later(first):
    run(first)
    keys = set(Article.objects.values_list("key", flat=True))
    run(first, page="02")
    assert {label for label, _ in texts().values()} == {"02"}
    assert set(Article.objects.values_list("key", flat=True)) == keys


def test_headlines_without_a_named_page_do_not_mix_with_a_packages_articles(tmp_path, first, media_root):
    run(first)
    Article.objects.all().delete()
    writing.save_article(Article(page_section=PageSection.objects.get(label="01"), title="另一篇"))
    with unchanged(media_root), pytest.raises(CommandError, match="in --page"):
        run(first)
    assert "new: 2 articles" in run(first, page="01")


def test_labels_spelt_otherwise_are_the_same_pages(first, media_root):
    run(first)
    other = make_dump(first, pages=("第1版：头版", "第2版：新闻", "第3版：副刊"))
    with nothing_written(media_root):
        assert "unchanged" in run(other)


def test_dump_in_the_other_script_turns_names_and_texts(tmp_path, first):
    run(first, script="hant")
    assert PageSection.objects.get(label="02").name == "新聞"
    run(first, script="hans")
    assert PageSection.objects.get(label="02").name == "新闻"
    assert [row.title for row in Article.objects.in_reading_order()] == list(HEADLINES)


def test_dump_published_before_is_not_hidden_by_restore(first):
    run(first, publish=True)
    assert "note: this format holds no states" in run(first, restore=True)
    assert Issue.objects.get().state() == Issue.State.PUBLISHED


def test_bad_dump_does_not_keep_the_others_out(tmp_path, first):
    (tmp_path / "0.txt").write_text("首页 | 版面导航 | 标题导航", encoding="utf-8")
    other_day = make_dump(tmp_path / "5.txt", date_line="2024年03月06日 星期三")
    with pytest.raises(CommandError, match=r"0\.txt, line 1: expected a page list"):
        run(tmp_path)
    assert first.exists()
    assert other_day.exists()
    assert [str(issue) for issue in Issue.objects.order_by("date")] == ["2024-03-05", "2024-03-06"]
