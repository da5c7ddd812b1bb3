"""CSV, a row an article: headers, encodings, dates, quoting, and how far one bad row reaches."""

import csv
import datetime as dt
import io
import os
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.importing.formats import csv_rows
from articles.importing.formats.csv_rows import tables
from articles.importing.formats.csv_rows.columns import COLUMNS, TEMPLATE, field_of
from articles.importing.formats.csv_rows.tables import Table
from articles.importing.formats.csv_rows.values import read_date, read_label
from articles.importing.imported import ARTICLE_FIELDS, ImportedIssue
from articles.importing.options import ReadingOptions
from articles.importing.problems import ImportProblem
from articles.importing.records import ArticleRecord
from articles.importing.sources import FileSource, FoundFile, open_source

SAMPLES = Path(__file__).parents[2] / "samples" / "csv"
SHEET = (SAMPLES / "两期.csv").read_text(encoding="utf-8")
HEADER = "日期,版次,标题,正文,编号"
QUICK = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def read(path, **options):
    source = open_source(path)
    files = [FoundFile(source, name, "csv") for name in source.names() if csv_rows.kind_of(source.start(name, 4096), name)]
    return list(csv_rows.read_each(files, ReadingOptions(**options)))


def sheet(tmp_path, text, **options):
    """Text, or bytes, as a file of a folder."""
    (tmp_path / "a.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
    return read(tmp_path, **options)


def issues(found):
    return [one for one in found if isinstance(one, ImportedIssue)]


def problems(found):
    return [str(one) for one in found if isinstance(one, ImportProblem)]


def titles(found):
    return [one.title for issue in issues(found) for section in issue.issue.sections for one in section.articles]


@pytest.fixture(scope="module")
def sample():
    return issues(read(SAMPLES / "两期.csv"))


@pytest.fixture(scope="module")
def folder():
    return issues(read(SAMPLES))


def test_rows_become_issues_with_their_pages_in_order(sample):
    first, second = sample
    assert (first.issue.date, first.issue.number_text, first.issue.number) == (dt.date(2023, 2, 14), "第６期（总第1234期）", 1234)
    assert [(section.label, section.name) for section in first.issue.sections] == [("01", "要闻")]
    assert [one.title for one in first.issue.sections[0].articles] == ["湖面解冻", "新渡口清晨开航"]
    assert [(section.label, section.name) for section in second.issue.sections] == [("A02", ""), ("", "中缝")]
    assert [section.articles[0].kind for section in second.issue.sections] == ["notice", "advertisement"]


def test_a_row_fills_the_record(sample):
    ferry = sample[0].issue.sections[0].articles[1]
    assert (ferry.column, ferry.kicker, ferry.subtitle) == ("城事", "过江不再绕桥", "首班船六点离岸")
    assert (ferry.byline, ferry.authors, ferry.source) == ("本报记者 何苇", ("何苇", "沈棹"), "本报")
    assert ferry.body == "<p>第一段，&lt;江面&gt;有雾。</p><p>第二段，他说：“等了十年”，𠮷日。</p>"
    assert (ferry.lead, ferry.keywords, ferry.external_id) == ("新渡口今天开航。", ("渡口", "民生"), "7")


def test_a_text_that_begins_with_a_tag_is_html(sample):
    assert sample[0].issue.sections[0].articles[0].body == "<p>湖心亭<b>可以</b>登船了。</p>"


def test_pictures_lie_beside_the_sheet(folder):
    ferry = next(one for one in folder[0].issue.sections[0].articles if one.external_id == "7")
    assert [(figure.caption, figure.credit) for figure in ferry.figures] == [("渡轮靠岸", "沈棹 摄"), ("老码头", "沈棹 摄")]
    assert folder[0].read_file(ferry.figures[1].picture) == (SAMPLES / "pier.jpg").read_bytes()


def test_columns_that_are_not_understood_are_named_once(sample):
    assert [warning for issue in sample for warning in issue.warnings if "备注" in warning] == [
        f"{SAMPLES / '两期.csv'}: columns that are not understood and were left out: “备注”"
    ]


def test_what_a_sheet_has_no_column_for_is_not_told(tmp_path, sample):
    assert "corrections" not in sample[0].told
    assert {"kicker", "figures", "page", "external_id"} <= sample[0].told <= ARTICLE_FIELDS
    (issue,) = issues(sheet(tmp_path, f"{HEADER}\n2023-02-14,01,题,文,1\n"))
    assert issue.told == {"title", "body", "page", "external_id"}


def test_the_template_comes_back_without_its_example(tmp_path):
    template = csv_rows.template()
    assert template.startswith(b"\xef\xbb\xbf\xe6\x97\xa5\xe6\x9c\x9f,")
    assert read_each_bytes(tmp_path, template) == []
    filled = list(csv.reader(io.StringIO(template.decode("utf-8-sig"))))
    filled.append([""] * len(TEMPLATE))
    filled[2][:3], filled[2][TEMPLATE.index("title")] = ["2023-02-15", "02", "副刊"], "夜航"
    text = io.StringIO()
    csv.writer(text).writerows(filled)
    found = read_each_bytes(tmp_path, text.getvalue().encode("utf-8-sig"))
    assert titles(found) == ["夜航"]
    assert "line 2: the template's example row was left out" in "".join(issues(found)[0].warnings)


def read_each_bytes(tmp_path, data):
    (tmp_path / "t.csv").write_bytes(data)
    return list(csv_rows.read_each([FoundFile(FileSource(tmp_path / "t.csv"), "t.csv", "csv")], ReadingOptions()))


def test_every_column_of_the_template_is_understood():
    assert [field_of(COLUMNS[field][0]) for field in TEMPLATE] == TEMPLATE
    words = [word for words in COLUMNS.values() for word in words]
    assert [field_of(word) for word in words] == [field for field, found in COLUMNS.items() for _ in found]


def test_the_document_lists_every_column_with_every_word():
    document = (Path(__file__).parents[3] / "docs" / "import-formats.md").read_text(encoding="utf-8")
    rows = [line.replace("*", "").split(" | ") for line in document.split("\n") if line.startswith("| ")]
    listed = {row[0].removeprefix("| "): row[1] for row in rows if len(row) > 1}
    assert {words[0]: " ".join(words[1:]) for words in COLUMNS.values()}.items() <= listed.items()


@pytest.mark.parametrize(
    ("word", "field"),
    [
        ("　日 期　", "date"),
        ("標題", "title"),
        ("Issue_Date", "date"),
        ("ＴＩＴＬＥ", "title"),
        ("版次（必填）", "label"),
        ("正文*", "body"),
        ("圖片說明", "caption"),
        ("标提", ""),
        ("", ""),
    ],
)
def test_a_column_is_known_however_it_is_written(word, field):
    assert field_of(word) == field


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_encoding_delimiter_and_line_ends_are_found(tmp_path, encoding, delimiter, line_end):
    rows = [["日期", "版次", "标题", "正文"], ["2023-02-14", "01", "渡口，𠮷；开航", "“一”\n二"]]
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(rows)
    found = sheet(tmp_path, text.getvalue().replace("\n", line_end).encode(encoding))
    assert not problems(found)
    article = issues(found)[0].issue.sections[0].articles[0]
    assert (article.title, article.body) == ("渡口，𠮷；开航", "<p>“一”</p><p>二</p>")
    assert any("read as GB18030" in warning for warning in issues(found)[0].warnings) is (encoding == "gb18030")


@pytest.mark.parametrize(
    "cell",
    [
        *"2023-02-14 2023/2/14 2023.2.14 2023年2月14日 20230214 ２０２３年２月１４日 ２０２３／０２／１４".split(),
        *("2023 年 2 月 14 日", "2023-02-14 00:00:00", " 2023-2-14 "),
    ],
)
def test_dates_are_read_in_many_ways(cell):
    assert read_date(cell) == dt.date(2023, 2, 14)


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("44971", "the number 44971, which is how a spreadsheet counts days"),
        ("14/02/2023", "of which nobody can tell the day from the month"),
        ("2023-02-30", "which is not in the calendar"),
        ("1234-01-01", "or not in the years 1600 to 2200"),
        ("昨天", "found “昨天”"),
        ("", "found nothing"),
        ("2023-02-14 18:00:00", "found “2023-02-14 18:00:00”"),
    ],
)
def test_a_date_that_cannot_be_read_says_why_and_holds_up_no_issue(tmp_path, cell, words):
    found = sheet(tmp_path, f"{HEADER}\n{cell},01,甲,文,1\n2023-02-15,01,乙,文,2\n")
    assert titles(found) == ["乙"]
    assert words in problems(found)[0]
    assert "a.csv, line 2, 日期: expected a date such as 2023-02-14, 2023/2/14, 2023年2月14日 or 20230214" in problems(found)[0]


