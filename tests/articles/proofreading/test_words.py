"""The watch list, strange characters, glosses, minors, turn lines, titles and overlapping ground."""

import pytest

from articles.proofreading.characters import leftover_glosses, strange_characters
from articles.proofreading.minors import named_minors
from articles.proofreading.overlaps import Ground, overlaps
from articles.proofreading.titles import same_titles
from articles.proofreading.turn_lines import turn_lines
from articles.proofreading.watched import Watched, WatchList


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("残废", "他殘廢了"),
        ("殘廢", "他残废了"),
        ("残废", "他残 　废了"),
        ("残废", "他残\u200b废了"),
        ("WTO", "加入ＷＴＯ以来"),
        ("isis", "所谓 ISIS 组织"),
        ("New York", "new  york"),
        ("𠮷野", "𠮷野家"),
    ],
)
def test_a_watched_word_is_found_across_spaces_widths_and_scripts(word: str, text: str) -> None:
    assert len(WatchList([Watched(word)]).found_in(text)) == 1


@pytest.mark.parametrize(
    ("watched", "text"),
    [
        (Watched("isis"), "a crisis"),
        (Watched("国内容"), "在国内。容后再说"),
        (Watched("长江", "扬子长江"), "扬子长江"),
        (Watched(""), "任何文字"),
    ],
)
def test_what_only_looks_like_a_watched_word_passes(watched: Watched, text: str) -> None:
    assert WatchList([watched]).found_in(text) == []


def test_a_better_word_and_the_note_are_said() -> None:
    (finding,) = WatchList([Watched("残废", "残疾人", "用语规范")]).found_in("他残废了")
    assert finding.sentence == "“残废”: better “残疾人” · 用语规范: 他残废了"


def test_private_use_and_lost_characters_are_named() -> None:
    assert [str(finding.sentence) for finding in strange_characters("王\ue123\ue124某\ufffd𠮷")] == [
        "Private-use characters U+E123 U+E124: 王\ue123\ue124某\ufffd𠮷",
        "A character was lost (U+FFFD): 王\ue123\ue124某\ufffd𠮷",
    ]


def test_glosses_are_found_and_real_brackets_are_not() -> None:
    assert len(leftover_glosses("首頁(yè)，據（jù）說")) == 2
    assert leftover_glosses("村(居)民，指数(GDP)，好(Hello)，（一）") == []


@pytest.mark.parametrize(
    "text",
    [
        "15岁的王小明因盗窃被逮捕",
        "张伟，17岁，涉嫌抢劫",
        "张伟（男，１７岁）涉嫌抢劫",
        "高中生陈一鸣被刑拘",
        "十五歲的陳大文涉嫌搶劫",
        "被害人欧阳小雨，9岁",
        "洪小明（男，15岁）涉嫌盗窃",
        "14岁男孩常乐被杀害",
        "王小明今年十五岁，涉嫌故意伤害",
        "未成年被告人李明被判处有期徒刑",
        "初二学生王小明被打死",
        "女孩李小红遭性侵",
        "男孩李小明被拐卖",
        "男孩曾一鸣被拐卖",
        "中学生王强殴打同学",
        "儿童李小明遭虐待",
        "少年陳大文涉嫌搶劫",
        "高一女生李丽遭猥亵",
        "小学三年级男生王小明被绑架",
        "王小明，男，汉族，16岁，因盗窃被拘留",
        "阿依古丽的同学马小兰（女，维吾尔族，１５岁）被害",
    ],
)
def test_a_minor_named_beside_a_crime_is_pointed_out(text: str) -> None:
    assert len(named_minors(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "犯罪嫌疑人李某（男，16岁）",
        "张某某，17岁，涉嫌抢劫",
        "小学生李明（化名）遭猥亵",
        "王强（38岁）犯盗窃罪",
        "王强，男，18岁，被判处有期徒刑",
        "15岁的王小明获得书法比赛一等奖",
        "未成年人保护法实施，故意伤害案件下降",
        "警方安排13岁的学生作证，嫌疑人被拘留",
        "今年15岁的小明被害",
        "王小明，男，汉族，36岁，因盗窃被拘留",
        "卜有田七十四岁，被打死",
        "王强家族，3岁的孩子被害",
        "女孩李小红（化名）遭性侵",
        "男童王小某遭猥亵",
        "女孩子们被拐卖",
        "女孩曾被拐卖，女孩向警方求助，女孩陈述被殴打的经过",
        "男童曾遭殴打，他对儿童施暴",
        "该院儿童医院收治被虐待的患者，儿童乐园、儿童房间旁有人被杀害",
        "小学生活动、中学生运动会、中学生夏令营上有人盗窃",
        "《男孩成长记》讲的是拐卖",
        "儿童关爱中心、少年法庭、青少年宫、女孩高跟鞋被盗窃",
        "不少年轻人、大男孩王强被殴打",
        "高级人民法院少年审判庭审理虐待案，儿童福利院",
    ],
)
def test_a_hidden_name_a_grown_up_and_a_prize_pass(text: str) -> None:
    assert named_minors(text) == []


@pytest.mark.parametrize(
    ("text", "way", "label"),
    [
        ("（下转第3版）", "on", "第3"),
        ("……开航。（转A03版）", "on", "A03"),
        ("（上接第一版）", "from", "第一"),
        ("下轉Ｂ２版", "on", "B2"),
        ("▶转三版", "on", "三"),
        ("（下转A叠第3版）", "on", "A叠第3"),
        ("Continued on page A3", "on", "A3"),
        ("Continued from page 1", "from", "1"),
    ],
)
def test_a_turn_line_is_read(text: str, way: str, label: str) -> None:
    assert [(line.way, line.label) for line in turn_lines([text])] == [(way, label)]


@pytest.mark.parametrize("text", ["他翻到第3版", "详见第3版", "由三版转四版的读者", "接待第3版编辑", "on the page 3"])
def test_other_mentions_of_pages_are_no_turn_lines(text: str) -> None:
    assert turn_lines([text]) == []


def test_the_same_title_in_another_width_or_script_is_the_same() -> None:
    titles = {1: "渡船今晨开航！", 2: "渡船 今晨開航", 3: "图片新闻", 4: "图片新闻", 5: "長橋", 6: "長橋"}
    assert same_titles(titles, {5: 5, 6: 5}) == [(1, 2)]


def box(left: float, top: float, right: float, bottom: float) -> list[list[float]]:
    return [[left, top], [right, top], [right, bottom], [left, bottom]]


def test_zones_of_two_stories_that_cover_one_ground_overlap() -> None:
    grounds = [Ground(1, box(0, 0, 0.5, 0.5), 1, False), Ground(2, box(0.4, 0, 0.6, 0.5), 2, False)]
    (found,) = overlaps(grounds)
    assert (found.smaller, found.larger, round(found.share, 3)) == (2, 1, 0.5)


@pytest.mark.parametrize(
    "other",
    [
        Ground(2, box(0.1, 0.1, 0.2, 0.2), 1, False),
        Ground(2, box(0.1, 0.1, 0.2, 0.2), 2, True),
        Ground(2, box(0.499, 0, 0.9, 0.5), 2, False),
        Ground(2, box(0.6, 0, 0.9, 0.5), None, False),
    ],
    ids=["of one story", "a row of a 导读", "a hair's breadth", "beside it"],
)
def test_zones_that_may_lie_so_do_not(other: Ground) -> None:
    assert not list(overlaps([Ground(1, box(0, 0, 0.5, 0.5), 1, False), other]))
