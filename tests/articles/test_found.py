"""What an editor decides about found things: it stays decided, parts are linked, pictures become figures."""

import datetime as dt
import io
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from PIL import Image

from articles.intake.running import find_zones, read_pages
from articles.models import Article, DraftArticle, HotZone, ProposedZone
from articles.publishing import withdraw_article
from articles.writing import (
    FoundOnPage,
    NewZone,
    accept_draft,
    accept_proposal,
    delete_article,
    delete_zone,
    drop_draft,
    drop_proposal,
    merge_drafts,
    replace_found,
    save_draft,
    save_zone,
    split_draft,
    take_back_draft,
    take_back_proposal,
)
from articles.writing.found import WrittenOnPage
from issues.models import Issue, PageSection
from issues.writing import save_section, set_masks
from tests.articles.importing.pdf_pages import make_pages
from tests.factories import SQUARE, make_article, make_issue, make_picture, make_section

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_root")]
ROOT = Path(__file__).resolve().parent.parent.parent
TITLE = "汐桥最后一段栏杆昨装回原位"
BODY = ["昨天十五时四十分，汐桥东侧第九十六节铸铁栏杆吊装到位，", "历时七个月的维修只剩刷漆和清场两道活。"]
PRINTED = (ROOT / "sample/cprb/2024-10-14/pages/02.pdf").read_bytes()
LANTERNS = "老街把灯笼挂矮了半米"
BESIDE = [[0.12, 0.1], [0.5, 0.1], [0.5, 0.5], [0.12, 0.5]]  # nearly the square
ELSEWHERE = [[0.6, 0.6], [0.9, 0.6], [0.9, 0.9], [0.6, 0.9]]


def make_draft(section: PageSection, title: str = "渡轮停航", text: str = "末班船昨夜离岸。", **changes: Any) -> DraftArticle:
    position = section.draft_articles.waiting().count() + 1
    fields = {"body": f"<p>{text}</p>", "polygons": [SQUARE], "confidence": 0.8, "found_in": section.pdf_digest, **changes}
    return DraftArticle.objects.create(page_section=section, position=position, title=title, **fields)


def found_again(section: PageSection, **changes: Any) -> list[str]:
    """The titles that wait after a search that finds one draft."""
    fields = {"title": "渡轮停航", "body": "<p>末班船昨夜离岸。</p>", "polygons": [SQUARE], "confidence": 0.8, **changes}
    replace_found(section, FoundOnPage([], [], [DraftArticle(**fields)]))
    return list(section.draft_articles.waiting().values_list("title", flat=True))


def find(article: Article, polygon: Any, confidence: float = 0.9) -> None:
    """A search that finds an article at one place of its page."""
    section = article.page_section
    zone = NewZone(section.pk, polygon, article.pk, confidence=confidence)
    proposal = ProposedZone(article=article, polygon=polygon, confidence=confidence)
    is_sure = confidence >= 0.6
    replace_found(section, FoundOnPage([zone] if is_sure else [], [] if is_sure else [proposal], []))


def positions(section: PageSection) -> list[tuple[int, str]]:
    return list(section.draft_articles.waiting().values_list("position", "title"))


def test_what_was_dropped_or_accepted_is_not_found_again_on_a_real_page() -> None:
    section = make_section(make_issue(), pdf=PRINTED)
    read_pages(PageSection.objects.all())
    first, second, *others = section.draft_articles.exclude(title=LANTERNS)
    drop_draft(first)
    accept_draft(second)
    left = [draft.title for draft in others] + [LANTERNS]
    find_zones(PageSection.objects.all())
    waiting = section.draft_articles.waiting()
    assert sorted(waiting.values_list("title", flat=True)) == sorted(left)
    assert [draft.position for draft in waiting] == list(range(1, len(left) + 1))
    take_back_draft(section.draft_articles.get(state="dropped"))
    find_zones(PageSection.objects.all())
    assert sorted(waiting.values_list("title", flat=True)) == sorted([first.title, *left]), "found anew"