@pytest.mark.parametrize(
    ("cell", "label"),
    [
        ("第A01版", "A01"),
        ("Ａ０１", "A01"),
        ("04—05", "04-05"),
        ("1.0", "1"),
        (" 3 ", "3"),
        ("", ""),
        ("头版头条", None),
        ("1" * 30, None),
    ],
)
def test_labels_are_read_as_printed(cell, label):
    assert read_label(cell) == label


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("2023-02-14,头版头条,题,文,1", "line 3, 版次: expected a page's label such as 01, A01 or 04-05, found “头版头条”"),
        ("2023-02-14,,题,文,1", "line 3, 版次: expected a page's label (or --page LABEL, for all articles that name none)"),
        ("2023-02-14,01,,文,1", "line 3, 标题: expected a headline, found nothing"),
        (f"2023-02-14,01,{'长' * 501},文,1", "line 3, 标题: expected at most 500 characters, found 501"),
        ("2023-02-14,01,题,文," + "x" * 201, "line 3, 编号: expected at most 200 characters, found 201"),
        ("2023-02-14,01,题,文,0", "expected an id of its own, “0” being that of"),
        ("2023-02-14,01,题,文,1,多,余", "line 3: expected at most 5 columns, found 7"),
        ('2023-02-14,01,题,"文,1', "line 3: expected a quotation mark that closes before the next column"),
        ('2023-02-14,01,"题"外,文,1', "line 3: expected a quotation mark that closes before the next column"),
    ],
)
def test_a_bad_row_refuses_its_issue_and_no_other(tmp_path, row, words):
    good = "2023-02-14,01,甲,文,0"
    found = sheet(tmp_path, f"{HEADER}\n{good}\n{row}\n2023-02-15,01,乙,文,2\n")
    assert titles(found) == ["乙"]
    assert len(problems(found)) == 1
    assert words in problems(found)[0]


