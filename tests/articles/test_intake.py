"""A page's PDF becomes what readers and editors have of it, outside of any request; what people set stays."""

import datetime as dt
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.core.management import CommandError, call_command

from articles.covering import update_masks
from articles.intake.running import find_zones, read_pages
from articles.models import Article, DraftArticle, HotZone, ProposedZone
from articles.writing import accept_draft, accept_proposal, merge_drafts, save_draft, save_zone, set_withdrawal, split_draft
from issues.models import PageSection
from issues.writing import save_section
from tests.articles.importing.pdf_pages import make_pages
from tests.factories import make_article, make_issue, make_picture, make_section, make_zone

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_root")]
MORNING = dt.datetime(2023, 2, 14, 6, tzinfo=dt.UTC)
ROOT = Path(__file__).resolve().parent.parent.parent
TITLE = "汐桥最后一段栏杆昨装回原位"
BODY = ["昨天十五时四十分，汐桥东侧第九十六节铸铁栏杆吊装到位，", "历时七个月的维修只剩刷漆和清场两道活。"]
PDF = make_pages([TITLE, *BODY])
PRINTED = (ROOT / "sample/cprb/2024-10-14/pages/02.pdf").read_bytes()


def make_printed() -> Article:
    section = make_section(make_issue(), pdf=PDF)
    return make_article(section, title=TITLE, body=f"<p>{''.join(BODY)}</p>")


def test_a_pdf_without_a_picture_gives_the_page_its_picture_and_text() -> None:
    section = make_printed().page_section
    assert read_pages(PageSection.objects.all()).pages == 1
    section.refresh_from_db()
    assert section.picture
    assert section.width >= 2000
    assert TITLE in section.text
    assert section.text_source == "pdf"
    assert read_pages(PageSection.objects.all()).pages == 0


def test_a_page_that_was_given_a_picture_and_a_text_keeps_them() -> None:
    section = make_section(make_issue(), pdf=PDF, picture=make_picture(), text="手工录入")
    before = section.picture
    read_pages(PageSection.objects.all())
    section.refresh_from_db()
    assert (section.picture, section.text, section.text_source) == (before, "手工录入", "")


def test_an_article_of_the_page_gets_its_zone() -> None:
    article = make_printed()
    read_pages(PageSection.objects.all())
    zone = article.zones.get()
    assert zone.confidence
    assert zone.confidence > 0.9
    version = article.page_section.issue.version
    find_zones(PageSection.objects.all())
    assert article.zones.get() == zone, "the same again is not written again"
    article.issue.refresh_from_db()
    assert article.issue.version >= version


def test_a_zone_that_a_person_set_is_never_replaced() -> None:
    article = make_printed()
    own = make_zone(article.page_section, article)
    read_pages(PageSection.objects.all())
    assert list(article.zones.all()) == [own]


def test_a_found_zone_that_a_person_changes_is_that_persons() -> None:
    article = make_printed()
    read_pages(PageSection.objects.all())
    zone = article.zones.get()
    zone.polygon = [[0, 0], [1, 0], [1, 0.5]]
    save_zone(zone)
    find_zones(PageSection.objects.all())
    assert article.zones.get().polygon == [[0, 0], [1, 0], [1, 0.5]]


def test_an_article_of_which_little_is_found_is_proposed_and_can_be_accepted() -> None:
    section = make_section(make_issue(), pdf=PDF)
    article = make_article(section, title=TITLE, body=f"<p>{'别处才有的话，一句接一句。' * 12}</p>")
    read_pages(PageSection.objects.all())
    assert not article.zones.exists()
    accept_proposal(ProposedZone.objects.get(article=article))
    assert article.zones.get().confidence is None
    assert not ProposedZone.objects.exists()


def test_text_of_no_article_waits_as_a_draft_that_becomes_an_article() -> None:
    make_section(make_issue(), pdf=PRINTED)
    read_pages(PageSection.objects.all())
    drafts = DraftArticle.objects.waiting()
    there = drafts.count()
    article = accept_draft(drafts.get(title="老街把灯笼挂矮了半米"))
    assert article.zones.exists()
    assert "意见簿" in article.body
    find_zones(PageSection.objects.all())
    assert drafts.count() == there - 1
    assert not drafts.filter(title=article.title).exists()


def make_drafts(*titles: str) -> list[DraftArticle]:
    section = make_section(make_issue())
    return [
        DraftArticle.objects.create(page_section=section, position=n, title=title, body=f"<p>{title}正文</p>", confidence=0.8)
        for n, title in enumerate(titles, start=1)
    ]


def test_drafts_are_merged_into_the_first_and_split_again() -> None:
    first, second, third = make_drafts("一", "二", "三")
    merged = merge_drafts([second, first])
    assert (merged.title, merged.body) == ("一", "<p>一正文</p><p>二</p><p>二正文</p>")
    assert [draft.position for draft in DraftArticle.objects.all()] == [1, 2]
    split = split_draft(merged, 2)
    assert (split.title, split.body, split.position) == ("二", "<p>二正文</p>", 2)
    third.refresh_from_db()
    assert third.position == 3