def test_a_picture_of_a_draft_becomes_a_figure_with_caption_and_credit() -> None:
    section = make_section(make_issue(), pdf=PRINTED)
    read_pages(PageSection.objects.all())
    draft = section.draft_articles.get(title=LANTERNS)
    article = accept_draft(draft)
    figure = article.figures.get()
    assert figure.caption == "降低后的灯笼沿老街依次亮起，摊主在试新装的摊位灯。"
    assert figure.credit == "本报记者 白鹭洲 摄"
    assert figure.caption not in article.body
    section.refresh_from_db()
    left, top, right, bottom = draft.pictures[0]["box"]
    assert figure.width == pytest.approx((right - left) * section.width, abs=1)
    assert figure.height == pytest.approx((bottom - top) * section.height, abs=1)


def test_a_deleted_found_zone_is_not_found_there_again() -> None:
    article = make_article()
    find(article, SQUARE)
    delete_zone(article.zones.get())
    for confidence in (0.9, 0.4):
        find(article, BESIDE, confidence)
        assert not article.zones.exists()
        assert not ProposedZone.objects.waiting().exists()
    find(article, ELSEWHERE)
    assert article.zones.get().polygon == ELSEWHERE


def test_a_dropped_proposal_stays_dropped_until_it_is_taken_back() -> None:
    article = make_article()
    find(article, SQUARE, 0.4)
    proposal = ProposedZone.objects.get()
    drop_proposal(proposal)
    find(article, BESIDE)
    assert not article.zones.exists()
    take_back_proposal(proposal)
    find(article, BESIDE)
    assert article.zones.exists()
    assert not ProposedZone.objects.exists()


def test_a_dropped_place_is_closed_to_its_own_article_alone() -> None:
    article = make_article()
    other = make_article(article.page_section)
    find(article, SQUARE)
    delete_zone(article.zones.get())
    find(other, SQUARE)
    assert other.zones.exists()


def test_a_found_zone_that_an_editor_gives_to_another_article_is_not_given_back() -> None:
    article = make_article()
    other = make_article(article.page_section)
    find(article, SQUARE)
    zone = article.zones.get()
    zone.article = other
    save_zone(zone)
    find(article, SQUARE)
    assert not article.zones.exists()
    assert other.zones.get() == zone


def test_an_own_zone_that_is_deleted_leaves_no_trace() -> None:
    article = make_article()
    delete_zone(save_zone(HotZone(page_section=article.page_section, article=article, polygon=SQUARE)))
    assert not ProposedZone.objects.exists()


def test_dropped_text_stays_dropped_in_a_new_version_of_the_page() -> None:
    section = make_section(make_issue(), pdf=make_pages(["一"]))
    text = "末班船昨夜离岸，三百名街坊到码头送行，船长把钥匙交给了博物馆。"
    drop_draft(make_draft(section, "图片新闻", text))
    save_section(section, pdf=make_pages(["二"]))
    printed = {
        "title": "圖片新聞",
        "body": f"<p>{text.replace('，', ' , ')}</p>".replace("钥匙", "鑰匙"),
        "polygons": [ELSEWHERE],
    }
    assert found_again(section, **printed) == []
    other = {"title": "图片新闻", "body": "<p>新书店今天开门，头一个进门的是邮递员。</p>", "polygons": [SQUARE]}
    assert found_again(section, **other) == ["图片新闻"]


def test_a_byline_that_an_editor_mends_names_the_authors() -> None:
    section = make_section()
    draft = make_draft(section, byline="本报记者 莫棹", authors=["莫棹"])
    draft.title = "渡轮停航了"
    save_draft(draft)
    assert draft.authors == ["莫棹"]
    draft.byline = "本报记者 王改名"
    save_draft(draft)
    assert list(accept_draft(draft).authors.values_list("name", flat=True)) == ["王改名"]
    other = make_draft(section, "书店开门", "新书店今天开门。")
    other.byline = "通讯员 何苇 沈　棹"
    save_draft(other)
    assert list(accept_draft(other).authors.values_list("name", flat=True)) == ["何苇", "沈棹"]


