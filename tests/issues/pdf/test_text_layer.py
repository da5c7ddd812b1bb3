"""The text layer of a page: characters with their cells, pictures, rules, panels; fonts that tell nothing."""

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image

from issues import pdf
from issues.layer import Box, TextLayer, decode, encode
from issues.pictures import FileRefused
from tests.articles.importing.pdf_pages import make_pages
from tests.issues.pdf.making import SAMPLE, changed, drawn, line, typeset


def text(layer: TextLayer) -> str:
    return "".join(glyph.character for glyph in layer.glyphs)


def near(box: Box, *sides: float) -> bool:
    return all(abs(side - wanted) < 0.5 for side, wanted in zip(box, sides, strict=True))


def test_glyphs_have_cells_of_one_height_side_by_side():
    layer = pdf.text_layer(drawn(line("汐桥，通", 100, 700)))
    assert text(layer) == "汐桥，通"
    assert (layer.width, layer.height, layer.unmapped, layer.fonts) == (600, 800, 0, ("Song",))
    for number, glyph in enumerate(layer.glyphs):
        assert near(glyph.box, 100 + 20 * number, 800 - 717.6, 120 + 20 * number, 800 - 697.6)
        assert (glyph.size, glyph.is_vertical) == (20, False)


def test_a_pair_of_surrogates_is_one_character():
    assert [glyph.character for glyph in pdf.text_layer(drawn(line("𠮷野", 100, 700))).glyphs] == ["𠮷", "野"]


def turned(data: bytes, turn: int) -> bytes:
    return changed(data, lambda made: made.pages[0].rotate(turn, relative=False))


def test_a_turned_page_has_places_as_it_is_read():
    upright = drawn(line("汐桥", 100, 700))
    for turn, place in ((90, (697.6, 100)), (180, (480, 697.6)), (270, (82.4, 480))):
        layer = pdf.text_layer(turned(upright, turn))
        box = layer.glyphs[0].box
        assert (round(box.left, 1), round(box.top, 1)) == place
        assert layer.width > layer.height or turn == 180


def test_spaces_and_what_is_printed_twice_are_left_out():
    bold = line("汐桥", 100, 700) + line("汐桥", 100.4, 700) + line("汐桥", 101, 699.2)
    assert text(pdf.text_layer(drawn(bold))) == "汐桥"
    assert text(pdf.text_layer(make_pages(["汐　桥 通", "桥车"]))) == "汐桥通桥车"


def test_a_character_that_is_doubled_in_the_text_stays():
    assert text(pdf.text_layer(drawn(line("汐汐ff车车", 100, 700)))) == "汐汐ff车车"


def test_invisible_text_of_a_recognised_scan_is_text():
    assert text(pdf.text_layer(drawn(line("汐桥", 100, 700, before="3 Tr")))) == "汐桥"


def test_text_outside_the_page_is_left_out():
    assert text(pdf.text_layer(drawn(line("汐桥", 100, 700) + line("通车", 700, 700) + line("野", 100, -300)))) == "汐桥"


def test_lines_that_run_downwards_are_vertical():
    layer = pdf.text_layer(typeset([("今天", 100, 700), *[(letter, 300, 700 - 20 * at) for at, letter in enumerate("昨天，说")]]))
    assert [(glyph.character, glyph.is_vertical) for glyph in layer.glyphs] == [
        *[(letter, False) for letter in "今天"],
        *[(letter, True) for letter in "昨天，说"],
    ]
    assert len({round(glyph.box.height, 2) for glyph in layer.glyphs}) == 1


def test_a_vertical_line_of_one_glyph_goes_on_from_the_last():
    letters = [*[(letter, 300, 700 - 20 * at) for at, letter in enumerate("昨天说")], ("人", 270, 700)]
    assert all(glyph.is_vertical for glyph in pdf.text_layer(typeset(letters)).glyphs)


def test_short_level_lines_under_one_another_are_not_vertical():
    layer = pdf.text_layer(drawn("".join(line("汐桥通", 300, 700 - 22 * at) for at in range(4)) + line("车", 300, 612)))
    assert not any(glyph.is_vertical for glyph in layer.glyphs)


def test_a_font_for_vertical_type_runs_downwards():
    def upend(made: pikepdf.Pdf) -> None:
        made.pages[0].Resources.Font.F1.Encoding = Name("/Identity-V")
        made.pages[0].Resources.Font.F1.DescendantFonts[0].CIDSystemInfo.Ordering = pikepdf.String("GB1")

    layer = pdf.text_layer(drawn(line("汐桥通", 300, 700), change=upend))
    assert text(layer) == "汐桥通"
    for number, glyph in enumerate(layer.glyphs):
        assert glyph.is_vertical
        assert near(glyph.box, 290, 100 + 20 * number, 310, 120 + 20 * number)


