"""TXT and DOCX: where a story stands by its name, what is its head, what of a document is kept, and what is refused."""

import datetime as dt
import io
import zipfile
from pathlib import Path

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.importing.formats import bylines, texts
from articles.importing.imported import ImportedIssue, Unread
from articles.importing.options import ReadingOptions
from articles.importing.problems import ImportProblem
from articles.importing.sources import FileSource, FoundFile, open_source
from articles.richtext import clean_body

SAMPLES = Path(__file__).parents[2] / "samples" / "text"
DUMP = Path(__file__).parents[2] / "samples" / "dumps" / "damaged.txt"
DOCX = SAMPLES / "20230214" / "A01版 要闻" / "02 老码头.docx"
PICTURE = Path(__file__).parents[2] / "samples" / "nitf" / "pictures" / "ferry.png"
QUICK = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def read(path, **options):
    source = open_source(path)
    files = [FoundFile(source, name, kind) for name in source.names() if (kind := texts.kind_of(source.start(name, 4096), name))]
    return list(texts.read_each(files, ReadingOptions(**options)))


def issues(found):
    return [one for one in found if isinstance(one, ImportedIssue)]


def problems(found):
    return [str(one) for one in found if isinstance(one, ImportProblem)]


def articles(found):
    return [one for issue in issues(found) for section in issue.issue.sections for one in section.articles]


def story(tmp_path, data, name="20230214/01/1.txt", **options):
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return read(tmp_path, **options)


