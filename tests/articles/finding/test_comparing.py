"""What the desk is told, and what it is spared, when an article is laid beside its page."""

import pytest

from articles.finding.comparing import Difference, PrintedText, compare
from issues.layer import Box, Glyph

STORY = (
    "老街的灯笼挂矮了半米，",
    "昨天下午，老街管理组沿街走了一趟，把每个摊位的粉线重画一遍。共有61个摊位、23位摊主报名，总投入1.2亿元。",
    "负责人李小明介绍，金秋市集先在北段试行，入冬以后再推广到南段。他说：“灯笼挂矮，孩子也看得清。”",
)


def printed(text, measure=14, size=10.0, is_vertical=False, left=0.0):
    """Glyphs in lines of `measure` cells; `\\n` breaks a line; half-width characters take half a cell, spaces their room."""
    glyphs, along, line = [], 0.0, 0
    for character in text:
        if character == "\n" or along >= measure * size:
            along, line = 0.0, line + 1
        width = size / 2 if character.isascii() else size
        if character not in "\n ":
            across = line * size * 1.5
            box = Box(left + along, across, left + along + width, across + size)
            if is_vertical:
                box = Box(500 - across - size, along, 500 - across, along + width)
            glyphs.append(Glyph(character, box, size, 0, is_vertical))
        along += 0 if character == "\n" else width
    return glyphs


def marks(parts, page, **options):
    parts = (parts,) if isinstance(parts, str) else tuple(parts)
    return compare(PrintedText("1", parts), printed(page, **options) if isinstance(page, str) else page)


def said(found: list[Difference]):
    return [(mark.printed, mark.written) for mark in found]


def test_a_page_that_says_the_same_has_no_differences():
    assert marks(STORY, "\n".join(STORY)) == []


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("他说，今天（星期三）开门：来吧！", "他说,今天(星期三)开门:来吧!"),
        ("共有１２３人，ＡＢ两队", "共有123人,AB两队"),
        ("据︵新华社︶﹁好﹂﹃坏﹄", "据（新华社）「好」『坏』"),
        ("他说「好」，她说「不」", "他说“好”，她说“不”"),
        ("他说“好”，她说“不”", '他说"好"，她说"不"'),
        ("米歇尔•奥巴马与阿凡达‧杰克", "米歇尔·奥巴马与阿凡达・杰克"),
        ("等等⋯⋯好的―行", "等等……好的——行"),
        ("等等...好的—行", "等等……好的——行"),
        ("⻓江⼀号⻋", "长江一号车"),
        ("ofﬁce ﬂow 与 cafe\u0301", "office flow 与 café"),
        ("比分为3∶1", "比分为3:1"),
        ("占地20㎡，重5㎏", "占地20m²，重5kg"),
        ("葛\U000e0100城区\ufe00与𠮷田", "葛城区与𠮷田"),
        ("　　开头空两格", "开头空两格"),
        ("It’s a well-known plan", "It's a well-known plan"),
        ("二○二四年", "二〇二四年"),
    ],
)
def test_other_forms_of_the_same_are_no_difference(page, text):
    assert said(marks(text, page)) == []


@pytest.mark.parametrize(
    ("page", "text", "expected"),
    [
        ("总投入12亿元。", "总投入1.2亿元。", ("12亿", "1.2亿")),
        ("共有1235人到场", "共有1234人到场", ("1235", "1234")),
        ("会议开始。大家鼓掌", "会议开始！大家鼓掌", ("。", "！")),
        ("甲、乙两地今年", "甲，乙两地今年", ("、", "，")),
        ("负责人李晓鸣介绍", "负责人李小明介绍", ("晓鸣", "小明")),
        ("记者王为", "记者王伟", ("为", "伟")),
        ("老街口的灯笼", "老街的灯笼", ("口", "")),
        ("老街灯笼亮了", "老街的灯笼亮了", ("", "的")),
        ("他们同时起立唱歌", "他们时同起立唱歌", ("同时", "时同")),
        ("the new Library is open", "the new library is open", ("Library", "library")),
        ("住在𠮷田家的人", "住在吉田家的人", ("𠮷", "吉")),
        ("全国一千三百人", "全国一千二百人", ("一千三百", "一千二百")),
        ("零下−5度左右", "零下5度左右", ("−", "")),
        ("他说”好“就走", "他说“好”就走", ("”好“", "“好”")),
        ("这个國家很大很大，人们说这里很远", "这个国家很大很大，人们说这里很远", ("國", "国")),
        ("今日气温3~5℃", "今日气温3-5℃", ("3~5", "3-5")),
    ],
)
def test_every_other_change_is_one(page, text, expected):
    found = said(marks(text, page))
    assert found == [expected]


def test_a_difference_says_where_it_is_in_the_text_and_on_the_page():
    page = "\n".join(STORY).replace("1.2亿", "12亿")
    (mark,) = marks(STORY, page)
    assert (mark.kind, mark.part, STORY[mark.part][mark.start : mark.end]) == ("changed", 1, "1.2亿")
    glyphs = printed(page)
    assert "".join(glyph.character for glyph in glyphs[slice(*mark.glyphs)]) == "12亿"
    assert mark.boxes[0].left == glyphs[mark.glyphs[0]].box.left


def test_what_is_missing_on_the_page_lights_its_neighbours():
    (mark,) = marks("老街的灯笼亮了", "老街灯笼亮了")
    glyphs = printed("老街灯笼亮了")
    assert (mark.kind, mark.written, mark.boxes) == ("written", "的", (glyphs[1].box, glyphs[2].box))