def test_turned_type_is_vertical_when_it_is_read_downwards():
    down = pdf.text_layer(drawn(f"q 0 -1 1 0 300 700 cm {line('office', 0, 0)} Q"))
    up = pdf.text_layer(drawn(f"q 0 1 -1 0 300 100 cm {line('office', 0, 0)} Q"))
    assert (text(down), text(up)) == ("office", "office")
    assert all(glyph.is_vertical for glyph in down.glyphs)
    assert not any(glyph.is_vertical for glyph in up.glyphs)
    assert near(down.glyphs[1].box, 297.6, 120, 317.6, 140)


def test_type_in_a_form_stands_where_it_is_shown():
    def wrap(made: pikepdf.Pdf) -> None:
        page = made.pages[0]
        form = made.make_stream(line("汐桥", 10, 10).encode(), Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 300, 300])
        form.Matrix, form.Resources = Array([1, 0, 0, 1, 5, 5]), Dictionary(Font=page.Resources.Font)
        page.Resources.XObject = Dictionary(X=form)

    layer = pdf.text_layer(drawn("q 2 0 0 2 100 300 cm /X Do Q", change=wrap))
    assert near(layer.glyphs[0].box, 130, 800 - 330 - 35.2, 170, 800 - 330 + 4.8)
    assert layer.glyphs[0].size == 40


def test_ligatures_and_radicals_are_the_characters_that_they_look_like():
    layer = pdf.text_layer(make_pages(["⼀⼆ﬁ"]))
    assert text(layer) == "一二fi"
    assert near(layer.glyphs[2].box, 68, layer.glyphs[2].box.top, 75, layer.glyphs[2].box.bottom)


def test_glyphs_of_no_known_meaning_are_counted():
    layer = pdf.text_layer(make_pages(["汐\ue001桥\ufffd\x07\U000f1234通"]))
    assert (text(layer), layer.unmapped) == ("汐桥通", 4)


def without_maps(made: pikepdf.Pdf) -> None:
    for font in made.objects:
        if isinstance(font, Dictionary) and "/ToUnicode" in font:
            del font.ToUnicode


def test_a_composite_font_without_its_map_gives_no_garbage():
    data = changed(SAMPLE, without_maps)
    whole, layer = pdf.text_layer(SAMPLE), pdf.text_layer(data)
    assert layer.glyphs == ()
    assert layer.unmapped >= len(whole.glyphs)
    assert pdf.read_pages(data)[0].text == ""


def test_one_font_without_its_map_leaves_the_others_readable():
    def drop_one(made: pikepdf.Pdf) -> None:
        del made.pages[0].Resources.Font.F6.ToUnicode

    whole, layer = pdf.text_layer(SAMPLE), pdf.text_layer(changed(SAMPLE, drop_one))
    lost = [glyph for glyph in whole.glyphs if whole.fonts[glyph.font].endswith("-Regular")]
    assert len(layer.glyphs) == len(whole.glyphs) - len(lost)
    assert layer.unmapped >= len(lost) > 500


def simple_font(made: pikepdf.Pdf, **entries: object) -> None:
    program = made.make_stream(b"\0\1\0\0" + bytes(60))
    shape = Dictionary(Type=Name.FontDescriptor, FontName=Name("/ABCDEF+X"), Flags=4, FontBBox=[0, -200, 1000, 800], StemV=80)
    shape.Ascent, shape.Descent, shape.ItalicAngle, shape.CapHeight, shape.FontFile2 = 800, -200, 0, 700, program
    font = Dictionary(Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name("/ABCDEF+X"), FirstChar=32, LastChar=126)
    font.Widths, font.FontDescriptor = Array([500] * 95), made.make_indirect(shape)
    for name, value in entries.items():
        font[f"/{name}"] = value
    made.pages[0].Resources.Font.F1 = made.make_indirect(font)


def test_a_simple_font_with_codes_of_its_own_gives_no_garbage():
    layer = pdf.text_layer(drawn("BT /F1 20 Tf 100 700 Td (Bridge) Tj ET", change=simple_font))
    assert (text(layer), layer.unmapped) == ("", 6)


def test_spaces_in_a_font_without_its_map_are_no_printed_characters():
    layer = pdf.text_layer(drawn("BT /F1 20 Tf 100 700 Td (The old bridge) Tj ET", change=simple_font))
    assert layer.unmapped == len("Theoldbridge")


def test_a_simple_font_of_a_known_encoding_is_read():
    known = drawn("BT /F1 20 Tf 100 700 Td (Bridge) Tj ET", change=lambda made: simple_font(made, Encoding=Name.WinAnsiEncoding))
    assert text(pdf.text_layer(known)) == "Bridge"


