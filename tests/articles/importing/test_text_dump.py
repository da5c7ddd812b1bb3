"""Text dumps: one file -> a Dump; dumps of one issue -> the issue."""

import datetime as dt
import gc
import hashlib
from pathlib import Path

import pytest

from articles.importing.formats import dumped_issues, text_dump
from articles.importing.imported import ImportedIssue
from articles.importing.options import ReadingOptions
from articles.importing.problems import ImportProblem
from articles.importing.sources import FoundFile, open_source
from tests.reading import merge, read

SAMPLES = Path(__file__).parents[2] / "samples" / "dumps"
DAMAGED = (SAMPLES / "damaged.txt").read_text(encoding="utf-8")
SECOND = (SAMPLES / "second-article.txt").read_text(encoding="utf-8")
HEADLINES = ["新渡口清晨开航", "老街的灯又亮了", "明日天气"]


def read_text(text, origin="a.txt", script="keep"):
    return text_dump.read(text.encode(), origin, script)


def changed(old, new, count=-1):
    assert old in SECOND
    return SECOND.replace(old, new, count)


def problem_of(text, script="keep"):
    data = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(ImportProblem) as caught:
        text_dump.read(data, "a.txt", script)
    return str(caught.value)


def test_damaged_dump_is_read_whole():
    dump = read_text(DAMAGED, script="hans")
    assert dump.date == dt.date(2024, 3, 5)
    assert dump.sections == (("01", "要闻"), ("02", "城事"), ("03", "副刊"), ("04", ""))
    assert dump.headlines == tuple(HEADLINES)
    assert (dump.place, dump.title) == (1, "新渡口清晨开航")
    assert dump.source == "据望湖市交通局"
    assert len(dump.paragraphs) == 3
    assert dump.paragraphs[0] == (
        "3月4日，望湖市新渡口开航。首班渡轮6:40离岸，18分钟后抵达对岸，全程3.2公里，比旧线缩短1.5公里。"
    )
    assert "青石村(居)民广场" in dump.paragraphs[2]
    assert dump.repairs.glosses == 44
    assert dump.repairs.punctuation
    assert dump.repairs.indents
    assert dump.repairs.converted
    assert not dump.warnings


def test_script_is_kept_unless_another_is_asked_for():
    assert read_text(DAMAGED).title == "新渡口清晨開航"
    assert read_text(DAMAGED).language == "zh-Hant"
    assert read_text(DAMAGED, script="hans").language == "zh-Hans"
    assert read_text(SECOND).language == "zh-Hans"
    assert read_text(SECOND, script="hant").title == "老街的燈又亮了"


@pytest.mark.parametrize("script", ["keep", "hans", "hant"])
def test_natural_key_does_not_depend_on_the_script(script):
    digest = hashlib.sha256("\n".join(HEADLINES).encode()).hexdigest()[:12]
    for text in (DAMAGED, SECOND):
        assert read_text(text, script=script).list_key == digest


def test_dump_is_recognised_by_its_navigation_line():
    assert text_dump.looks_like(DAMAGED.encode())
    assert text_dump.looks_like(SECOND.encode("gb18030"))
    assert text_dump.looks_like("首頁(yè) ｜ 版面導(x)航 ｜ 標題導航".encode())
    assert not text_dump.looks_like(b"{}")
    assert not text_dump.looks_like("首页上的新闻".encode())


def test_byte_order_mark_and_windows_line_ends_are_accepted():
    data = b"\xef\xbb\xbf" + SECOND.replace("\n", "\r\n").encode()
    assert text_dump.read(data, "a.txt").paragraphs == read_text(SECOND).paragraphs


def test_gb18030_is_accepted_and_said():
    dump = text_dump.read(SECOND.replace("\xa0", "\u3000").encode("gb18030"), "a.txt")
    assert dump.paragraphs == read_text(SECOND).paragraphs
    assert dump.warnings == ("a.txt: read as GB18030",)


def test_weekday_that_disagrees_is_a_warning():
    dump = read_text(changed("星期二", "星期三"))
    assert dump.warnings == ("a.txt, line 24: 2024-03-05 is 星期二, the dump says 星期三",)


def test_weekday_and_neighbours_may_be_missing():
    assert read_text(changed("2024年03月05日 星期二上一期下一期", "2024年3月5日")).date == dt.date(2024, 3, 5)


def test_directory_that_disagrees_is_a_warning():
    dump = read_text(changed("\n第03版\n副刊\n", "\n"))
    assert dump.warnings == ("a.txt, line 10: the page directory names other pages than the page list",)


def test_reading_that_fits_no_character_is_left_and_counted():
    dump = read_text(changed("街坊", "街(fáng)坊"))
    assert "街(fáng)坊" in dump.paragraphs[1]
    assert dump.repairs.glosses_left == 1