def test_every_bad_row_of_an_issue_is_named(tmp_path):
    rows = "".join(f"2023-02-14,01,,文,{number}\n" for number in range(5))
    assert len(problems(sheet(tmp_path, f"{HEADER}\n{rows}"))) == 5


def test_a_missing_quotation_mark_swallows_no_other_issue(tmp_path):
    rows = [
        '2023-02-14,01,"甲,文,1',
        '2023-02-15,01,"乙","文',
        '第二行",2',
        '2023-02-16,01,丙,"文 ""引"" 文",3',
    ]
    found = sheet(tmp_path, "\n".join([HEADER, *rows]))
    assert titles(found) == ["乙", "丙"]
    assert "line 2: expected a quotation mark" in problems(found)[0]


def test_a_quotation_mark_that_closes_in_another_row_is_noticed(tmp_path):
    rows = ['2023-02-14,01,甲,"文', "2023-02-15,01,乙,文,2", '2023-02-16,01,丙,文",3', "2023-02-17,01,丁,文,4"]
    found = sheet(tmp_path, "\n".join([HEADER, *rows]))
    assert "other rows inside a cell" in problems(found)[0]
    assert "乙" in titles(found)
    assert "丁" in titles(found)


def test_bytes_that_are_no_text_refuse_their_issue_alone(tmp_path):
    data = f"{HEADER}\n2023-02-14,01,甲甲甲甲,文,1\n2023-02-15,01,乙,文,2\n".encode().replace(
        "甲甲甲甲".encode(), "甲".encode() + b"\xff"
    )
    found = sheet(tmp_path, data)
    assert titles(found) == ["乙"]
    assert "line 2: expected text in UTF-8, found other bytes" in problems(found)[0]


def test_rows_may_come_in_any_order(tmp_path):
    rows = [f"2023-02-{day:02},0{page},第{day}日{page}版,文,{day}-{page}" for page in (2, 1) for day in (17, 14, 16)]
    found = issues(sheet(tmp_path, "\n".join([HEADER, *rows])))
    assert [issue.issue.date.day for issue in found] == [14, 16, 17]
    assert [[section.label for section in issue.issue.sections] for issue in found] == [["01", "02"]] * 3