def test_codes_of_a_chinese_character_set_need_no_map():
    def gbk(made: pikepdf.Pdf) -> None:
        font = made.pages[0].Resources.Font.F1
        font.Encoding = Name("/GBK-EUC-H")
        font.DescendantFonts[0].CIDSystemInfo.Ordering = pikepdf.String("GB1")
        del font.ToUnicode

    words = "汐桥通车".encode("gbk").hex()
    layer = pdf.text_layer(drawn(f"BT /F1 20 Tf 100 700 Td <{words}> Tj ET", change=gbk))
    assert (text(layer), layer.unmapped) == ("汐桥通车", 0)


def test_pictures_are_found_whole_and_cut_by_their_frames():
    tiles = "".join(f"q 50 0 0 10 300 {400 + 10 * row} cm /I1 Do Q " for row in range(6))
    framed = "q 100 100 80 60 re W n 200 0 0 200 50 50 cm /I1 Do Q "
    small, ground = "q 10 0 0 10 500 700 cm /I1 Do Q ", "q 600 0 0 800 0 0 cm /I1 Do Q "
    layer = pdf.text_layer(drawn(ground + tiles + framed + small))
    assert sorted(layer.pictures) == [Box(100, 640, 180, 700), Box(300, 340, 350, 400)]


def test_a_picture_in_forms_within_forms_is_found():
    def wrap(made: pikepdf.Pdf) -> None:
        thing = made.pages[0].Resources.XObject.I1
        for _ in range(3):
            form = made.make_stream(b"q 1 0 0 1 10 0 cm /X Do Q", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 600, 800])
            form.Resources, form.Matrix = Dictionary(XObject=Dictionary(X=thing)), Array([1, 0, 0, 1, 0, 5])
            thing = form
        made.pages[0].Resources.XObject = Dictionary(X=thing)
        thing.Resources.XObject.X.Resources.XObject.X.write(b"q 100 0 0 50 10 0 cm /X Do Q")

    assert pdf.text_layer(drawn("/X Do", change=wrap)).pictures == (Box(30, 735, 130, 785),)


def test_rules_and_panels_are_told_apart():
    content = (
        "0.5 w 100 500 m 300 500 l S 100 450 200 0.7 re f "  # two rules
        + "".join(f"{100 + 6 * at} 430 2 2 re f " for at in range(20))  # and one of dots
        + "1 w 100 300 80 60 re S 0.9 g 300 300 80 60 re f 1 g 400 300 80 60 re f 0 0 600 800 re f"
    )
    layer = pdf.text_layer(drawn(content))
    assert sorted(round(rule.top) for rule in layer.rules) == [300, 349, 368]
    assert [round(rule.width) for rule in layer.rules] == [200, 200, 116]
    assert layer.panels == (Box(100, 440, 180, 500), Box(300, 440, 380, 500))


def test_a_rounded_frame_is_a_panel_and_a_circle_is_none():
    rounded = (
        "110 300 m 290 300 l 295 300 300 305 300 310 c 300 390 l 300 395 295 400 290 400 c "
        "110 400 l 105 400 100 395 100 390 c 100 310 l 100 305 105 300 110 300 c s "
    )
    circle = (
        "400 350 m 400 377 377 400 350 400 c 323 400 300 377 300 350 c 300 323 323 300 350 300 c 377 300 400 323 400 350 c s "
    )
    assert pdf.text_layer(drawn(rounded)).panels == (Box(100, 400, 300, 500),)
    assert pdf.text_layer(drawn(circle)).panels == ()


def test_the_samples_page_is_read_with_its_drawings():
    layer = pdf.text_layer(SAMPLE)
    assert "汐桥最后一段栏杆昨装回原位" in text(layer)
    assert layer.unmapped == 0
    assert len(layer.pictures) == 2
    assert not any(glyph.is_vertical for glyph in layer.glyphs)
    assert text(decode(encode(layer))) == text(layer)


def test_a_cell_covers_the_ink_of_its_glyph():
    """The text layer against the picture, on the sample's page."""
    data = SAMPLE
    layer, picture = pdf.text_layer(data), Image.open(io.BytesIO(pdf.page_picture(data))).convert("L")
    scale = picture.width / layer.width
    titles = [glyph for glyph in layer.glyphs if glyph.size > 20]
    assert len(titles) > 20
    for glyph in titles:
        left, top, right, bottom = (round(side * scale) for side in glyph.box)
        assert min(picture.crop((left, top, right, bottom)).tobytes()) < 150


@pytest.mark.parametrize("at", [1, 7])
def test_a_page_that_is_not_there_has_no_text_layer(at):
    with pytest.raises(FileRefused, match="no page"):
        pdf.text_layer(drawn(line("汐", 10, 10)), at)
