"""Whose a line is, where several stories could have printed it."""

from articles.finding.stories import Story
from articles.finding.zones import Found, find_zones
from issues.layer import Box, Glyph, TextLayer

SHARED = "渡口的早班船照常开行，船票不涨价，老人和孩子上船先坐，雨天另开一班接送学生，"
ONE = ("青苇镇的灯笼昨天全部换成新的，沿河两里路都亮了。", SHARED)
TWO = ("白鹭口的图书馆今天搬进新楼，𠮷田先生捐了五箱书。", SHARED)


def set_lines(text, left, top, measure=12, size=10.0):
    """Glyphs in lines of `measure` cells, and where the next line would begin."""
    glyphs = []
    for at, character in enumerate(text):
        x, y = left + at % measure * size, top + at // measure * size * 1.4
        glyphs.append(Glyph(character, Box(x, y, x + size, y + size), size))
    return glyphs, top + -(-len(text) // measure) * size * 1.4


def set_story(title, paragraphs, left, top):
    glyphs, below = set_lines(title, left, top, 8, 15.0)
    for paragraph in paragraphs:
        more, below = set_lines(paragraph, left, below)
        glyphs += more
    return glyphs


def printed(found: Found, layer: TextLayer, key: str) -> str:
    return "".join(layer.glyphs[place].character for place in found.glyphs.get(key, ()))


def page(*glyphs: list[Glyph]) -> TextLayer:
    return TextLayer(600, 800, tuple(glyph for part in glyphs for glyph in part))


def test_a_paragraph_that_two_stories_have_stays_with_each() -> None:
    stories = [Story("1", "灯笼换新了", ("灯笼换新了",), ONE), Story("2", "图书馆搬家", ("图书馆搬家",), TWO)]
    layer = page(set_story("灯笼换新了", ONE, 20, 100), set_story("图书馆搬家", TWO, 160, 100))
    found = find_zones(layer, stories)
    assert printed(found, layer, "1") == "灯笼换新了" + "".join(ONE)
    assert printed(found, layer, "2") == "图书馆搬家" + "".join(TWO)


def test_a_pointer_that_says_the_title_leads_there_from_its_list() -> None:
    rows = ("五十八平方米里挪出一张书桌", "石桥蟹农的凌晨四点")
    links = tuple((row, key) for row, key in zip(rows, "34", strict=True))
    body = tuple(f"{row}　第B0{key}版" for row, key in links)
    stories = [
        Story("2", "今日导读", ("今日导读",), body, kind="pointer", links=links),
        *(Story(key, row, (row,), TWO, is_here=False) for row, key in links),
    ]
    layer = page(
        set_lines("今日导读", 20, 100, 30, 18.0)[0],
        *(set_lines(row, 20, 140 + 25 * at, 30)[0] for at, row in enumerate(rows)),
    )
    zones = [(zone.key, zone.kind) for zone in find_zones(layer, stories).zones]
    assert sorted(zones) == [("2", "article"), ("3", "pointer"), ("4", "pointer")]


def test_the_pages_own_name_is_no_part_of_a_column_of_that_name() -> None:
    layer = page(set_lines("街坊", 300, 10, 30, 20.0)[0], set_lines("街坊", 20, 90)[0], set_story("灯笼换新了", ONE, 20, 110))
    [zone] = find_zones(layer, [Story("1", "灯笼换新了", ("街坊", "灯笼换新了"), ONE)]).zones
    assert min(y for _x, y in zone.polygon) > 80 / 800


def test_a_character_set_far_from_the_next_is_its_storys() -> None:
    lines = ("铜井镇的招领处昨天收到一把", "伞", "联系电话五五五一二三四。")
    layer = page(set_lines(lines[0], 20, 100, 13)[0], set_lines(lines[1], 80, 114)[0], set_lines(lines[2], 20, 128)[0])
    found = find_zones(layer, [Story("1", "", (), ("".join(lines),))])
    assert printed(found, layer, "1") == "".join(lines)