def test_sheets_of_one_day_make_one_issue(tmp_path):
    (tmp_path / "b.csv").write_text(f"{HEADER}\n2023-02-14,02,乙,文,2\n", encoding="utf-8")
    (issue,) = issues(sheet(tmp_path, f"{HEADER}\n2023-02-14,01,甲,文,1\n"))
    assert [section.label for section in issue.issue.sections] == ["01", "02"]


def test_two_papers_in_one_issue_are_refused(tmp_path):
    text = "日期,版次,标题,正文,报纸\n2023-02-14,01,甲,文,望湖时报\n2023-02-14,01,乙,文,澄浦日报\n"
    assert "expected the same paper as in" in problems(sheet(tmp_path, text))[0]


def test_an_article_without_a_number_keeps_its_id_from_run_to_run(tmp_path):
    text = "日期,版次,标题,正文\n2023-02-14,01,图片新闻,一\n2023-02-14,01,图片新闻,二\n2023-02-14,01,别的,三\n"
    ids = [[one.external_id for one in issues(sheet(tmp_path, text))[0].issue.sections[0].articles] for _ in range(2)]
    assert ids[0] == ids[1] == ["csv:01:图片新闻", "csv:01:图片新闻:2", "csv:01:别的"]
    assert "without 编号 or 序号" in "".join(issues(sheet(tmp_path, text))[0].warnings)


def test_a_numbered_row_keeps_its_id_when_its_title_is_corrected(tmp_path):
    ids = set()
    for title in ("渡囗", "渡口"):
        (issue,) = issues(sheet(tmp_path, f"日期,版次,序号,标题,正文\n2023-02-14,01,3,{title},文\n"))
        ids.add(issue.issue.sections[0].articles[0].external_id)
    assert ids == {"csv:01:3"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2023-02-14,01,渡口,文\n", "line 1: expected a header of columns such as 日期 版次"),
        ("", "expected a header"),
        ("日期,标题,正文\n2023-02-14,渡口,文\n", "expected the columns “版次”"),
        ("日期,版次,标题,正问\n", "not understood: “正问”"),
        ("日期,版次,标题,正文,正文\n", "expected every column once, found “正文”"),
        ("版次,标题,正文\n01,题,文\n", "expected the columns “日期”"),
        (b"PK\x00\x00,\x00", "line 1: expected text, found a binary file"),
        (
            b"date,page,title,body\n2023-02-14,01,caf\xe9 a,b\n",
            "line 2: expected text in UTF-8, GB18030 or UTF-16, found the byte",
        ),
        (b"\xff\xfe\x00\xd8\x00\xd8a\x00", "expected text in UTF-16, as its first bytes say"),
    ],
)
def test_a_sheet_that_is_none_is_refused_with_what_was_expected(tmp_path, text, words):
    found = read_each_bytes(tmp_path, text if isinstance(text, bytes) else text.encode())
    assert not issues(found)
    assert words in problems(found)[0]


@pytest.mark.parametrize("below", ["", "\n", "\n,,,\n"])
def test_a_header_without_rows_is_told_so(tmp_path, below):
    (problem,) = problems(sheet(tmp_path, f"日期,版次,标题,正文{below}"))
    assert problem.endswith("expected rows below the header, found none")


def test_headlines_alone_are_taken_and_said(tmp_path):
    (issue,) = issues(sheet(tmp_path, "日期,版次,标题\n2023-02-14,01,渡口\n"))
    assert "no column 正文, so these are headlines" in "".join(issue.warnings)
    assert "body" not in issue.told


def test_pages_may_be_named_by_the_user(tmp_path):
    (issue,) = issues(sheet(tmp_path, "日期,标题,正文\n2023-02-14,渡口,文\n", page="B02"))
    assert issue.issue.sections[0].label == "B02"


def test_excels_own_first_line_and_blank_lines_are_passed(tmp_path):
    assert titles(sheet(tmp_path, "sep=;\n\n日期;版次;标题;正文\n;;;\n2023-02-14;01;渡口;文\n;;;\n")) == ["渡口"]