def document(*paragraphs, parts=()):
    """A DOCX of bare paragraphs in Word's markup."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/document.xml", f"<w:document {W}><w:body>{''.join(paragraphs)}</w:body></w:document>")
        for name, part in parts:
            file.writestr(name, part)
    return data.getvalue()


def paragraph(text, inside=""):
    return f"<w:p>{inside}<w:r><w:t>{text}</w:t></w:r></w:p>"


@pytest.fixture(scope="module")
def sample():
    return read(SAMPLES)


def test_stories_of_many_files_make_one_issue(sample):
    (issue,) = issues(sample)
    assert (issue.issue.date, issue.language) == (dt.date(2023, 2, 14), "zh-Hans")
    assert [(section.label, section.name) for section in issue.issue.sections] == [("A01", "要闻"), ("A02", "")]
    assert [one.title for one in articles(sample)] == ["新渡口清晨开航", "老码头的早晨", "湖面解冻", "两岸灯会"]


def test_the_head_is_known_by_position_and_label(sample):
    ferry = articles(sample)[0]
    assert (ferry.column, ferry.kicker, ferry.subtitle) == ("城事", "过江不再绕桥", "首班船六点离岸")
    assert (ferry.byline, ferry.authors, ferry.source) == ("记者 何苇 通讯员 沈\u3000棹", ("何苇", "沈棹"), "望湖时报")
    assert ferry.body == "<p>本报讯（记者 何苇 通讯员 沈\u3000棹）首班渡轮今晨离岸，&lt;江面&gt;有雾，𠮷日。</p><p>船票两元。</p>"


def test_several_stories_in_one_file_are_several_articles(sample):
    first, second = articles(sample)[2:]
    assert (first.byline, first.body) == ("本报记者 何苇", "<p>湖心亭可以登船了。</p>")
    assert (second.byline, second.body) == ("通讯员 沈棹", "<p>灯会开到初十。</p>")
    assert [first.external_id, second.external_id] == ["text:A02:20230214_A02_01", "text:A02:20230214_A02_01:2"]


def test_a_second_run_gives_the_same(sample):
    assert [one.issue for one in issues(read(SAMPLES))] == [one.issue for one in issues(sample)]


def test_a_document_keeps_its_look(sample):
    body = articles(sample)[1].body
    assert body.startswith("<p>六点钟，<strong>老周</strong>的船<em>靠了岸</em>，雾散了。</p><figure ")
    for part in (
        "<h3>船期</h3>",
        '<tr><td colspan="2">上行</td></tr><tr><td rowspan="2">早</td><td>6:00</td></tr><tr><td>7:00</td></tr>',
        "<ul><li>带好零钱</li><li>勿携活禽</li></ul>",
    ):
        assert part in body
    assert "删去的话" not in body
    assert clean_body(body).count("<") == body.count("<")


def test_a_picture_inside_a_document_becomes_a_figure(sample):
    (figure,) = articles(sample)[1].figures
    assert (figure.caption, figure.credit) == ("老码头。", "沈棹 摄")
    assert f'data-figure="{figure.key}"' in articles(sample)[1].body
    assert issues(sample)[0].read_file(figure.picture) == PICTURE.read_bytes()


@pytest.mark.parametrize("mark", ["---", "===", "***", "＊＊＊", "◆◆◆", "- - - -", "\f", "————"])
def test_stories_are_set_apart_by_a_line_of_marks(tmp_path, mark):
    assert [one.title for one in articles(story(tmp_path, f"甲\n文\n{mark}\n乙\n文\n{mark}\n"))] == ["甲", "乙"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings_are_found(tmp_path, encoding):
    text = "渡口开航了\r\n\r\n　　首班渡轮今晨离岸，𠮷日。\x1a".encode(encoding)
    (one,) = articles(story(tmp_path, text))
    assert (one.title, one.body) == ("渡口开航了", "<p>首班渡轮今晨离岸，𠮷日。</p>")


def test_lines_of_english_are_joined_to_paragraphs(tmp_path):
    text = "Ferry opens at dawn\nBy Jane Reed and Tom Hill\n\nThe first boat\nleft at six.\n\nFog lay on\nthe lake.\n"
    (one,) = articles(story(tmp_path, text))
    assert (one.title, one.byline, one.authors) == (
        "Ferry opens at dawn",
        "By Jane Reed and Tom Hill",
        ("Jane Reed", "Tom Hill"),
    )
    assert one.body == "<p>The first boat left at six.</p><p>Fog lay on the lake.</p>"


@pytest.mark.parametrize(
    ("line", "byline", "authors"),
    [
        ("本报记者 何苇", "本报记者 何苇", ["何苇"]),
        ("記者 何葦 通訊員 沈　棹", "記者 何葦 通訊員 沈　棹", ["何葦", "沈棹"]),
        ("记者何苇", "记者何苇", ["何苇"]),
        ("（本报记者 何苇、沈棹）", "本报记者 何苇、沈棹", ["何苇", "沈棹"]),
        ("■ 沈 棹", "沈 棹", ["沈棹"]),
        ("文/何苇", "文/何苇", ["何苇"]),
        ("By Jane Reed", "By Jane Reed", ["Jane Reed"]),
        ("首席记者 阿依努尔·买买提", "首席记者 阿依努尔·买买提", ["阿依努尔·买买提"]),
        ("记者在渡口看到，船开了。", "", []),
        ("首班渡轮今晨离岸", "", []),
        ("", "", []),
    ],
)
def test_bylines_are_known(line, byline, authors):
    assert bylines.of_line(line) == byline
    assert bylines.authors(byline) == authors


@pytest.mark.parametrize(
    ("byline", "authors"),
    [
        ("本报讯（记者 李　明　通讯员 王芳）", ["李明", "王芳"]),
        ("本报望湖2月14日电（记者何苇 通讯员沈棹）", ["何苇", "沈棹"]),
        ("本报记者 张三 李四 报道", ["张三", "李四"]),
        ("本报记者　李明　王　芳　通讯员　赵　六　摄影报道", ["李明", "王芳", "赵六"]),
        ("特约记者 王芳", ["王芳"]),
        ("本报驻京记者 张三", ["张三"]),
        ("新华社记者 张三、李四", ["张三", "李四"]),
        ("李明 文/图", ["李明"]),
        ("文图/李明", ["李明"]),
        ("李明/文 王芳/图", ["李明", "王芳"]),
        ("记者 李明 文 王芳 摄", ["李明", "王芳"]),
        ("摄影：王芳", ["王芳"]),
        ("记者 李文 通讯员 张文斌", ["李文", "张文斌"]),
        ("记者 巴图/文 图雅/图", ["巴图", "图雅"]),
        ("记者 𠮷田 明", ["𠮷田"]),
        ("记者：李明，王芳；图：赵六", ["李明", "王芳", "赵六"]),
        ("（记者）", []),
        ("全媒记者 李明", ["李明"]),
        ("潮新闻客户端 记者 李明", ["李明"]),
        ("记者 李明 视频 王芳", ["李明", "王芳"]),
        ("（记者 李明 编辑 王芳）", ["李明"]),
        ("记者 李明 责编 王 芳 通讯员 沈棹", ["李明", "沈棹"]),
    ],
)
def test_the_persons_in_a_byline_are_known(byline, authors):
    assert bylines.authors(byline) == authors


@pytest.mark.parametrize(
    ("text", "byline"),
    [
        ("本报讯（记者 何苇）首班渡轮", "记者 何苇"),
        ("本报望湖2月14日电（记者何苇 通讯员沈棹）首班", "记者何苇 通讯员沈棹"),
        ("（記者 何葦）首班渡輪", "記者 何葦"),
        ("本报讯（何苇）首班渡轮", ""),
        ("首班渡轮（记者 何苇）离岸", ""),
    ],
)
def test_a_report_may_begin_with_its_byline(text, byline):
    assert bylines.of_text(text) == byline


@pytest.mark.parametrize(
    ("name", "pattern", "label", "order"),
    [
        ("2023-02-14/01/潮水.txt", "", "01", None),
        ("20230214_A01_03.txt", "", "A01", 3),
        ("稿/14.02.2023-A7.txt", "{day}.{month}.{year}-{label}.txt", "A7", None),
    ],
)
def test_date_and_page_come_from_the_name(tmp_path, name, pattern, label, order):
    (issue,) = issues(story(tmp_path, "题\n文", name, pattern=pattern))
    assert (issue.issue.date, issue.issue.sections[0].label) == (dt.date(2023, 2, 14), label)


def test_a_dated_folder_may_be_what_the_user_names(tmp_path):
    story(tmp_path, "题\n文", "2023-02-14/01/1.txt")
    (issue,) = issues(read(tmp_path / "2023-02-14"))
    assert issue.issue.date == dt.date(2023, 2, 14)


def test_numbers_in_front_give_the_order(tmp_path):
    story(tmp_path, "乙\n文", "20230214/01/2 乙.txt")
    assert [one.title for one in articles(story(tmp_path, "癸\n文", "20230214/01/10 癸.txt"))] == ["乙", "癸"]


def test_a_text_without_a_date_is_no_article(tmp_path):
    (unread,) = story(tmp_path, "请先读我", "README.txt")
    assert isinstance(unread, Unread)
    assert "needs a date in its name or folder" in unread.reason


def test_a_readme_in_a_dated_folder_is_no_article_either(tmp_path):
    assert isinstance(story(tmp_path, "read me", "20230214/01/README.txt")[0], Unread)


def test_a_text_that_the_user_calls_one_needs_a_date(tmp_path):
    (problem,) = story(tmp_path, "题\n文", "稿.txt", format="text")
    assert str(problem).endswith("or a --pattern that finds one, found “稿.txt”")


def test_a_name_that_does_not_fit_the_users_pattern_is_not_guessed(tmp_path):
    assert isinstance(story(tmp_path, "题\n文", pattern="{date}_{label}.txt")[0], Unread)
    (problem,) = story(tmp_path, "题\n文", pattern="{date}_{label}.txt", format="text")
    assert "expected a name that fits the pattern “{date}_{label}.txt”" in str(problem)


def test_a_wrong_pattern_is_told_once(tmp_path):
    story(tmp_path, "题\n文", "20230214/01/2.txt")
    assert len(story(tmp_path, "题\n文", pattern="{datum}.txt")) == 1


def test_a_story_without_a_page_needs_the_users_word(tmp_path):
    name = "2023-02-14/潮水.txt"
    assert "expected a page (or --page LABEL" in problems(story(tmp_path, "题\n文", name))[0]
    assert issues(story(tmp_path, "题\n文", name, page="05"))[0].issue.sections[0].label == "05"


def test_one_bad_file_refuses_its_issue_and_no_other(tmp_path):
    story(tmp_path, "好\n文", "20230214/01/1.txt")
    story(tmp_path, b"\x00\x01", "20230214/01/2.txt")
    found = story(tmp_path, "好\n文", "20230215/01/1.txt")
    assert [issue.issue.date.day for issue in issues(found)] == [15] if problems(found) else [14, 15]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "expected a story, found an empty file"),
        (b" \r\n ", "expected a story, found an empty file"),
        (b"---\n---\n", "expected a story, found nothing but white space"),
        ("栏目：城事\n".encode(), "expected a title in its first line, found none"),
        (("长" * 501 + "\n文").encode(), "a title in its first line of at most 500 characters, found 501"),
        ("题\n".encode() + b"caf\xe9 m\xfcde\n", "line 2: expected text in UTF-8, GB18030 or UTF-16, found the byte 0xE9"),
        (b"\xff\xfea", "expected text in UTF-16, as its first bytes say"),
        ("题\n".encode() + b"a" * 5000 + b"\x01", "line 2: expected text, found a binary file"),
        (("题\n" + "字" * 990_001).encode(), "expected an article of at most 990,000 characters"),
    ],
)
def test_a_text_that_is_no_story_is_refused(tmp_path, data, words):
    found = story(tmp_path, data)
    assert not issues(found)
    assert words in problems(found)[0]


@pytest.mark.parametrize(
    "text",
    [
        "新渡口\n今天开航\n",
        "题目\n正文\n",
        "題目\n正文\n",
        "讣告\n沈棹\n",
        "招领启事\n拾获钥匙３把，请电询８８６６\n",
        "Metro 通车\nLine 2 试运营\n",
        "鹿湾\n㐂字、𠮷字\n",
    ],
)
def test_a_short_notice_in_gbk_is_read(tmp_path, text):
    (issue,) = issues(story(tmp_path, text.encode("gb18030")))
    (section,) = issue.issue.sections
    assert section.articles[0].title == text.split("\n")[0]


@pytest.mark.parametrize(
    "data",
    [
        "Fußgänger\nÜber die Brücke\n".encode("latin-1"),
        "Größenwahn".encode("cp1252"),
        "Привет, мир\nГорода реки\n".encode("cp1251"),
        "ﾄｳｷｮｳ\n東京の橋\n".encode("shift_jis"),
    ],
)
def test_a_short_text_in_another_charset_is_not_taken_for_gbk(tmp_path, data):
    found = story(tmp_path, data)
    assert not issues(found)
    assert "expected text in UTF-8, GB18030 or UTF-16, found the byte" in problems(found)[0]


def test_the_same_story_twice_is_refused(tmp_path):
    story(tmp_path, "题\n文")
    assert "expected an id of its own" in problems(story(tmp_path, document(paragraph("题")), "20230214/01/1.docx"))[0]


def test_tracked_deletions_and_hidden_words_are_dropped(tmp_path):
    gone = "<w:del><w:r><w:delText>删</w:delText></w:r></w:del><w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r>"
    kept = "<w:ins><w:r><w:t>增</w:t></w:r></w:ins>"
    (one,) = articles(story(tmp_path, document(paragraph("题"), paragraph("文", gone + kept)), "20230214/01/1.docx"))
    assert one.body == "<p>增文</p>"


def test_a_linked_picture_is_never_followed(tmp_path):
    target = 'Target="https://p.example/a.png" TargetMode="External"'
    rels = f'<Relationships><Relationship Id="r1" Type="x/image" {target}/></Relationships>'
    drawing = f'<w:r><w:drawing xmlns:a="a" xmlns:r="{RELS}"><a:blip r:embed="r1"/></w:drawing></w:r>'
    data = document(paragraph("题"), paragraph("文", drawing), parts=[("word/_rels/document.xml.rels", rels)])
    found = story(tmp_path, data, "20230214/01/1.docx")
    assert articles(found)[0].figures == ()
    assert "a picture that is only linked was left out" in issues(found)[0].warnings[0]


def test_a_document_with_macros_is_read_without_them(tmp_path):
    data = document(paragraph("题"), paragraph("文"), parts=[("word/vbaProject.bin", b"\xd0\xcf\x11\xe0")])
    assert articles(story(tmp_path, data, "20230214/01/1.docm"))[0].body == "<p>文</p>"


def test_readings_above_the_line_stay(tmp_path):
    ruby = "<w:r><w:ruby><w:rt><w:r><w:t>jí</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>𠮷</w:t></w:r></w:rubyBase></w:ruby></w:r>"
    (one,) = articles(story(tmp_path, document(paragraph("题"), paragraph("日", ruby)), "20230214/01/1.docx"))
    assert one.body == "<p><ruby>𠮷<rt>jí</rt></ruby>日</p>"


def test_a_document_of_another_program_is_read_too(tmp_path):
    written = Document()
    for text in ("渡口开航", "记者 何苇", "首班渡轮离岸。"):
        written.add_paragraph(text)
    data = io.BytesIO()
    written.save(data)
    (one,) = articles(story(tmp_path, data.getvalue(), "20230214/01/1.docx"))
    assert (one.title, one.byline, one.body) == ("渡口开航", "记者 何苇", "<p>首班渡轮离岸。</p>")


BOMB = '<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><w:document xmlns:w="w"><w:body>&b;</w:body></w:document>'


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({}, "expected a Word document with a body, found none"),
        ({"word/document.xml": "<w:document xmlns:w='w'/>"}, "expected a Word document with a body, found none"),
        ({"word/document.xml": "<w:document"}, "word/document.xml, line 1: expected well-formed XML"),
        ({"word/document.xml": BOMB}, "expected XML without entities of its own"),
        ({"word/document.xml": "<a>" + "x" * 3_000_000 + "</a>"}, "expected packing of at most 200:1, found “word/document.xml”"),
        ({f"{number}": "" for number in range(5001)}, "expected at most 5,000 parts"),
        ({"word/document.xml": f"<w:document {W}><w:body/></w:document>"}, "expected a story, found nothing but white space"),
    ],
)
def test_a_document_that_is_none_is_refused(tmp_path, parts, words):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/", "")
        for name, part in parts.items():
            file.writestr(name, part)
    found = story(tmp_path, data.getvalue(), "20230214/01/1.docx")
    assert not issues(found)
    assert words in problems(found)[0]


def test_a_damaged_document_is_refused(tmp_path):
    assert "expected a DOCX that can be opened" in problems(story(tmp_path, DOCX.read_bytes()[:2000], "20230214/01/1.docx"))[0]


@pytest.mark.parametrize(
    ("start", "name", "kind"),
    [
        ("渡口开航".encode(), "a.txt", "text"),
        ("渡口开航".encode("gb18030")[:-1], "a", "text"),
        ("渡口开航".encode("utf-16"), "a.txt", "text"),
        (DOCX.read_bytes()[:4096], "a.doc", "docx"),
        (b"PK\x03\x04", "a.docx", "docx"),
        (b"PK\x03\x04", "a.zip", ""),
        (DUMP.read_bytes()[:4096], "a.txt", ""),
        (b"<html>", "a.txt", ""),
        (b"GIF89a not pdf", "a.pdf", ""),
        ("渡口开航".encode(), "a.JPG", ""),
        (DOCX.read_bytes()[:4096], "a.tif", ""),
        (b"{}", "a.json", ""),
        (b"body { color: red }", "a.css", ""),
        (b"\x89PNG\r\n\x1a\n\x00", "a.txt", ""),
        (b"", "a.txt", "text"),
        (b"", "a", ""),
    ],
)
def test_a_text_is_known_by_what_it_is_not(start, name, kind):
    assert texts.kind_of(start, name) == kind


def survives(tmp_path, data, kind):
    texts.kind_of(data[:4096], "a.txt")
    (tmp_path / "20230214_01_1.x").write_bytes(data)
    file = FoundFile(FileSource(tmp_path / "20230214_01_1.x"), "20230214_01_1.x", kind)
    for one in texts.read_each([file], ReadingOptions(script="hans")):
        if isinstance(one, ImportProblem):
            assert len(str(one).splitlines()) == 1
        elif isinstance(one, ImportedIssue):
            for section in one.issue.sections:
                for article in section.articles:
                    clean_body(article.body)


@given(st.binary(max_size=300), st.sampled_from(["text", "docx"]))
@QUICK
def test_any_bytes(tmp_path, data, kind):
    survives(tmp_path, data, kind)


@given(st.text(alphabet="甲记者 何苇：:标题作引导语来源（）()-=*\f\n\t\x1a𠮷ABy摄——/、", max_size=120))
@QUICK
def test_any_text(tmp_path, text):
    survives(tmp_path, text.encode(), "text")


@given(st.lists(st.tuples(st.integers(0, 40_000), st.integers(0, 30), st.binary(max_size=6)), min_size=1, max_size=4))
@QUICK
def test_any_damage_to_a_document(tmp_path, cuts):
    data = DOCX.read_bytes()
    for start, length, patch in cuts:
        data = data[:start] + patch + data[start + length :]
    survives(tmp_path, data, "docx")


MARKS = (
    "p r t tbl tr tc sdt sdtContent ins del hyperlink ruby rt rubyBase pPr numPr numId rPr b vertAlign br drawing tcPr vMerge "
    "gridSpan"
).split()


@given(
    st.recursive(
        st.text("字a\n", max_size=4), lambda inner: st.tuples(st.sampled_from(MARKS), st.lists(inner, max_size=4)), max_leaves=25
    )
)
@QUICK
def test_any_markup_in_a_document(tmp_path, tree):
    def written(node):
        if isinstance(node, str):
            return f"<w:t>{node}</w:t>"
        return f'<w:{node[0]} w:val="restart">{"".join(map(written, node[1]))}</w:{node[0]}>'

    survives(tmp_path, document(paragraph("题"), written(tree)), "docx")


def test_long_lines_cost_little(tmp_path):
    for line in ("记者 " * 50_000, "（" * 100_000, "：" * 100_000, "- " * 100_000 + "a", "标题：" * 50_000):
        survives(tmp_path, f"题\n{line}\n{line}".encode(), "text")