@pytest.mark.parametrize("label", ["A01", "010", "04-05", "１２"])
def test_labels_may_be_of_any_printed_form(label):
    labels = [label for label, _ in read_text(SECOND.replace("第02版", f"第{label}版")).sections]
    assert labels[1] == label.replace("１２", "12")


@pytest.mark.parametrize(
    ("end", "source", "last"),
    [
        ("(据望湖市民政局)", "据望湖市民政局", "守灯人"),
        ("（来源：望湖发布）", "来源：望湖发布", "守灯人"),
        ("(本报记者 何苇)", "", "(本报记者"),
        ("灯会到月底。(据望湖市民政局)", "据望湖市民政局", "灯会到月底。"),
        ("他有证(据称)", "", "他有证(据称)"),
    ],
)
def test_source_in_brackets_at_the_end_leaves_the_body(end, source, last):
    dump = read_text(SECOND.rstrip() + f"\n\n{end}\n")
    assert dump.source == source
    assert dump.paragraphs[-1].startswith(last)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "a.txt: expected a text dump, found an empty file"),
        (b" \n\n", "a.txt: expected a text dump, found an empty file"),
        (b"\xef\xbb\xbf", "line 1: expected the navigation line 首页 | 版面导航 | 标题导航, found the end of the file"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "line 3: expected text, found a binary file"),
        (b"text\x01\n", "line 1: expected text, found a binary file"),
        (SECOND.encode("utf-16"), "line 1: expected text in UTF-8 or GB18030, found UTF-16"),
        ("版面導航\n".encode("big5"), "line 1: expected text in UTF-8 or GB18030, found the byte 0xAA"),
        (SECOND.encode() + b"\n\xff", "expected text in UTF-8 or GB18030, found the byte 0xFF"),
        (b"x" * 5_000_001, "a.txt: expected a text of at most 5.0 MB, found 5.0 MB"),
        (b"Lorem ipsum", "line 1: expected the navigation line 首页 | 版面导航 | 标题导航, found “Lorem ipsum”"),
    ],
)
def test_file_that_is_no_dump_is_refused(data, message):
    assert message in problem_of(data)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("2024年03月05日 星期二上一期下一期\n", "", "expected a date line such as 2023年02月14日 星期二"),
        ("2024年03月05日", "9999年12月30日", "line 24: expected a date from 1600 to 2200, found 9999-12-30"),
        ("03月05日", "02月30日", "line 24: expected a date that exists, found 2024年02月30日"),
        ("第02版：", "第版：", "line 3: expected a page list with labels, such as 第01版：头版, found “第版：城事”"),
        ("第01版：", "", "line 2: expected a page list with labels, such as 第01版：头版, found “要闻”"),
        ("第02版：", "第01版：", "line 3: expected every label once in the page list, found “01” again"),
        ("第02版：", "第1版：", "line 3: expected every label once in the page list, found “1” again"),
        ("\n".join(HEADLINES) + "\n", "", "line 7: expected this page's headlines after the page list"),
        (
            "上一期下一期\n老街的灯又亮了",
            "上一期下一期\n老街的灯灭了",
            "line 25: expected one of this page's headlines: “新渡口清晨开航”, “老街的灯又亮了”, “明日天气”,"
            " found “老街的灯灭了”",
        ),
        ("明日天气", "老街的灯又亮了", "expected a headline that this page has once, found “老街的灯又亮了” listed 2"),
        ("明日天气", "字" * 501, "line 8: expected a headline of at most 500 characters, found 501"),
        ("昨晚七点", "字" * 1_000_000, "expected an article of at most 990,000 characters"),
    ],
)
def test_damage_beyond_repair_is_refused_with_its_line(old, new, message):
    assert message in problem_of(changed(old, new, 1))


def test_dump_that_ends_after_the_date_line_lacks_its_headline():
    end = SECOND.index("上一期下一期") + len("上一期下一期")
    assert "line 24: expected the article's headline after the date line, found the end" in problem_of(SECOND[:end])


def test_dumps_of_one_page_make_one_issue():
    (issue,) = merge([read_text(SECOND, "2.txt", "hans"), read_text(DAMAGED, "1.txt", "hans")])
    first, *others = issue.issue.sections
    assert issue.issue.date == dt.date(2024, 3, 5)
    assert [section.label for section in issue.issue.sections] == ["01", "02", "03", "04"]
    assert [article.title for article in first.articles] == HEADLINES
    assert not any(section.articles for section in others)
    assert first.articles[0].source == "据望湖市交通局"
    assert first.articles[1].body.startswith("<p>昨晚七点，老街的三百盏灯重新点亮。</p><p>")
    assert first.articles[2].body == ""
    assert [article.external_id.rpartition(":")[2] for article in first.articles] == ["1", "2", "3"]
    assert [issue.knows_text(article) for article in first.articles] == [True, True, False]
    assert (issue.publication, issue.is_whole, issue.language) == (None, False, "zh-Hans")
    assert issue.origin == "2.txt, 1.txt"
    assert issue.repairs.glosses == 44


