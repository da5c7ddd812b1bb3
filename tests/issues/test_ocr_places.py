"""What a scanned page's picture tells besides its lines: photographs, tints, frames, type across. Needs no Tesseract."""

from dataclasses import replace
from itertools import pairwise

import pytest
from PIL import Image, ImageDraw

from issues.ocr.frames import frames_of
from issues.ocr.grounds import grounds_of
from issues.ocr.gutters import cut_at_gutters
from issues.ocr.hocr import Recognised, RecognisedLine, Word
from issues.ocr.ink import Ink
from issues.ocr.layout import glyphs_of, rules_of, together
from issues.ocr.missed import moved, not_of, pieces_across, pieces_along, without

RESOLUTION = 72.0  # a pixel is a point


def line(text, box, confidence=90, is_vertical=False):
    """Its characters evenly."""
    left, top, right, bottom = box
    side = (bottom - top if is_vertical else right - left) / len(text)
    starts = [round(at * side) for at in range(len(text) + 1)]
    boxes = [
        (left, top + start, right, top + end) if is_vertical else (left + start, top, left + end, bottom)
        for start, end in pairwise(starts)
    ]
    return RecognisedLine(box, [Word(confidence, list(text), boxes)])


def sheet(*boxes, size=(400, 500), grey=0):
    picture = Image.new("L", size, 250)
    draw = ImageDraw.Draw(picture)
    for left, top, right, bottom in boxes:
        draw.rectangle((left, top, right - 1, bottom - 1), fill=grey)
    return picture


def with_type(picture, box, pitch=16, side=12):
    """Squares for characters, with paper inside."""
    draw = ImageDraw.Draw(picture)
    for top in range(box[1], box[3] - side + 1, pitch):
        for left in range(box[0], box[2] - side + 1, pitch):
            draw.rectangle((left, top, left + side - 1, top + side - 1), outline=0, width=2)
    return picture


def test_photograph_is_found_to_its_edge_and_type_is_none():
    picture = with_type(sheet((50, 60, 250, 200), grey=120), (50, 220, 350, 480))
    assert grounds_of(picture, [], RESOLUTION) == ([(50, 60, 250, 200)], [])


def test_ground_with_text_on_it_is_a_tint():
    picture = with_type(sheet((50, 60, 250, 200), grey=225), (60, 70, 240, 190))
    lines = [(60, top, 240, top + 12) for top in range(70, 180, 16)]
    grounds = grounds_of(picture, lines, RESOLUTION)
    assert (len(grounds.tints), grounds.pictures) == (1, [])
    assert grounds.tints[0] == pytest.approx((50, 60, 250, 200), abs=6)


def test_column_of_grey_type_is_neither_picture_nor_tint():
    picture = sheet()
    for at in range(200):
        picture.paste(60 + at * 37 % 160, (50 + at, 60, 51 + at, 300))
    lines = [(50, top, 250, top + 12) for top in range(60, 290, 16)]
    assert grounds_of(picture, lines, RESOLUTION) == ([], [])


def test_small_sign_and_the_page_itself_are_no_pictures():
    assert grounds_of(sheet((50, 60, 75, 85)), [], RESOLUTION) == ([], [])
    assert grounds_of(Image.new("L", (300, 400), 90), [], RESOLUTION).tints == []


def test_half_of_a_photograph_goes_into_the_whole():
    assert together([(50, 60, 150, 200), (300, 60, 380, 200)], [(50, 60, 250, 200)], []) == [
        (50, 60, 250, 200),
        (300, 60, 380, 200),
    ]
    assert together([(50, 60, 150, 200)], [], [(40, 50, 260, 210)]) == []


RULES = [(50, 60, 250, 62), (50, 198, 250, 200), (50, 60, 52, 200), (248, 60, 250, 200)]


def test_four_rules_are_a_frame():
    assert frames_of([*RULES, (20, 300, 380, 302)], RESOLUTION) == [(50, 60, 250, 200)]


@pytest.mark.parametrize("missing", range(4))
def test_three_rules_are_none(missing):
    assert frames_of(RULES[:missing] + RULES[missing + 1 :], RESOLUTION) == []


def test_rule_between_columns_that_goes_on_is_no_side_of_a_frame():
    assert frames_of([*RULES[:2], (50, 20, 52, 480), (248, 20, 250, 480)], RESOLUTION) == []


def test_stroke_of_a_large_character_is_no_rule():
    page = Recognised([line("开到了", (10, 10, 130, 50))], [], [(40, 12, 44, 48), (10, 60, 390, 62)])
    assert rules_of(page, 1.0) == ((10, 60, 390, 62),)


BODY = [line("渡口改造从今年春天开始", (120, top, 320, top + 16)) for top in range(20, 420, 24)]


def page_with_headline():
    """Level text with a headline of 30-point type that stands at its left, of which garbage was made."""
    picture = sheet()
    for own in BODY:
        with_type(picture, own.box)
    with_type(picture, (40, 20, 70, 340), pitch=32, side=30)
    return Recognised([line("伴玉巴寺", (40, 20, 70, 340), 20), *BODY]), Ink(picture)