def test_texts_change_their_script_and_their_language(tmp_path):
    (before,) = issues(read(SAMPLES / "traditional.csv"))
    (after,) = issues(read(SAMPLES / "traditional.csv", script="hans"))
    assert (before.language, after.language) == ("zh-Hant", "zh-Hans")
    assert after.issue.sections[0].articles[0].title == "新渡口开航"


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (",,文,新闻稿,,,", "类别: expected one of 新闻 图片 广告 公告 导读 其他"),
        (",,文,,第一,,", "序号: expected a whole number from 1 on, found “第一”"),
        (",,文,,,a.jpg|b.jpg|c.jpg,甲|乙", "图片说明: expected as many texts as there are pictures, which are 3, found 2"),
    ],
)
def test_cells_that_are_no_value_of_their_column_are_refused(tmp_path, row, words):
    text = f"日期,版次,标题,栏目,正文,类别,序号,图片,图片说明\n2023-02-14,01,题{row}\n"
    assert words in problems(sheet(tmp_path, text))[0]


def test_a_picture_that_is_missing_is_a_warning(tmp_path):
    found = sheet(tmp_path, "日期,版次,标题,正文,图片\n2023-02-14,01,题,文,no.jpg\n")
    assert "line 2: the picture “no.jpg” is not beside it" in "".join(issues(found)[0].warnings)


def test_a_long_byline_is_cut_and_said(tmp_path):
    found = sheet(tmp_path, f"日期,版次,标题,正文,署名\n2023-02-14,01,题,文,{'字' * 600}\n")
    assert len(issues(found)[0].issue.sections[0].articles[0].byline) == 500
    assert "署名 of 600 characters cut to 500" in "".join(issues(found)[0].warnings)


def test_many_torn_rows_end_the_sheet_and_no_more(tmp_path):
    rows = "".join(f'2023-02-{day % 28 + 1:02},01,"题"x,文,{day}\n' for day in range(300))
    found = sheet(tmp_path, f"{HEADER}\n{rows}")
    assert "expected rows that can be told apart, found more than 100 that cannot" in problems(found)[0]


def test_a_quotation_mark_that_never_closes_costs_one_pass(tmp_path):
    body = "\n".join(["字" * 50] * 20_000)
    found = sheet(tmp_path, f'{HEADER}\n2023-02-14,01,甲,"{body}\n2023-02-15,01,乙,文,2\n')
    assert titles(found) == ["乙"]
    assert "lines that belong to no row" in problems(found)[0]


@pytest.mark.parametrize(
    ("start", "name", "kind"),
    [
        (SHEET.encode()[:4096], "a.txt", "csv"),
        (SHEET.encode("gb18030")[:4096], "a", "csv"),
        (SHEET.encode("utf-16")[:4095], "a.txt", "csv"),
        (b"date\tpage\ttitle\n", "export.txt", "csv"),
        (b"1,2,3\n", "a.CSV", "csv"),
        (b"1,2,3\n", "a.txt", ""),
        ("标题,日期\n".encode(), "a.txt", ""),
        ("日期：2023-02-14\n标题".encode(), "a.txt", ""),
        (b"PK\x03\x04\x00", "a.csv", ""),
        (b"", "a.csv", ""),
        (b"\xff\xfe\x00", "a.txt", ""),
    ],
)
def test_a_sheet_is_known_by_its_header(start, name, kind):
    assert csv_rows.kind_of(start, name) == kind


def test_a_row_is_found_again_where_it_was(tmp_path):
    table = Table(lambda: io.BytesIO(SHEET.encode("gb18030")), "a", is_page_told=False)
    rows = list(table.rows())
    assert [row.line for row in rows] == [2, 5, 6, 7]
    assert [table.row(row.offset, row.line) for row in rows] == rows


def big_sheet(tmp_path, encoding="utf-8"):
    """About 24 MB, its days going round and round."""
    lines = (f"2023-02-{1 + number % 20:02},01,题 {number},{'新渡口清晨开航。' * 100},{number}\n" for number in range(10_000))
    with open(tmp_path / "a.csv", "w", encoding=encoding, newline="") as file:
        file.write(HEADER + "\n")
        file.writelines(lines)