def test_a_bracket_names_the_authors_where_there_is_no_byline() -> None:
    draft = make_draft(make_section(), text="本报讯（记者 莫棹）末班船昨夜离岸。", byline="记者 王改名", authors=["王改名"])
    draft.byline = ""
    save_draft(draft)
    assert draft.authors == ["莫棹"]
    draft.body = draft.body.replace("莫棹", "何苇")
    save_draft(draft)
    draft.refresh_from_db()
    assert draft.authors == ["何苇"]


def test_merged_drafts_have_all_authors_and_each_half_of_a_split_its_own() -> None:
    section = make_section()
    first = make_draft(section, "一", byline="本报记者 莫棹", authors=["莫棹"])
    second = make_draft(section, "二", "书店开门。", byline="本报记者 何苇", authors=["何苇"])
    merged = merge_drafts([first, second])
    assert merged.authors == ["莫棹", "何苇"]
    half = split_draft(merged, 2)
    merged.refresh_from_db()
    assert (half.title, half.byline, half.authors, half.body) == ("二", "本报记者 何苇", ["何苇"], "<p>书店开门。</p>")
    assert merged.authors == ["莫棹"]
    marked = make_draft(section, "三", "早班。</p><p>四</p><p>◆图书馆搬家</p><p>本报讯（记者 沈棹）昨天。")
    half = split_draft(marked, 2)
    assert (half.byline, half.authors) == ("", []), "a mark alone makes no byline"


def test_the_zones_of_an_accepted_draft_are_found_ones_until_an_editor_changes_one() -> None:
    section = make_section()
    own = save_zone(HotZone(page_section=section, article=make_article(section), polygon=ELSEWHERE))
    article = accept_draft(make_draft(section))
    assert article.zones.get().confidence == 0.8
    assert own.history.count() == 1, "the history tells of the new zone alone"
    assert article.zones.get().history.get().history_type == "+"
    find(article, ELSEWHERE)
    assert [(zone.polygon, zone.confidence) for zone in article.zones.all()] == [(ELSEWHERE, 0.9)]
    zone = article.zones.get()
    zone.polygon = BESIDE
    save_zone(zone)
    find(article, ELSEWHERE)
    assert [(zone.polygon, zone.confidence) for zone in article.zones.all()] == [(BESIDE, None)]


def test_an_accepted_draft_keeps_its_zone_where_the_next_search_is_not_sure() -> None:
    section = make_section()
    article = accept_draft(make_draft(section))
    zone = article.zones.get()
    assert not replace_found(section, FoundOnPage([], [], [])).is_new
    find(article, BESIDE, 0.4)
    assert article.zones.get() == zone
    assert not ProposedZone.objects.exists(), "it has a zone there"
    pointer = NewZone(section.pk, ELSEWHERE, article.pk, kind="pointer", confidence=0.9)
    replace_found(section, FoundOnPage([pointer], [], []))
    assert set(article.zones.values_list("kind", flat=True)) == {"article", "pointer"}
    find(article, ELSEWHERE, 0.4)
    accept_proposal(ProposedZone.objects.get())
    assert [(zone.polygon, zone.confidence) for zone in article.zones.all()] == [(ELSEWHERE, None)]


def test_what_was_written_is_counted_and_not_what_was_decided_already() -> None:
    article = make_article()
    section = article.page_section
    find(article, SQUARE)
    delete_zone(article.zones.get())
    drop_draft(make_draft(section))
    draft = DraftArticle(title="渡轮停航", body="<p>末班船昨夜离岸。</p>", polygons=[SQUARE], confidence=0.8)
    zone = NewZone(section.pk, SQUARE, article.pk, confidence=0.9)
    proposal = ProposedZone(article=article, polygon=SQUARE, confidence=0.4)
    assert replace_found(section, FoundOnPage([zone], [proposal], [draft])) == WrittenOnPage(0, 0, 0, is_new=False)
    elsewhere = NewZone(section.pk, ELSEWHERE, article.pk, confidence=0.9)
    draft.title, draft.body, draft.polygons = "", "<p>新书店今天开门，头一个进门的是邮递员。</p>", [BESIDE]
    for is_new in (True, False):
        assert replace_found(section, FoundOnPage([elsewhere], [proposal], [draft])) == WrittenOnPage(1, 0, 1, is_new=is_new)