def test_a_withdrawn_articles_cover_is_left_to_those_who_may_publish() -> None:
    article = make_printed()
    set_withdrawal(article, MORNING, "错误")
    update_masks(article.issue)
    section = article.page_section
    section.refresh_from_db()
    before = section.masks
    read_pages(PageSection.objects.all())
    section.refresh_from_db()
    assert before
    assert section.masks == before
    proposal = ProposedZone.objects.create(
        page_section=section, article=article, polygon=[[0, 0], [1, 0], [1, 1]], confidence=0.5
    )
    with pytest.raises(ValidationError):
        accept_proposal(proposal)


def test_a_new_pdf_does_not_show_withdrawn_print_beside_its_paint() -> None:
    article = make_printed()
    section = article.page_section
    read_pages(PageSection.objects.all())
    section.refresh_from_db()
    set_withdrawal(article, MORNING, "错误")
    update_masks(article.issue)
    section.refresh_from_db()
    before = section.picture
    save_section(section, pdf=make_pages(["另起一行", TITLE, *BODY]))
    read_pages(PageSection.objects.all())
    section.refresh_from_db()
    assert section.masks
    assert section.picture == before


def test_places_on_a_picture_of_another_shape_are_proposals() -> None:
    section = make_section(make_issue(), pdf=PDF, picture=make_picture(1000, 1000))
    article = make_article(section, title=TITLE, body=f"<p>{''.join(BODY)}</p>")
    read_pages(PageSection.objects.all())
    assert not article.zones.exists()
    assert ProposedZone.objects.filter(article=article).exists()


def test_drafts_that_an_editor_mended_stay_when_the_page_is_searched_again() -> None:
    make_section(make_issue(), pdf=PRINTED)
    read_pages(PageSection.objects.all())
    there = DraftArticle.objects.count()
    draft = DraftArticle.objects.get(title="老街把灯笼挂矮了半米")
    draft.title = "改过的标题"
    save_draft(draft)
    find_zones(PageSection.objects.all())
    assert DraftArticle.objects.filter(title="改过的标题").exists()
    assert DraftArticle.objects.count() == there


def test_several_drafts_are_accepted_in_a_row_and_none_twice() -> None:
    drafts = make_drafts("一", "二", "三")
    for draft in drafts:
        accept_draft(draft)
    assert list(Article.objects.order_by("position").values_list("title", flat=True)) == ["一", "二", "三"]
    with pytest.raises(ValidationError):
        accept_draft(DraftArticle(pk=drafts[0].pk or 1, page_section=drafts[0].page_section, position=1, title="一"))


def test_a_pdf_that_comes_once_more_is_read_once_more() -> None:
    section = make_section(make_issue(), pdf=PDF)
    read_pages(PageSection.objects.all())
    section.refresh_from_db()
    save_section(section, pdf=PDF)
    assert read_pages(PageSection.objects.all()).pages == 1


def test_an_own_picture_stays_when_it_came_after_the_pdf() -> None:
    section = make_section(make_issue(), pdf=PDF)
    save_section(section, picture=make_picture(800, 1100))
    read_pages(PageSection.objects.all())
    section.refresh_from_db()
    assert section.width == 800


def test_a_pointer_that_leads_nowhere_does_no_harm() -> None:
    section = make_section(make_issue(), pdf=PDF)
    make_article(section, title=TITLE, kind="pointer", body=f'<p><a href="content_998.htm">{BODY[0]}</a></p>')
    assert read_pages(PageSection.objects.all()).pages == 1


def test_what_cannot_be_read_is_a_note_and_is_not_tried_again() -> None:
    section = make_section(make_issue(), pdf=PDF)
    Path(storages["masters"].path(section.pdf)).write_bytes(b"%PDF-1.7 broken")
    run = read_pages(PageSection.objects.all())
    assert len(run.problems) == 1
    assert "whole PDF" in run.problems[0]
    section.refresh_from_db()
    assert section.notes
    assert section.pdf
    assert not PageSection.objects.unread().exists()


def test_a_late_change_on_the_page_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    article = make_printed()
    read_pages(PageSection.objects.all())
    article.body = article.body.replace("七个月", "六个月")
    article.save()
    with pytest.raises(CommandError, match="1 difference in all"):
        call_command("compare_page", f"{article.issue.publication.slug}/{article.issue.date}")
    assert "the page says “七”, the article says “六”" in capsys.readouterr().out


def test_versions_of_a_page_are_compared(capsys: pytest.CaptureFixture[str]) -> None:
    section = make_section(make_issue(), pdf=PDF)
    read_pages(PageSection.objects.all())
    save_section(section, pdf=make_pages([TITLE, BODY[0], "历时八个月的维修只剩刷漆和清场两道活。"]))
    read_pages(PageSection.objects.all())
    with pytest.raises(CommandError, match="1 difference in all"):
        call_command("compare_page", f"{section.issue.publication.slug}/{section.issue.date}", "--versions")
    assert "“八”" in capsys.readouterr().out


def test_pages_that_were_read_are_unchanged_for_the_import_that_brought_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "20230214_01.pdf").write_bytes(PDF)
    call_command("import_issues", str(tmp_path), "--paper", "gysb")
    read = PageSection.objects.get().text
    capsys.readouterr()
    call_command("import_issues", str(tmp_path), "--paper", "gysb")
    assert "gysb 2023-02-14: unchanged" in capsys.readouterr().out
    assert PageSection.objects.get().text == read


def test_zones_of_another_issue_are_left_alone() -> None:
    article = make_printed()
    call_command("read_pages", "--to", "1999-01-01")
    assert not HotZone.objects.filter(article=article).exists()