def test_a_large_sheet_is_never_held(tmp_path):
    big_sheet(tmp_path)
    source = open_source(tmp_path)
    table = Table(lambda: source.open("a.csv"), "a", is_page_told=False)
    tracemalloc.start()
    places = [(row.offset, row.line) for row in table.rows()]
    again = sum(table.row(*place).cells[4] == str(place[1] - 2) for place in sorted(places, key=lambda place: place[1] % 20))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (len(places), again) == (10_000, 10_000)
    assert peak < 8_000_000


def test_issues_of_a_large_sheet_are_read_day_by_day(tmp_path):
    big_sheet(tmp_path, "utf-16")
    source = open_source(tmp_path)
    found = csv_rows.read_each([FoundFile(source, "a.csv", "csv")], ReadingOptions())
    tracemalloc.start()
    first: Any = next(found)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(first.issue.sections[0].articles) == 500
    assert peak < 12_000_000


def test_many_sheets_of_one_day_keep_few_files_open(tmp_path):
    for number in range(40):
        text = f"{HEADER}\n2023-02-14,01,题 {number},文,{number}a\n2023-02-15,01,题 {number},文,{number}b\n"
        (tmp_path / f"{number:02}.csv").write_text(text, encoding="utf-16" if number % 2 else "utf-8")
    before, most, found = len(os.listdir("/proc/self/fd")), 0, []
    source = open_source(tmp_path)
    files = [FoundFile(source, name, "csv") for name in source.names()]
    issue: Any
    for issue in csv_rows.read_each(files, ReadingOptions()):
        found.append(issue)
        most = max(most, len(os.listdir("/proc/self/fd")) - before)
    assert [len(issue.issue.sections[0].articles) for issue in found] == [40, 40]
    assert most <= 16
    assert len(os.listdir("/proc/self/fd")) == before


def test_a_line_without_end_is_refused_and_no_other(tmp_path, monkeypatch):
    monkeypatch.setattr(tables, "LINE_LIMIT", 1000)
    rows = ["2023-02-14,01,题,文,1", "2023-02-15,01,题," + "文" * 500 + ",2", "2023-02-16,01,题,文,3"]
    found = sheet(tmp_path, "\n".join([HEADER, *rows]))
    (problem,) = problems(found)
    assert "line 3: expected lines of at most 1000 bytes, found a longer one, line 3" in problem
    assert [issue.issue.date.day for issue in issues(found)] == [14, 16]


def survives(tmp_path, data):
    csv_rows.kind_of(data[:4096], "a.txt")
    found = read_each_bytes(tmp_path, data)
    for one in found:
        if isinstance(one, ImportProblem):
            assert len(str(one).splitlines()) == 1
        else:
            assert all(isinstance(article, ArticleRecord) for section in one.issue.sections for article in section.articles)


@given(st.binary(max_size=200), st.sampled_from([b"", HEADER.encode() + b"\n", HEADER.encode("gb18030") + b"\n", b"\xff\xfe"]))
@QUICK
def test_any_bytes(tmp_path, data, start):
    survives(tmp_path, start + data)


@given(
    st.lists(st.tuples(st.integers(0, 1400), st.integers(0, 30), st.binary(max_size=6)), max_size=4),
    st.sampled_from(["utf-8", "gb18030"]),
)
@QUICK
def test_any_damage(tmp_path, cuts, encoding):
    data = SHEET.encode(encoding)
    for start, length, patch in cuts:
        data = data[:start] + patch + data[start + length :]
    survives(tmp_path, data)


cells = st.text(alphabet='2023-01年月日,;|"\n\r\t <p>A字𠮷\x00\ufeff。', max_size=12) | st.sampled_from(
    ["2023-02-14", "01", "广告", "1"]
)


@given(st.lists(st.lists(cells, max_size=8), max_size=6), st.sampled_from(["\n", "\r\n", "\r"]))
@QUICK
def test_any_cells(tmp_path, rows, line_end):
    text = io.StringIO()
    writer = csv.writer(text, lineterminator=line_end)
    writer.writerow(["日期", "版次", "标题", "正文", "类别", "图片", "序号"])
    writer.writerows(rows)
    survives(tmp_path, text.getvalue().encode())


@given(st.text(alphabet='日期版次标题正文date,;"\n\ufeffsep=', max_size=40))
@QUICK
def test_any_header(tmp_path, header):
    survives(tmp_path, f"{header}\n2023-02-14,01,题\n".encode())