def test_a_difference_over_a_line_break_lights_both_lines():
    (mark,) = marks("一二甲乙丙丁五六", "一二戊己庚辛五六", measure=4)
    assert [box.width for box in mark.boxes] == [20, 20]


def test_a_paragraph_cut_for_space_is_one_difference():
    found = marks(STORY, "\n".join((STORY[0], STORY[2])))
    assert [(mark.kind, mark.part, mark.written) for mark in found] == [("written", 1, STORY[1])]


def test_a_sentence_added_on_the_page_is_one_difference():
    late = "截至记者发稿时，仍有人陆续赶来。"
    found = marks(STORY, "\n".join((STORY[0], STORY[1] + late, STORY[2])))
    assert [(mark.kind, mark.printed, mark.part, mark.start) for mark in found] == [("printed", late, 1, len(STORY[1]))]


def test_an_addition_that_begins_a_paragraph_is_told_of_that_paragraph():
    (mark,) = marks(STORY, "\n".join((STORY[0], STORY[1], "新" + STORY[2])))
    assert (mark.printed, mark.part, mark.start) == ("新", 2, 0)


def test_an_omitted_sentence_is_told_whole_where_the_next_begins_like_it():
    (mark,) = marks("他来了。记者问他姓名。记者问她年龄。", "他来了。记者问她年龄。")
    assert mark.written == "记者问他姓名。"


def test_two_differences_far_from_each_other_are_two():
    page = "\n".join(STORY).replace("61个", "16个").replace("李小明", "李晓鸣")
    assert said(marks(STORY, page)) == [("16", "61"), ("晓鸣", "小明")]


def test_a_hyphen_at_a_lines_end_is_none_and_one_within_a_line_is():
    text = "The international well-known house"
    page = "The interna-\ntional well-\nknown house"
    assert marks(text, page, measure=40) == []
    assert said(marks("a wellknown house", "a well-known house", measure=40)) == [("well-known", "wellknown")]


def test_vertical_type_reads_like_any_other():
    page = "\n".join(STORY).translate(str.maketrans("“”（）", "﹃﹄︵︶"))
    assert marks(STORY, page, is_vertical=True) == []
    (mark,) = marks(STORY, page.replace("北段", "南段"), is_vertical=True)
    assert (mark.printed, mark.written) == ("南", "北")


def test_a_page_all_in_the_other_script_is_the_same_text():
    text = "昨天下午，老街管理组沿街走了一趟，灯笼挂矮了，孩子们看着都说亮。"
    page = "昨天下午，老街管理組沿街走了一趟，燈籠掛矮了，孩子們看著都說亮。"
    assert marks(text, page) == []
    assert said(marks(text, page.replace("下午", "上午"))) == [("上", "下")]


def test_the_other_script_needs_a_page_that_shows_it():
    page = printed("歷史灣區長")
    text = PrintedText("1", ("历史湾区长",))
    assert len(compare(text, page)) == 1
    assert compare(text, page, printed("這裡還沒開門，燈籠掛矮了，說話聲從門裡傳來")) == []


def test_captions_and_bylines_elsewhere_on_the_page_are_no_differences():
    parts = ("灯笼挂矮了半米", "本报记者 林晚舟", *STORY[1:], "图为昨晚的老街。 白鹭洲摄")
    page = "\n".join((parts[1], parts[0], parts[2], parts[4], parts[3]))
    assert marks(parts, page) == []


def test_a_sentence_that_changed_places_in_its_paragraph_is_a_difference():
    text = "张书记昨天来到青苇镇调研渡口。李市长昨天来到白鹭口调研湿地。大家一起走访了几户人家。"
    page = "李市长昨天来到白鹭口调研湿地。张书记昨天来到青苇镇调研渡口。大家一起走访了几户人家。"
    assert marks(text, page, measure=11)


def test_a_byline_that_the_page_has_within_the_text_is_no_difference():
    parts = ("本报记者 林晚舟 通讯员 许木", "本报讯（记者 林晚舟 通讯员 许木）昨天，渡口开了。")
    assert marks(parts, parts[1]) == []
    assert len(marks(("本报记者 林晚丹", parts[1]), parts[1])) == 1


def test_a_drop_cap_set_apart_is_no_difference():
    text = "昨天清晨五时，望汐码头的铁栅门拉开半扇，头一个进来的还是卖豆腐的人。"
    body = printed(text[1:])
    page = [*body, Glyph("昨", Box(-30, 0, 0, 30), 30)]
    assert marks(text, page) == []


def test_a_line_that_leads_to_another_page_is_no_difference():
    assert marks(STORY, "\n".join((*STORY, "（下转第3版）"))) == []
    parts = (*STORY, "（下转第8版）")
    assert said(marks(parts, "\n".join((*STORY, "（下转第3版）")))) == [("3", "8")]


def test_an_article_that_is_not_on_the_page_lacks_each_part():
    assert [(mark.part, mark.boxes) for mark in marks(STORY, "")] == [(0, ()), (1, ()), (2, ())]
    assert marks((), "") == marks(("", "　"), "") == []


def test_text_without_an_article_is_one_addition():
    (mark,) = marks(("",), STORY[1])
    assert (mark.kind, mark.printed, mark.part, mark.start) == ("printed", STORY[1], 0, 0)
