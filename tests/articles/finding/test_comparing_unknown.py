"""A late box stands on the page alone: it is told; masthead, folio and column heads are not."""

from articles.finding.blocks import blocks_of
from articles.finding.comparing import unknown_print
from articles.finding.lines import lines_of
from articles.finding.stories import Story
from articles.finding.zones import find_zones
from issues.layer import Glyph, TextLayer
from tests.articles.finding.test_comparing import printed

TITLE = "老街的灯笼挂矮了半米"
BODY = "昨天下午，管理组沿街走了一趟，把每个摊位的粉线重画一遍。入冬以后再推广到南段，孩子也看得清。"


def at(text: str, left: float, top: float, size: float = 10.0) -> tuple[Glyph, ...]:
    from_top = printed(text, measure=20, size=size, left=left)
    return tuple(
        Glyph(one.character, one.box._replace(top=one.box.top + top, bottom=one.box.bottom + top), size) for one in from_top
    )


def told(*more: Glyph) -> list[tuple[str, float]]:
    glyphs = (*at("03", 20, 20, 20), *at("澄浦日报2024年10月15日星期二", 200, 30), *at(f"{TITLE}\n{BODY}", 20, 200), *more)
    layer = TextLayer(800, 1100, glyphs)
    found = find_zones(layer, [Story("1", TITLE, (TITLE,), (BODY,))])
    return [(one.printed, one.box.top) for one in unknown_print(layer, found.unknown, ["服务信息速递", TITLE + BODY])]


def test_a_page_and_its_article_leave_nothing_unknown() -> None:
    assert told() == []


def test_a_late_box_is_told_as_one_block() -> None:
    assert told(*at("今晚八时起老街停水检修，\n明早六时恢复供水。", 400, 600)) == [
        ("今晚八时起老街停水检修，明早六时恢复供水。", 600)
    ]


def test_headings_and_turns_are_not_told() -> None:
    assert (
        told(*at("公益广告", 400, 600), *at("服务信息速递", 400, 700), *at("下转第3版", 400, 800), *at("06版\n12版", 400, 900))
        == []
    )


def test_a_torn_line_of_an_article_is_not_told() -> None:
    glyphs = at("入冬以后再推广到南段，", 400, 600)
    layer = TextLayer(800, 1100, glyphs)
    blocks = blocks_of(lines_of(layer))
    assert len(unknown_print(layer, blocks, [])) == 1
    assert unknown_print(layer, blocks, [BODY]) == []
