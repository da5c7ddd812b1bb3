from collections.abc import Iterator
from typing import Any

from articles.finding.drafts import FoundStory, find_drafts
from articles.finding.page_text import page_text
from issues.layer import Box, Glyph, TextLayer

SONG, HEI = 0, 1
FONTS = ("ABCDEF+Song", "ABCDEF+Hei")
RIVER = (
    "本报讯（记者 林晚舟）昨天清晨五点，望汐码头的铁栅门拉开半扇，头一个进来的还是卖豆腐的人。她把两只木桶搁到船尾的老位置。",
    "早班渡轮开航四十年，起初专为接送早班的女工，后来厂子停了，船没有停，先后换过三条船和五任船长。",
)
LIBRARY = (
    "市图书馆的旧书今天装上第一辆车，书按架号走，每箱贴三张标签，路上走了两个钟头才到新馆门前。",
    "𠮷野家的街坊送来热茶，馆员把第一百零八箱抬上二楼，窗外的桂花开了，读者在门口排队等开门。",
)


def line(text: str, left: float, top: float, size: float = 10.0, font: int = SONG) -> list[Glyph]:
    """Latin letters and figures half as wide; spaces move on without a glyph."""
    glyphs, x = [], left
    for character in text:
        width = size if ord(character) >= 0x2E80 or character in "“”" else size / 2
        if character != " ":
            glyphs.append(Glyph(character, Box(x, top, x + width, top + size), size, font))
        x += width
    return glyphs


def rows_of(paragraphs: tuple[str, ...], wide: int) -> list[str]:
    rows = []
    for text in paragraphs:
        text = "　　" + text.replace(" ", "　")
        rows += [text[at : at + wide] for at in range(0, len(text), wide)]
    return rows


def columns(paragraphs: tuple[str, ...], left: float, top: float, wide: int, deep: int, size: float = 10.0) -> list[Glyph]:
    """Columns of `wide` characters and `deep` rows, a gutter of one and a half characters."""
    glyphs = []
    for number, row in enumerate(rows_of(paragraphs, wide)):
        x = left + number // deep * (wide + 1.5) * size
        text = row.replace("　", "  ")
        glyphs += line(text, x, top + number % deep * 1.5 * size, size)
    return glyphs


def standing(text: str, right: float, top: float, size: float = 10.0, deep: int = 40) -> Iterator[Glyph]:
    """Lines that run downwards, from right to left."""
    for number in range(0, len(text), deep):
        x = right - size - number // deep * 1.5 * size
        for at, character in enumerate(text[number : number + deep]):
            if character != "　":
                yield Glyph(character, Box(x, top + at * size, x + size, top + (at + 1) * size), size, SONG, True)


def page(*parts: list[Glyph], **more: Any) -> TextLayer:
    return TextLayer(800.0, 1100.0, tuple(glyph for part in parts for glyph in part), fonts=FONTS, **more)


def ferry(left: float = 40, top: float = 100) -> list[Glyph]:
    return [
        *line("一万五千个清晨之后", left, top, 14),
        *line("望汐码头早班渡轮", left, top + 20, 30),
        *line("开进最后一周", left, top + 56, 30),
        *line("次日有轨电车接过早行人", left, top + 92, 13),
        *line("本报记者 林晚舟", left, top + 112, 10, HEI),
        *columns(RIVER, left, top + 132, 14, 4),
    ]


def library(left: float = 500, top: float = 100) -> list[Glyph]:
    return [*line("旧书今天搬家", left, top, 24), *columns(LIBRARY, left, top + 36, 14, 20)]


def only(layer: TextLayer) -> FoundStory:
    (story,) = find_drafts(layer)
    return story