def test_an_accepted_draft_follows_a_new_version_of_its_page() -> None:
    texts = [TITLE, *BODY]
    section = make_section(make_issue(), pdf=make_pages(texts))
    read_pages(PageSection.objects.all())
    draft = section.draft_articles.get()
    draft.title, draft.body = TITLE, f"<p>{''.join(BODY)}</p>"
    save_draft(draft)
    article = accept_draft(draft)
    before = article.zones.get().polygon
    section.refresh_from_db()
    save_section(section, pdf=make_pages(["另起一行，别的话", "又是一行", *texts]))
    read_pages(PageSection.objects.all())
    zone = article.zones.get()
    assert zone.polygon != before
    assert zone.confidence is not None
    assert zone.confidence > 0.9


def test_the_place_of_a_dropped_text_counts_within_the_same_print() -> None:
    section = make_section(make_issue(), pdf=make_pages(["一"]))
    drop_draft(make_draft(section, "", "认不清的字□□□□□□"))
    assert found_again(section, title="", body="<p>另一种认法</p>") == []
    save_section(section, pdf=make_pages(["二"]))
    assert found_again(section, title="", body="<p>另一种认法</p>") == [""]


def test_dropping_one_of_two_untitled_texts_leaves_the_other() -> None:
    section = make_section()
    drop_draft(make_draft(section, "", "收旧书。", polygons=[SQUARE]))
    assert found_again(section, title="", body="<p>寻物：一把黑伞。</p>", polygons=[ELSEWHERE]) == [""]


def test_the_halves_of_a_split_draft_cover_the_whole_together() -> None:
    section = make_section()
    whole = make_draft(section, "两条简讯", "图书馆今天搬家。</p><p>渡轮下周停航</p><p>末班船二十日离岸。", found_in="")
    body = whole.body
    second = split_draft(whole, 2)
    drop_draft(second)
    assert found_again(section, title="两条简讯", body=body, polygons=[ELSEWHERE]) == ["两条简讯"]
    assert section.draft_articles.waiting().get() == whole


def test_a_dropped_draft_comes_back_at_the_end_and_positions_have_no_gap() -> None:
    section = make_section()
    first, _second, third = (make_draft(section, title) for title in ("一", "二", "三"))
    drop_draft(first)
    drop_draft(third)
    assert positions(section) == [(1, "二")]
    take_back_draft(first)
    assert positions(section) == [(1, "二"), (2, "一")]
    take_back_draft(first)
    assert positions(section) == [(1, "二"), (2, "一")]


def test_nothing_is_decided_twice() -> None:
    section = make_section()
    draft = make_draft(section)
    stale = DraftArticle.objects.get()
    drop_draft(draft)
    for act in (accept_draft, drop_draft, save_draft, lambda row: split_draft(row, 1), lambda row: merge_drafts([row, row])):
        with pytest.raises(ValidationError):
            act(stale)
    assert not Article.objects.exists()
    article = make_article(section)
    proposal = ProposedZone.objects.create(page_section=section, article=article, polygon=SQUARE, confidence=0.4)
    drop_proposal(proposal)
    with pytest.raises(ValidationError):
        accept_proposal(proposal)
    with pytest.raises(ValidationError):
        drop_proposal(proposal)


def test_an_accepted_draft_is_taken_back_only_without_its_article() -> None:
    draft = make_draft(make_section())
    article = accept_draft(draft)
    with pytest.raises(ValidationError, match="渡轮停航"):
        take_back_draft(draft)
    delete_article(article)
    assert found_again(draft.page_section) == []
    take_back_draft(draft)
    assert positions(draft.page_section) == [(1, "渡轮停航")]