def test_text_is_escaped():
    (issue,) = merge([read_text(changed("守灯人", "<b>守灯人</b> & "))])
    assert "<p>&lt;b&gt;守灯人&lt;/b&gt; &amp; 郑" in issue.issue.sections[0].articles[1].body


@pytest.mark.parametrize("page", ["02", "2", "002"])
def test_headlines_go_to_the_page_that_is_named(page):
    (issue,) = merge([read_text(SECOND)], page)
    assert [len(section.articles) for section in issue.issue.sections] == [0, 3, 0, 0]


def test_page_that_the_issue_has_not_is_refused():
    with pytest.raises(ImportProblem, match=r"a\.txt: expected --page to name one of 01, 02, 03, 04, found “9”"):
        merge([read_text(SECOND)], "9")


def test_dumps_of_different_dates_are_different_issues():
    later = changed("03月05日 星期二", "03月06日 星期三")
    assert [issue.issue.date.day for issue in merge([read_text(later), read_text(SECOND)])] == [5, 6]


def test_same_dump_twice_is_fine():
    assert len(merge([read_text(SECOND, "a.txt"), read_text(SECOND, "b.txt")])) == 1


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("昨晚", "前晚", "b.txt: expected the same text of “老街的灯又亮了” as in a.txt, found another"),
        ("明日天气", "今日天气", "b.txt: expected the same headlines as in a.txt, of 2024-03-05 too"),
        ("城事", "本地", "b.txt: expected the same page list as in a.txt, of 2024-03-05 too, found another"),
    ],
)
def test_dumps_that_contradict_each_other_are_refused(old, new, message):
    with pytest.raises(ImportProblem) as caught:
        merge([read_text(SECOND, "a.txt"), read_text(changed(old, new), "b.txt")])
    assert str(caught.value).startswith(message)


def test_dump_has_no_files_beside_it():
    (issue,) = merge([read_text(SECOND)])
    with pytest.raises(ImportProblem):
        issue.read_file("pages/01.jpg")


def test_folder_of_dumps_is_read_whatever_else_lies_there(tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "1.txt").write_text(DAMAGED, encoding="utf-8")
    (tmp_path / "no-suffix").write_text(SECOND, encoding="utf-8")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\0")
    (tmp_path / "._1.txt").write_bytes(b"\0")
    (issue,) = read([tmp_path], ReadingOptions(script="hans"))
    assert [bool(article.body) for article in issue.issue.sections[0].articles] == [True, True, False]


def test_no_more_than_a_days_dumps_are_held(tmp_path):
    for day in range(1, 10):
        text = changed("2024年03月05日 星期二", f"2024年03月{day:02}日")
        (tmp_path / f"{10 - day}.txt").write_text(text, encoding="utf-8")
    (tmp_path / "broken.txt").write_text(changed("03月05日", "02月30日"), encoding="utf-8")
    source = open_source(tmp_path)
    files = [FoundFile(source, name, "dump") for name in source.names()]
    found = dumped_issues.read_each(files, ReadingOptions())
    assert isinstance(next(found), ImportProblem)
    held, days = [], []
    for issue in found:
        assert isinstance(issue, ImportedIssue)
        days.append(issue.issue.date.day)
        held.append(sum(isinstance(thing, text_dump.Dump) and str(tmp_path) in thing.origin for thing in gc.get_objects()))
    assert days == list(range(1, 10))
    assert max(held) <= 2


@pytest.mark.parametrize("page_list", ["第01版:頭版", "第１版"])
def test_later_glosses_do_not_change_line_numbers(page_list):
    text = f"首頁(yè) | 版面導(dǎo)航 | 標(biāo)題導(dǎo)航\n\n{page_list}\n標題\n版面目錄\n2023年13月01日\n"
    assert "line 6: expected a date that exists" in problem_of(text)


@pytest.mark.real_data
@pytest.mark.parametrize(("script", "title"), [("hans", "浙江召开全省民政工作座谈会"), ("keep", "浙江召開全省民政工作座談會")])
def test_seed_makes_an_issue_of_sixteen_pages_and_two_articles(shared_data, script, title):
    (issue,) = read(sorted((shared_data / "seed").glob("*.txt")), ReadingOptions(script=script))
    sections = issue.issue.sections
    assert issue.issue.date == dt.date(2023, 2, 14)
    assert [section.label for section in sections] == [f"{number:02}" for number in range(1, 17)]
    assert all(section.name for section in sections)
    assert [len(section.articles) for section in sections] == [2] + [0] * 15
    article, other = sections[0].articles
    assert article.title == title
    assert article.body.count("<p>") == 6
    assert article.source == ("据浙江省民政厅" if script == "hans" else "據浙江省民政廳")
    assert other.body == ""
    assert issue.repairs.glosses == 264
    assert not issue.warnings