def plain(paragraphs: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(text.replace(" ", "") for text in paragraphs)


def test_headline_is_told_into_kicker_title_subtitle_and_byline():
    story = only(page(ferry()))
    assert (story.kicker, story.title) == ("一万五千个清晨之后", "望汐码头早班渡轮开进最后一周")
    assert (story.subtitle, story.byline) == ("次日有轨电车接过早行人", "本报记者 林晚舟")
    assert story.authors == ("林晚舟",)


def test_text_runs_from_column_to_column_and_indents_begin_paragraphs():
    assert plain(only(page(ferry())).paragraphs) == plain(RIVER)


def test_neighbours_stay_apart_without_a_rule():
    stories = find_drafts(page(ferry(), library()))
    assert [story.title for story in stories] == ["望汐码头早班渡轮开进最后一周", "旧书今天搬家"]
    assert stories[1].paragraphs == LIBRARY


def test_order_of_glyphs_in_the_file_does_not_matter():
    layer = page(library(), ferry())
    turned = TextLayer(layer.width, layer.height, layer.glyphs[::-1], fonts=FONTS)
    assert [story.paragraphs for story in find_drafts(turned)] == [story.paragraphs for story in find_drafts(layer)]


def test_boxed_item_within_a_column_is_a_story_of_its_own():
    box = [*line("今天多云", 60, 250, 16), *columns(("白天多云，夜里转晴，东北风三级，早晚添衣。",), 60, 275, 10, 9)]
    above = [*line("旧书今天搬家", 40, 100, 24), *columns(LIBRARY[:1], 40, 136, 14, 9)]
    below = columns(LIBRARY[1:], 40, 360, 14, 9)
    stories = find_drafts(page(above, box, below, panels=(Box(45, 240, 180, 345),)))
    assert {story.title: story.paragraphs for story in stories} == {
        "旧书今天搬家": LIBRARY,
        "今天多云": ("白天多云，夜里转晴，东北风三级，早晚添衣。",),
    }


def test_columns_go_on_below_a_picture_and_its_caption_is_kept_apart():
    head = line("旧书今天搬家", 40, 100, 24)
    text = [*columns(LIBRARY[:1], 40, 136, 5, 12), *columns(LIBRARY[1:], 105, 260, 14, 9)]
    caption = line("馆员抬起书箱。何苇 摄", 105, 240, 8, HEI)
    story = only(page(head, text, caption, pictures=(Box(105, 136, 245, 236),)))
    assert story.paragraphs == LIBRARY
    assert story.captions == ("馆员抬起书箱。何苇 摄",)


def test_masthead_and_folio_are_in_no_story():
    folio = [
        *line("澄浦日报", 40, 40, 12),
        *line("2024年10月14日 星期一", 300, 40),
        *line("责任编辑 高静", 500, 40),
        *line("07", 740, 36, 20),
    ]
    layer = page(folio, ferry(), rules=(Box(40, 60, 760, 61),))
    assert "澄浦日报" not in only(layer).title + "".join(only(layer).paragraphs)


def test_vertical_article_is_read_from_right_to_left():
    text = "　　" + LIBRARY[0] + "　　" + LIBRARY[1]
    glyphs = [*standing("旧书今天搬家", 700, 100, 26), *standing(text, 655, 100, deep=24)]
    assert only(page(glyphs)).title == "旧书今天搬家"
    assert "".join(only(page(glyphs)).paragraphs) == "".join(LIBRARY)


def test_standing_headline_belongs_to_the_text_beside_it():
    glyphs = [*standing("旧书今天搬家", 90, 100, 26), *columns(LIBRARY, 105, 100, 14, 5)]
    assert only(page(glyphs)).title == "旧书今天搬家"
    assert only(page(glyphs)).paragraphs == LIBRARY


def test_page_that_a_story_goes_on_to_is_told_and_not_part_of_its_text():
    story = only(page(library(), line("（下转第03版）", 570, 270, 10, HEI)))
    assert story.continued_to == "03"
    assert story.paragraphs == LIBRARY


def test_page_that_a_story_comes_from_is_told():
    glyphs = [*line("旧书今天搬家", 40, 100, 24), *columns(("（上接第01版）", *LIBRARY), 40, 136, 14, 20)]
    assert (only(page(glyphs)).continued_from, only(page(glyphs)).paragraphs) == ("01", LIBRARY)


def test_pointers_lead_to_pages():
    box = [
        *line("今日导读", 60, 110, 16),
        *line("老街市集抽签", 60, 140),
        *line("02版", 200, 140, 10, HEI),
        *line("石桥头一批蟹", 60, 160),
        *line("04版", 200, 160, 10, HEI),
    ]
    pointers, _ferry = find_drafts(page(box, ferry(300), panels=(Box(50, 100, 240, 180),)))
    assert pointers.kind == "pointer"
    assert pointers.leads == (("老街市集抽签", "02"), ("石桥头一批蟹", "04"))


def test_small_notices_below_each_other_are_told_apart():
    small = [
        *line("遗失声明", 520, 300, 8, HEI),
        *columns(("何苇遗失渡口月票一张，编号五三一，声明作废。",), 500, 312, 12, 20, 8),
        *line("注销公告", 520, 350, 8, HEI),
        *columns(("望汐小卖部即日起注销，请债权人于四十五日内申报。",), 500, 362, 12, 20, 8),
    ]
    notices = [story for story in find_drafts(page(ferry(), small)) if story.kind == "notice"]
    assert [story.title for story in notices] == ["遗失声明", "注销公告"]
    assert notices[1].paragraphs == ("望汐小卖部即日起注销，请债权人于四十五日内申报。",)


def test_articles_are_found_beside_more_small_print_than_their_own():
    notices = [
        glyph
        for number in range(24)
        for glyph in (
            *line("遗失声明", 520, 300 + 30 * number, 8, HEI),
            *columns(("何苇遗失渡口月票一张，编号五三一，声明作废。",), 500, 310 + 30 * number, 26, 20, 8),
        )
    ]
    long = (*RIVER, *LIBRARY, *RIVER, *LIBRARY)
    stories = find_drafts(page(line("头班船", 40, 100, 24), columns(long, 40, 136, 20, 60), notices))
    assert plain(next(story for story in stories if story.title == "头班船").paragraphs) == plain(long)
    assert sum(story.title == "遗失声明" for story in stories) == 24


def test_latin_words_are_joined_with_spaces_and_hyphens_of_the_setting_vanish():
    rows = [
        "  The water company put the new",
        "timetable up at the ferry termi-",
        "nal on Monday. Nobody knew",
        "whether it would last.",
    ]
    glyphs = [glyph for at, row in enumerate(rows) for glyph in line(row, 40, 140 + 15 * at)]
    story = only(page(line("Ferry moves", 40, 100, 24), glyphs))
    assert story.title == "Ferry moves"
    assert story.paragraphs == (
        "The water company put the new timetable up at the ferry terminal on Monday. Nobody knew whether it would last.",
    )


def test_drop_capital_begins_the_paragraph():
    rows = ["报讯昨天清晨铁栅门拉开", "半扇，头一个进来的还是", "她把两只木桶搁到船尾的老位置上，", "往里抵了抵。"]
    lefts = [75, 75, 40, 40]
    glyphs = [glyph for at, row in enumerate(rows) for glyph in line(row, lefts[at], 140 + 15 * at)]
    story = only(page(line("头班船", 40, 100, 24), line("本", 40, 140, 26), glyphs))
    assert story.paragraphs == ("本" + "".join(rows),)


def test_table_is_read_line_by_line():
    cells = [("车次", "终点", "票价"), ("K831", "枫林", "22元"), ("K173", "西洲", "39元"), ("K738", "落雁", "61元")]
    glyphs = [
        glyph
        for row, texts in enumerate(cells)
        for at, text in enumerate(texts)
        for glyph in line(text, 40 + 70 * at, 140 + 20 * row)
    ]
    story = next(
        story for story in find_drafts(page(line("班车时刻", 60, 100, 20), glyphs, library())) if story.title == "班车时刻"
    )
    assert story.paragraphs == ("车次 终点 票价", "K831 枫林 22元", "K173 西洲 39元", "K738 落雁 61元")


def test_polygons_lie_within_the_page_and_around_the_text():
    story = only(page(library()))
    corners = [corner for polygon in story.polygons for corner in polygon]
    assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in corners)
    assert min(x for x, _y in corners) == 500 / 800


def test_story_without_a_headline_is_less_certain():
    assert only(page(columns(LIBRARY, 500, 136, 14, 20))).confidence < only(page(library())).confidence


def test_page_text_has_whole_paragraphs_and_the_folio_last():
    folio = [*line("澄浦日报", 40, 40, 12), *line("2024年10月14日 星期一", 300, 40)]
    text = page_text(page(folio, library(40)))
    assert text.startswith("旧书今天搬家\n" + "\n".join(LIBRARY))
    assert text.rstrip().endswith("星期一")


def test_empty_page_has_no_drafts_and_no_text():
    assert find_drafts(page()) == []
    assert page_text(page()) == ""