def test_mending_does_not_bring_back_an_old_position() -> None:
    section = make_section()
    first, second = make_draft(section, "一"), make_draft(section, "二")
    stale = DraftArticle.objects.get(pk=second.pk)
    drop_draft(first)
    stale.title = "二改"
    save_draft(stale)
    assert positions(section) == [(1, "二改")]


def test_decisions_raise_no_version_and_accepting_does() -> None:
    draft = make_draft(make_section())
    before = Issue.objects.get().version
    drop_draft(draft)
    take_back_draft(draft)
    assert Issue.objects.get().version == before
    accept_draft(draft)
    assert Issue.objects.get().version > before


def test_an_accepted_advertisement_has_a_zone_of_its_kind() -> None:
    article = accept_draft(make_draft(make_section(), kind="advertisement"))
    assert article.zones.get().kind == "advertisement"


def parts_of(front: str = "01", back: str = "03", *, fold: str = "", **labels: str) -> tuple[DraftArticle, DraftArticle]:
    issue = Issue.objects.first() or make_issue()
    first = issue.sections.filter(label=front).first() or make_section(issue, label=front, fold=fold)
    second = issue.sections.filter(label=back).first() or make_section(issue, label=back, fold=fold)
    named = {"continued_on": "3", "continues_from": "1", **labels}
    earlier = make_draft(first, "码头的早班船", continued_on=named["continued_on"])
    later = make_draft(second, "船上二十一人", "船长先上岸。", continues_from=named["continues_from"])
    return earlier, later


@pytest.mark.parametrize(
    "labels",
    [
        {},
        {"continued_on": "第三版", "continues_from": "０１"},
        {"front": "A01", "back": "A03", "continued_on": "A3", "continues_from": "1"},
        {"fold": "A叠", "continued_on": "A03", "continues_from": "A1"},
        {"back": "02-03"},
    ],
    ids=["plain", "in words and full width", "letters", "a fold", "a spread"],
)
@pytest.mark.parametrize("is_later_first", [False, True])
def test_accepted_parts_that_name_each_other_s_page_are_linked(labels: dict[str, str], *, is_later_first: bool) -> None:
    earlier, later = parts_of(**labels)
    for draft in (later, earlier) if is_later_first else (earlier, later):
        accept_draft(draft)
    first, second = Article.objects.get(title=earlier.title), Article.objects.get(title=later.title)
    assert (first.continues, second.continues) == (None, first)
    assert second.zones.get().kind == "continuation"
    assert second.zones.get().confidence == 0.8, "still the machine's"
    assert first.zones.get().kind == "article"


def test_a_part_whose_page_is_not_named_back_stays_alone() -> None:
    for draft in parts_of(continues_from="2"):
        accept_draft(draft)
    assert not Article.objects.filter(continues__isnull=False).exists()


def test_of_several_parts_that_fit_those_of_one_title_are_linked() -> None:
    earlier, later = parts_of()
    make_draft(earlier.page_section, "桥栏杆", "吊装。", continued_on="3")
    fellow = make_draft(later.page_section, "橋欄杆", "上接的话。", continues_from="1")
    for draft in DraftArticle.objects.all():
        accept_draft(draft)
    linked = Article.objects.filter(continues__isnull=False)
    assert linked.get(title=fellow.title).continues == Article.objects.get(title="桥栏杆")


def test_several_parts_that_fit_are_left_alone_until_others_are_dropped() -> None:
    earlier, later = parts_of()
    rival = make_draft(earlier.page_section, "桥栏杆", "吊装。", continued_on="03")
    accept_draft(later)
    accept_draft(earlier)
    assert not Article.objects.filter(continues__isnull=False).exists(), "the other one may be the first part"
    drop_draft(rival)
    assert Article.objects.get(title=later.title).continues == Article.objects.get(title=earlier.title)


def test_a_link_that_an_editor_set_is_left_alone() -> None:
    earlier, later = parts_of()
    article = accept_draft(later)
    article.continues = own = make_article(earlier.page_section, title="另一篇")
    article.save()
    accept_draft(earlier)
    article.refresh_from_db()
    assert article.continues == own


