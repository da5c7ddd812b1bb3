"""换版: what a page's next version says otherwise."""

import random

import pytest

from articles.finding.comparing import compare_glyphs, compare_layers
from articles.finding.comparing.aligning import Segment, apart, forward
from articles.finding.comparing.hunks import _exact as exact
from articles.finding.comparing.pairs import of_versions
from issues.layer import Box, Glyph, TextLayer

BLOCKS = (
    "市图书馆今起搬家，五万册旧书要过一条马路。搬家由一百二十名志愿者接力完成，预计三天。读者可在新馆门口还书。",
    "渡口早班船开进最后一周，码头上来了许多拍照的人。船长说，雾大的日子他靠听，左边是桥墩的回声，右边是水响。",
    "菜场里的公平秤换了第七台，摊主老何把旧秤擦了又擦。他说这台秤称过的鱼比河里的还多，一两也没有错过账。",
)


def layer(blocks, measure=12):
    glyphs, line = [], 0
    for block in blocks:
        for at, character in enumerate(block):
            left, top = at % measure * 10, (line + at // measure) * 15
            glyphs.append(Glyph(character, Box(left, top, left + 10, top + 10), 10))
        line += len(block) // measure + 2
    return TextLayer(600, 900, tuple(glyphs))


def test_the_same_page_again_has_no_differences():
    assert compare_layers(layer(BLOCKS), layer(BLOCKS)) == []


def test_blocks_that_moved_and_flow_anew_are_none():
    assert compare_layers(layer(BLOCKS), layer((BLOCKS[2], BLOCKS[0], BLOCKS[1]), measure=17)) == []


def test_a_change_within_a_block_that_moved_is_told_with_both_places():
    changed = BLOCKS[0].replace("一百二十", "一百三十")
    before, after = layer(BLOCKS), layer((BLOCKS[1], BLOCKS[2], changed), measure=15)
    (mark,) = compare_layers(before, after)
    assert (mark.kind, mark.written, mark.printed) == ("changed", "一百二十", "一百三十")
    assert "".join(glyph.character for glyph in before.glyphs[mark.start : mark.end]) == "一百二十"
    assert "".join(glyph.character for glyph in after.glyphs[slice(*mark.glyphs)]) == "一百三十"
    assert mark.boxes
    assert mark.boxes_before
    assert mark.boxes != mark.boxes_before


def test_a_block_that_is_gone_and_one_that_is_new_are_one_each():
    new = "本报启事：明日休刊一日。印刷厂检修设备，后天照常出版，特此告知各位读者与投递员。"
    found = compare_layers(layer(BLOCKS), layer((BLOCKS[0], BLOCKS[2], new)))
    assert sorted((mark.kind, mark.written or mark.printed) for mark in found) == [("printed", new), ("written", BLOCKS[1])]


def test_empty_pages_differ_by_what_the_other_has():
    empty = TextLayer(600, 900)
    assert compare_layers(empty, empty) == []
    assert [mark.kind for mark in compare_layers(empty, layer(BLOCKS[:1]))] == ["printed"]
    assert [mark.kind for mark in compare_layers(layer(BLOCKS[:1]), empty)] == ["written"]


def test_every_piece_outside_the_differences_is_the_same_text():
    random_ = random.Random(7)
    for _ in range(40):
        one = "".join(random_.choice("甲乙丙丁。1.A-") for _ in range(random_.randrange(120)))
        other = list(one)
        for _ in range(random_.randrange(6)):
            at = random_.randrange(len(other) + 1)
            other[at : at + random_.randrange(3)] = random_.choices("甲乙戊2", k=random_.randrange(3))
        before, after = layer([one]).glyphs, layer(["".join(other)]).glyphs
        pair = of_versions(before, after)
        left, right, a, b = "", "", 0, 0
        for mark in compare_glyphs(before, after):
            left += pair.a[a : _unit(pair.text, mark.start)]
            right += pair.b[b : _unit(pair.page, mark.glyphs[0])]
            a, b = _unit(pair.text, mark.end), _unit(pair.page, mark.glyphs[1])
        assert left + pair.a[a:] == right + pair.b[b:]


def _unit(stream, place):
    return sum(start < place for start in stream.starts)


@pytest.mark.parametrize("alphabet", ["的", "的一", "的一是在不了"])
def test_texts_of_few_characters_cost_no_square(monkeypatch, alphabet):
    cells = []
    random_ = random.Random(3)
    one, other = ("".join(random_.choices(alphabet, k=length)) for length in (6000, 5990))

    def counted(a, b, gap):
        cells.append((gap.a1 - gap.a0) * (gap.b1 - gap.b0))
        return exact(a, b, gap)

    monkeypatch.setattr("articles.finding.comparing.hunks._exact", counted)
    assert compare_glyphs(layer([one]).glyphs, layer([other]).glyphs)
    assert sum(cells) < 6000 * 200


def test_the_heaviest_chain_goes_forward_in_both():
    runs = [Segment(0, 50, 8), Segment(10, 0, 20), Segment(40, 30, 9), Segment(60, 20, 30)]
    assert forward(runs) == [runs[1], runs[3]]
    assert apart([Segment(0, 0, 10), Segment(8, 9, 10)]) == [Segment(0, 0, 10), Segment(10, 11, 8)]
