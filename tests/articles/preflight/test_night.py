"""Tonight's list: each thing that is wrong is one item at its place, and a ready issue has none."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone, translation

from articles.models import Article, PageComparison, WatchedWord
from articles.preflight import Item, night_list
from articles.preflight.gathering import gather
from articles.writing import save_article
from articles.writing.preflight import keep_comparison, save_watched_word
from issues.models import PageSection
from issues.writing import set_section_state
from tests.articles.preflight.ready import ready_article, ready_issue, ready_section, sign_again
from tests.factories import make_article, make_figure, make_picture, make_publication, make_zone

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_root")]


def said(items: list[Item]) -> list[tuple[str, str, str]]:
    return [(item.code, str(item.subject), str(item.sentence)) for item in items]


def codes(issue: Any) -> list[str]:
    return [item.code for item in night_list(issue)]


def test_nothing_is_open_in_a_ready_issue() -> None:
    assert night_list(ready_issue()) == []


@pytest.mark.parametrize(
    ("state", "code"),
    [("awaited", "awaited"), ("in_work", "unsigned"), ("proofread", "unsigned")],
)
def test_a_page_is_signed_or_named(state: str, code: str) -> None:
    issue = ready_issue()
    set_section_state(issue.sections.get(), state, "", None)
    (item,) = night_list(issue)
    assert (item.code, item.subject.noun, item.subject.label) == (code, "issues.pagesection", "01")


@pytest.mark.parametrize(
    ("files", "wanted"),
    [
        ({"picture": None, "pdf": None}, ["no_files"]),
        ({"picture": None}, ["no_picture"]),
        ({"pdf": None}, ["no_pdf"]),
        ({"picture": make_picture(800, 1100)}, ["small_picture"]),
    ],
)
def test_a_page_has_a_large_picture_and_a_pdf(files: dict[str, Any], wanted: list[str]) -> None:
    issue = ready_issue()
    ready_section(issue, **files)
    assert codes(issue) == wanted


def test_the_least_width_is_a_setting(settings: Any) -> None:
    issue = ready_issue()
    settings.LEAST_PAGE_WIDTH = 2000
    assert said(night_list(issue)) == [("small_picture", "01", "The page picture is 1200 pixels wide; expected at least 2000.")]


def test_a_page_that_was_not_read_since_it_came_is_named() -> None:
    issue = ready_issue()
    PageSection.objects.update(layer_digest="")
    assert codes(issue) == ["unread"]


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [
        ("news", ["no_body"]),
        ("notice", ["no_body"]),
        ("other", ["no_body"]),
        ("picture", []),
        ("pointer", []),
        ("advertisement", []),
    ],
)
def test_an_article_has_text_unless_its_kind_needs_none(kind: str, wanted: list[str]) -> None:
    issue = ready_issue()
    ready_article(issue.sections.get(), 1, kind=kind, body="")
    assert codes(issue) == wanted


def test_an_article_has_a_zone_unless_it_is_the_weather() -> None:
    issue = ready_issue()
    news = make_article(issue.sections.get(), title="无热区")
    make_article(issue.sections.get(), title="天气", kind="other")
    make_zone(issue.sections.get(), news, kind="pointer", polygon=[[0.1, 0.5], [0.2, 0.5], [0.2, 0.6]])
    sign_again(issue.sections.get())
    assert said(night_list(issue)) == [("no_zone", "01 无热区", "The article has no hot zone.")]


def test_zones_of_two_articles_that_overlap_are_named_once() -> None:
    issue = ready_issue()
    article = ready_article(issue.sections.get(), 2)
    make_zone(issue.sections.get(), article, polygon=[[0.1, 0.05], [0.5, 0.05], [0.5, 0.15], [0.1, 0.15]])
    sign_again(issue.sections.get())
    (item,) = night_list(issue)
    assert (item.code, item.subject.noun, item.subject.name) == ("overlap", "articles.hotzone", article.title)
    assert item.sentence == "40% of the zone lie on that of “第0号渡船今晨开航”."


SMALL = [[0.2, 0.02], [0.4, 0.02], [0.4, 0.08], [0.2, 0.08]]  # inside the zone of the story of a ready page


def test_a_photograph_inside_its_own_story_does_not_overlap_it() -> None:
    issue = ready_issue()
    story = issue.articles.get()
    picture = make_article(issue.sections.get(), kind="picture", title="江上晨光", body="", continues=story)
    make_zone(issue.sections.get(), picture, polygon=SMALL)
    make_zone(issue.sections.get(), story, kind="figure", polygon=[[0.5, 0.02], [0.6, 0.02], [0.6, 0.08]])
    sign_again(issue.sections.get())
    assert "overlap" not in codes(issue)


@pytest.mark.parametrize(("kind", "zone_kind"), [("picture", "article"), ("picture", "figure"), ("news", "figure")])
def test_a_photograph_inside_another_story_overlaps_it(kind: str, zone_kind: str) -> None:
    issue = ready_issue()
    other = ready_article(issue.sections.get(), 2, kind=kind, title="江上晨光")
    make_zone(issue.sections.get(), other, kind=zone_kind, polygon=SMALL)
    sign_again(issue.sections.get())
    assert said(night_list(issue)) == [("overlap", "01 江上晨光", "100% of the zone lie on that of “第0号渡船今晨开航”.")]


def test_a_row_of_a_digest_lies_inside_it() -> None:
    issue = ready_issue()
    first, second = issue.sections.get(), ready_section(issue)
    told = ready_article(second, 1, title="江上晨光")
    issue.articles.filter(page_section=first).update(kind="pointer", title="导读")
    make_zone(first, told, kind="pointer", polygon=SMALL)
    sign_again(first)
    assert "overlap" not in codes(issue)


@pytest.mark.parametrize(
    ("caption", "wanted"),
    [
        ("渡船开航", ["no_credit"]),
        ("渡船开航。白鹭洲 摄", []),
        ("渡船开航（资料图片）", []),
        ("新华社发", []),
        ("摄影展开幕", ["no_credit"]),
    ],
)
def test_a_figure_has_a_credit_in_its_field_or_its_caption(caption: str, wanted: list[str]) -> None:
    issue = ready_issue()
    make_figure(issue.articles.get(), caption=caption, credit="")
    sign_again(issue.sections.get())
    assert codes(issue) == wanted


def turned(first: str = "（下转第02版）", later: str = "（上接第01版）", page: int = 1, *, is_linked: bool = True) -> Any:
    issue = ready_issue()
    sections = [issue.sections.get(), ready_section(issue), ready_section(issue)]
    one = ready_article(sections[0], 1, title="渡船", body=f"<p>开航。</p><p>{first}</p>")
    ready_article(sections[page], 2, title="渡船", body=f"<p>{later}</p><p>靠岸。</p>", continues=one if is_linked else None)
    return issue


def test_a_story_that_is_continued_where_it_says_passes() -> None:
    assert night_list(turned()) == []


def test_a_turn_line_without_its_other_part_is_named_on_both_sides() -> None:
    found = said(night_list(turned(is_linked=False)))
    assert [line for line in found if line[0] == "turn"] == [
        ("turn", "01 渡船", "“下转第02版”: no other part of the article is linked with it."),
        ("turn", "02 渡船", "“上接第01版”: no other part of the article is linked with it."),
    ]


@pytest.mark.parametrize(
    ("line", "page", "sentence"),
    [
        ("（下转第02版）", 2, "“下转第02版”: the other part stands on page 03."),
        ("（下转第9版）", 1, "“下转第9版”: the issue has no such page."),
    ],
)
def test_a_turn_line_that_names_another_page_is_named(line: str, page: int, sentence: str) -> None:
    assert said(night_list(turned(line, page=page))) == [("turn", "01 渡船", sentence)]


def test_a_story_that_goes_on_in_silence_is_named_where_the_pages_text_is_known() -> None:
    issue = turned("完。", "接着说。")
    assert night_list(issue) == []
    section = issue.sections.order_by("position")[0]
    PageSection.objects.filter(pk=section.pk).update(text="渡船\n开航。")
    assert codes(issue) == ["turn"]
    PageSection.objects.filter(pk=section.pk).update(text="渡船\n开航。\n▶下转2版")
    assert night_list(issue) == []


def test_the_same_title_twice_is_named_at_the_later_one() -> None:
    issue = ready_issue()
    section = ready_section(issue)
    ready_article(section, 1, title="第0号 渡船今晨開航")
    for row in (2, 3):
        ready_article(section, row, title="图片新闻")
    assert said(night_list(issue)) == [("same_title", "02 第0号 渡船今晨開航", "An article on page 01 bears the same title.")]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"body": "<p>他说：“好。</p>"}, "marks"),
        ({"kicker": "“渡船", "title": "开航”"}, ""),
        ({"subtitle": "（未完"}, "marks"),
        ({"body": "<p>據（jù）說。</p>"}, "gloss"),
        ({"body": "<p>王\ue123某。</p>"}, "private_use"),
        ({"lead": "2月14日（星期三）开航。"}, "weekday"),
        ({"body": "<p>身份证号11010119900307739X</p>"}, ""),
        ({"body": "<p>张伟手机13812345678。</p>"}, "personal"),
        ({"body": "<p>15岁的王小明因盗窃被逮捕。</p>"}, "minor"),
    ],
)
def test_what_a_proof_reader_would_stop_at_is_named(fields: dict[str, Any], code: str) -> None:
    issue = ready_issue()
    ready_article(issue.sections.get(), 1, **fields)
    assert codes(issue) == ([code] if code else [])


def test_a_number_is_shown_masked() -> None:
    issue = ready_issue()
    ready_article(issue.sections.get(), 1, body="<p>张伟手机13812345678。</p>")
    assert [str(item.sentence) for item in night_list(issue)] == ["mobile number: 138****5678"]


def test_a_caption_is_read_too_and_the_item_is_the_figures() -> None:
    issue = ready_issue()
    figure = make_figure(issue.articles.get(), caption="他说：“好。")
    sign_again(issue.sections.get())
    assert [(item.code, item.subject.noun, item.subject.pk) for item in night_list(issue)] == [
        ("marks", "articles.figure", figure.pk)
    ]


def test_the_watch_list_of_the_paper_and_of_all_papers_holds() -> None:
    issue = ready_issue()
    other = make_publication("other", "别报")
    for paper, word in [(None, "渡船"), (issue.publication, "开航"), (other, "今晨")]:
        save_watched_word(WatchedWord(publication=paper, word=word))
    assert {str(item.sentence.values["word"]) for item in night_list(issue)} == {"渡船", "开航"}


def test_readers_see_nothing_of_a_withdrawn_article_and_neither_does_the_list() -> None:
    issue = ready_issue()
    article = ready_article(issue.sections.get(), 1, body="")
    Article.objects.filter(pk=article.pk).update(withdrawn_at=timezone.now())
    assert night_list(issue) == []


def compared(issue: Any, **changes: Any) -> None:
    section = issue.sections.get()
    digest = gather(issue).texts[section.pk]
    row = PageComparison(page_section=section, digest=digest, compared_at=timezone.now(), **changes)
    keep_comparison(row)


def test_a_page_with_a_text_layer_waits_until_it_is_compared_with_its_articles_as_they_are() -> None:
    issue = ready_issue()
    PageSection.objects.update(layer="layer", text_source="pdf")
    assert codes(issue) == ["not_compared"]
    compared(issue)
    assert night_list(issue) == []
    article = issue.articles.get()
    article.body = "<p>渡船没有开航。</p>"
    save_article(article)
    sign_again(issue.sections.get())
    assert codes(issue) == ["not_compared"]


def test_what_page_and_article_say_otherwise_is_named() -> None:
    issue = ready_issue()
    PageSection.objects.update(layer="layer", text_source="pdf")
    article = issue.articles.get()
    difference = {"article": article.pk, "kind": "changed", "printed": "六时", "written": "七时"}
    compared(issue, differences=[difference], missing=[article.pk])
    assert said(night_list(issue)) == [
        ("differs", f"01 {article.title}", "The page says “六时”, the article “七时”."),
        ("not_on_page", f"01 {article.title}", "The article was not found in the print of its page."),
    ]


def test_of_long_print_that_no_article_has_the_list_quotes_beginning_and_end() -> None:
    issue = ready_issue()
    PageSection.objects.update(layer="layer", text_source="pdf")
    long = f"祖父在石桥的雨量站做了三十一年。{'没有雨的日子也要去。' * 40}眯起右边的眼睛，是他的。"
    rows = [{"article": None, "kind": "printed", "printed": printed, "written": ""} for printed in (long, f"{long[:-2]}她的。")]
    compared(issue, differences=rows)
    first, second = night_list(issue)
    quoted = str(first.sentence)
    assert len(quoted) < 120
    assert long[:40] in quoted
    assert long[-8:] in quoted
    assert first.fingerprint != second.fingerprint


def test_recognised_pages_are_not_compared() -> None:
    issue = ready_issue()
    PageSection.objects.update(layer="layer", text_source="ocr")
    assert night_list(issue) == []


def test_a_fingerprint_is_the_same_in_every_language_and_another_for_another_text() -> None:
    issue = ready_issue()
    article = ready_article(issue.sections.get(), 1, body="<p>他说：“好。</p><p>她说：“好。</p>")
    before = night_list(issue)
    with translation.override("zh-hans"):
        assert [item.fingerprint for item in night_list(issue)] == [item.fingerprint for item in before]
    assert len({item.fingerprint for item in before}) == 2
    article.body = "<p>他说：“好。</p><p>她说：“不。</p>"
    save_article(article)
    sign_again(issue.sections.get())
    first, second = night_list(issue)
    assert first.fingerprint == before[0].fingerprint
    assert second.fingerprint != before[1].fingerprint


def test_the_same_fault_twice_in_one_article_is_two_items() -> None:
    issue = ready_issue()
    ready_article(issue.sections.get(), 1, body="<p>他说：“好。</p><p>完。</p><p>他说：“好。</p>")
    assert len({item.fingerprint for item in night_list(issue)}) == 2


def test_the_list_takes_six_queries_whatever_the_size_of_the_issue(django_assert_num_queries: Any) -> None:
    issue = ready_issue(dt.date(2024, 10, 19))
    for _page in range(3):
        section = ready_section(issue)
        for row in range(5):
            make_figure(ready_article(section, row, title=f"{section.label}-{row}"))
        sign_again(section)
    with django_assert_num_queries(6):
        assert night_list(issue) == []


def test_items_name_the_row_that_is_to_be_mended() -> None:
    issue = ready_issue()
    article = ready_article(issue.sections.get(), 1, body="")
    figure = make_figure(article, credit="", caption="渡船")
    sign_again(issue.sections.get())
    found = {(item.subject.noun, item.subject.pk) for item in night_list(issue)}
    assert found == {("articles.article", article.pk), ("articles.figure", figure.pk)}