def test_a_withdrawn_part_keeps_its_cover_and_no_link() -> None:
    earlier, later = parts_of()
    article = accept_draft(later)
    withdraw_article(article, "错误")
    accept_draft(earlier)
    article.refresh_from_db()
    assert article.continues is None
    assert article.zones.get().kind == "article"


def told(box: list[float], caption: str = "渡轮靠岸。", credit: str = "何苇 摄") -> dict[str, Any]:
    return {"box": box, "caption": caption, "credit": credit}


def test_a_figure_shows_its_piece_of_the_page_and_no_withdrawn_print() -> None:
    picture = Image.new("RGB", (1000, 1400), "white")
    picture.paste("blue", (100, 140, 600, 840))
    section = make_section(picture=bytes_of(picture))
    set_masks(section, [[(0.1, 0.1), (0.35, 0.1), (0.35, 0.6), (0.1, 0.6)]])
    figure = accept_draft(make_draft(section, pictures=[told([0.1, 0.1, 0.6, 0.6])])).figures.get()
    with storages["masters"].open(figure.picture) as file:
        cut = Image.open(file).convert("RGB")
    assert cut.size == (500, 700)
    assert list(cut.crop((450, 350, 451, 351)).tobytes()) == pytest.approx([0, 0, 255], abs=12)
    assert min(cut.crop((100, 350, 101, 351)).tobytes()) > 200, "painted over"


def bytes_of(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(("picture", "box"), [(None, [0.1, 0.1, 0.6, 0.6]), (make_picture(), [0.1, 0.1, 0.101, 0.101])])
def test_a_picture_that_cannot_be_cut_leaves_its_caption_in_the_text(picture: bytes | None, box: list[float]) -> None:
    article = accept_draft(make_draft(make_section(picture=picture), pictures=[told(box, "船长<王>")]))
    assert not article.figures.exists()
    assert article.body.endswith("<p>船长&lt;王&gt; 何苇 摄</p>")


def test_a_page_picture_that_is_damaged_refuses_in_a_sentence_and_leaves_the_draft() -> None:
    section = make_section(picture=make_picture())
    Path(storages["masters"].path(section.picture)).write_bytes(b"broken")
    draft = make_draft(section, pictures=[told([0.1, 0.1, 0.6, 0.6])])
    with pytest.raises(ValidationError, match="第01版"):
        accept_draft(draft)
    assert not Article.objects.exists()
    assert DraftArticle.objects.waiting().get() == draft


def test_merged_drafts_bring_their_pictures_along() -> None:
    section = make_section(picture=make_picture())
    pair = [make_draft(section, title, pictures=[told([0.1, 0.1, 0.6, 0.6], title)]) for title in ("一", "二")]
    article = accept_draft(merge_drafts(pair))
    assert [figure.caption for figure in article.figures.all()] == ["一", "二"]


def test_a_search_between_two_issues_touches_one_page_alone() -> None:
    section, other = make_section(make_issue()), make_section(make_issue(dt.date(2023, 2, 15)))
    draft = make_draft(other, "别处")
    assert found_again(section) == ["渡轮停航"]
    assert other.draft_articles.get() == draft


def test_what_is_found_again_as_it_was_keeps_its_row() -> None:
    section = make_section()
    first, second, third = (
        DraftArticle(title=title, body=f"<p>{title}昨夜。</p>", confidence=0.5) for title in ("甲" * 8, "乙" * 8, "丙" * 8)
    )
    replace_found(section, FoundOnPage([], [], [first, second]))
    rows = {draft.title: draft.pk for draft in section.draft_articles.all()}
    again = [DraftArticle(title=one.title, body=one.body, confidence=0.5) for one in (third, second, first)]
    replace_found(section, FoundOnPage([], [], again))
    assert positions(section) == [(1, third.title), (2, second.title), (3, first.title)]
    found = {draft.title: draft.pk for draft in section.draft_articles.all()}
    assert rows.items() <= found.items()
    replace_found(section, FoundOnPage([], [], [DraftArticle(title=first.title, body=first.body, confidence=0.9)]))
    assert positions(section) == [(1, first.title)]
