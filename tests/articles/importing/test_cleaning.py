"""Repairs of damaged text: what is mended, what is left alone, and that each is counted."""

import pytest

from articles.importing.cleaning import (
    Repairs,
    clean,
    convert_script,
    count_glosses,
    detect_language,
    remove_glosses,
    strip_indents,
    widen_punctuation,
)


@pytest.mark.parametrize(
    ("damaged", "mended", "count"),
    [
        ("首頁(yè)", "首頁", 1),
        ("首頁（yè）", "首頁", 1),
        ("標(biāo)題(tí)導(dǎo)航", "標題導航", 3),
        ("行(xíng)行(háng)", "行行", 2),
        ("行(xíng)(háng)", "行", 2),
        ("了(le)們(men)", "了們", 2),
        ("衣裳(shang)", "衣裳", 1),
        ("花兒(r)", "花兒", 1),
        ("頁(ye\u0300)", "頁", 1),
        ("好(hăo)", "好", 1),
        ("好(hɑ̌o)", "好", 1),
    ],
)
def test_valid_reading_after_its_character_goes(damaged, mended, count):
    assert remove_glosses(damaged) == (mended, count)


@pytest.mark.parametrize("text", ["𠮷(jí)", "𬭊(dù)", "𠮟（chì）", "〇(líng)"])
def test_characters_outside_the_common_block_have_readings_too(text):
    assert remove_glosses(text) == (text[0], 1)


@pytest.mark.parametrize("gloss", ["nǚ", "nv̌", "nu\u0308\u030c", "nu\u030c\u0308", "nǔ"])
def test_umlaut_may_be_typed_as_v_or_left_out(gloss):
    assert remove_glosses(f"女({gloss})") == ("女", 1)


def test_umlaut_is_not_put_where_no_reading_has_it():
    assert remove_glosses("努(nǚ)") == ("努(nǚ)", 0)
    assert remove_glosses("學(xüé)") == ("學", 1)


@pytest.mark.parametrize(
    "text",
    [
        "村(居)民",
        "指数(GDP)",
        "國(guo)",
        "(yè)頁",
        "頁 (yè)",
        "頁(yè",
        "頁(yè）",
        "長江(Cháng Jiāng)",
        "他(yè)",
        "A(yè)",
        "張(Zhāng)",
    ],
)
def test_other_brackets_survive(text):
    assert remove_glosses(text) == (text, 0)


def test_gloss_inside_real_brackets_goes_and_the_brackets_stay():
    assert remove_glosses("(據(jù)浙江省民政廳)") == ("(據浙江省民政廳)", 1)
    assert remove_glosses("（據（jù）浙江省民政廳）") == ("（據浙江省民政廳）", 1)


def test_invalid_gloss_stays_and_is_counted():
    text, repairs = clean("首頁(yè)版(yè)面(居)")
    assert text == "首頁版(yè)面(居)"
    assert (repairs.glosses, repairs.glosses_left) == (1, 1)


def test_brackets_without_a_tone_are_not_counted_as_left():
    assert count_glosses("國(guo)指数(GDP)版(yè)") == 1


@pytest.mark.parametrize(
    ("narrow", "wide", "count"),
    [
        ("杭州,宁波;温州:台州!", "杭州，宁波；温州：台州！", 4),
        ("第01版:头版", "第01版：头版", 1),
        ("真的吗?!", "真的吗？！", 2),
        ("他说:“好.”", "他说：“好。”", 2),
        ("“服务”,“质量”", "“服务”，“质量”", 1),
        ("村(居),然后", "村(居)，然后", 1),
        ("增长3.2%,同比", "增长3.2%，同比", 1),
        ("时间:10:30,地点", "时间：10:30，地点", 2),
        ("GDP,同比", "GDP，同比", 1),
        ("𠮷,好", "𠮷，好", 1),
    ],
)
def test_punctuation_beside_chinese_becomes_full_width(narrow, wide, count):
    assert widen_punctuation(narrow) == (wide, count)


@pytest.mark.parametrize(
    "text",
    [
        "3.2公里",
        "10:30开始",
        "比分3:2",
        "1,234人",
        "第1,3版",
        "图1.示意",
        "村(居)民",
        "然后...",
        "He said: hello, world. Really?",
        "See 北京, and then go.",
        "见https://example.org:80/a,b?c=1",
        "www.example.org/?q=1,2",
        "信箱editor@example.org",
    ],
)
def test_figures_latin_addresses_and_brackets_keep_their_width(text):
    assert widen_punctuation(text) == (text, 0)


def test_indents_of_wide_spaces_go_and_are_counted_by_the_line():
    assert strip_indents("\xa0 \xa0 一\n\u3000\u3000二\xa0\n  三\n&nbsp;&nbsp;四 五\n") == ("一\n二\n三\n四 五\n", 3)


def test_no_repair_moves_a_line():
    text = "\xa0首頁(yè)\n\n\u3000\u3000一,二\n"
    assert clean(text)[0].count("\n") == text.count("\n")


def test_conversion_counts_changed_characters():
    assert convert_script("座談會", "hans") == ("座谈会", 2)
    assert convert_script("座谈会", "hant") == ("座談會", 2)
    assert convert_script("座談會", "keep") == ("座談會", 0)


def test_reports_add_up():
    assert Repairs(1, 2, 3, 4, 5) + Repairs(glosses=1, converted=1) == Repairs(2, 2, 3, 4, 6)
    assert not Repairs()
    assert Repairs(indents=1)


def test_language_is_told_by_the_characters():
    assert detect_language("浙江召開全省民政工作座談會") == "zh-Hant"
    assert detect_language("浙江召开全省民政工作座谈会") == "zh-Hans"
    assert detect_language("") == "zh-Hans"


@pytest.mark.real_data
def test_seed_holds_264_glosses_and_all_are_valid(shared_data):
    (path,) = (shared_data / "seed").glob("*.txt")
    text, repairs = clean(path.read_text(encoding="utf-8"))
    assert (repairs.glosses, repairs.glosses_left) == (264, 0)
    assert "村(居)民" in text
    assert "(據浙江省民政廳)" in text
    assert "\xa0" not in text
    assert "，全省民政系統要深入學習" in text