def test_headline_that_stands_beside_level_text_is_looked_at():
    page, ink = page_with_headline()
    ((left, top, right, bottom),) = pieces_across(page, ink, [], is_vertical=False)
    assert left <= 40
    assert top <= 20
    assert 70 <= right < 120
    assert 340 <= bottom < 360


def test_headline_that_lies_above_vertical_text_is_looked_at():
    page, ink = page_with_headline()
    turned = [
        RecognisedLine(
            (one.box[1], one.box[0], one.box[3], one.box[2]),
            [Word(word.confidence, word.characters, [(b, a, d, c) for a, b, c, d in word.boxes]) for word in one.words],
        )
        for one in page.lines
    ]
    ink.mask = ink.mask.transpose(Image.Transpose.TRANSPOSE)
    ((left, top, right, bottom),) = pieces_across(Recognised(turned), ink, [], is_vertical=True)
    assert (left <= 20, top <= 40, right >= 340, 70 <= bottom < 120) == (True, True, True, True)


def test_page_of_level_text_has_nothing_across():
    _, ink = page_with_headline()
    assert pieces_across(Recognised(BODY), ink, [(30, 10, 80, 350)], is_vertical=False) == []
    assert pieces_across(Recognised(), ink, [], is_vertical=False) == []


def test_characters_of_a_headline_leave_the_line_that_they_were_joined_to():
    joined = line("𠮷据护林队统计", (60, 20, 200, 40))
    kept = without(Recognised([joined, *BODY]), (50, 10, 80, 340), is_vertical=False).lines
    assert [one.text for one in kept] == ["据护林队统计", *(one.text for one in BODY)]
    assert kept[0].box == (80, 20, 200, 40)


def test_line_within_a_piece_goes_and_its_neighbours_stay_as_they_are():
    above = line("市气象台", (10, 4, 200, 14))
    kept = without(Recognised([above, line("伴玉巴寺", (52, 20, 70, 300), 20)]), (50, 12, 80, 340), is_vertical=False)
    assert kept.lines == [above]


def test_heads_of_lines_that_were_read_across_are_no_headline():
    heads = line("渡渡渡渡渡渡", (120, 20, 136, 160), is_vertical=True)
    headline = line("伴玉巴寺", (40, 20, 70, 340), is_vertical=True)
    assert not_of(Recognised(BODY), [heads, headline], is_vertical=False) == [headline]


def test_what_was_read_in_a_piece_stands_where_the_piece_was_cut_out():
    (read,) = moved(Recognised([line("汐桥", (5, 6, 25, 46), is_vertical=True)]), 100, 200)
    assert (read.box, read.boxes[1]) == ((105, 206, 125, 246), (105, 226, 125, 246))


def test_lines_that_were_not_read_are_looked_at_again():
    page, ink = page_with_headline()
    lost = replace(page, lines=[one for one in BODY if not 140 < one.box[1] < 220])
    ((left, top, right, bottom),) = pieces_along(lost, ink, [(30, 10, 80, 350)], is_vertical=False)
    assert (left <= 120, right >= 312) == (True, True)
    assert 120 < top <= 164
    assert 212 < bottom < 240
    assert pieces_along(page, ink, [(30, 10, 80, 350)], is_vertical=False) == []


def two_columns(count):
    """Lines over a gutter of two characters' width."""
    picture, lines = sheet(), []
    for at in range(count):
        top = 40 + 20 * at
        with_type(with_type(picture, (20, top, 164, top + 14)), (196, top, 340, top + 14))
        lines.append(line("春汛的日期早稻收购忙有序推进助浴服务站点", (20, top, 336, top + 12)))
    return Recognised(lines), Ink(picture)


def test_lines_drawn_over_a_gutter_are_cut_there():
    page, ink = two_columns(12)
    cut = cut_at_gutters(page, ink, 12.0, is_vertical=False).lines
    assert [one.text for one in cut] == ["春汛的日期早稻收购忙"] * 12 + ["有序推进助浴服务站点"] * 12
    assert cut[0].box[2] <= 164
    assert cut[12].box[0] >= 190


def test_white_within_a_line_that_no_other_line_has_is_a_space():
    page, ink = two_columns(1)
    ImageDraw.Draw(ink.mask).rectangle((20, 60, 340, 70), fill=255)
    assert cut_at_gutters(page, ink, 12.0, is_vertical=False).lines == page.lines


def test_white_in_a_headline_is_a_space():
    page, ink = two_columns(1)
    assert cut_at_gutters(page, ink, 8.0, is_vertical=False).lines == page.lines


def test_ink_of_the_line_above_makes_no_character_larger():
    ink = Ink(with_type(sheet((20, 38, 160, 41)), (20, 46, 160, 60)))
    (first, *_) = glyphs_of(Recognised([line("汐桥通车𠮷野家", (20, 38, 132, 60))]), ink, 1.0, is_vertical=False)
    assert first.size == pytest.approx(12.6, abs=0.5)


def test_rule_that_was_read_as_strokes_is_no_text():
    ink = Ink(sheet((20, 40, 22, 100)))
    assert list(glyphs_of(Recognised([line("|", (18, 40, 24, 100))]), ink, 1.0, is_vertical=False)) == []
