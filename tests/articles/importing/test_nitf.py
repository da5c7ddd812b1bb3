"""NITF, one article a file or many, in whatever wrapper: where each element goes, and what is refused."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.importing.formats import nitf
from articles.importing.imported import ImportedIssue, Unread
from articles.importing.options import ReadingOptions
from articles.importing.problems import ImportProblem
from articles.importing.sources import FileSource, FoundFile, open_source
from articles.richtext import clean_body
from issues.sentences import Sentence

SAMPLES = Path(__file__).parents[2] / "samples" / "nitf"
FERRY = (SAMPLES / "渡口.xml").read_bytes()
WRAPPER = (SAMPLES / "wrapper.xml").read_bytes()
QUICK = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def read(path, **options):
    source = open_source(path)
    files = [FoundFile(source, name, "nitf") for name in source.names() if nitf.kind_of(source.start(name, 4096), name)]
    return list(nitf.read_each(files, ReadingOptions(**options)))


def issues(found):
    return [one for one in found if isinstance(one, ImportedIssue)]


def problems(found):
    return [str(one) for one in found if isinstance(one, ImportProblem)]


def article(tmp_path, body="", pubdata='date.publication="20230214" position.section="01"', title="湖面解冻", **options):
    path = tmp_path / "a.xml"
    head = f"<head><docdata><doc-id id-string='1'/></docdata><pubdata {pubdata}/></head>"
    hedline = f"<body.head><hedline><hl1>{title}</hl1></hedline></body.head>"
    path.write_text(f"<nitf>{head}<body>{hedline}<body.content>{body}</body.content></body></nitf>", encoding="utf-8")
    return read(tmp_path, **options)


def only(found):
    assert not problems(found)
    return issues(found)[0].issue.sections[0].articles[0]


@pytest.fixture(scope="module")
def samples():
    return read(SAMPLES)


@pytest.fixture(scope="module")
def ferry(samples):
    articles = [one for issue in issues(samples) for section in issue.issue.sections for one in section.articles]
    return next(one for one in articles if one.external_id == "whsb-7")


def test_articles_of_all_wrappers_meet_in_their_issue(samples):
    first, second = issues(samples)
    assert (first.issue.date, second.issue.date) == (dt.date(2023, 2, 14), dt.date(2023, 2, 15))
    assert [(section.label, section.name) for section in first.issue.sections] == [("02", ""), ("A01", ""), ("", "Lakeside")]
    assert [one.title for one in first.issue.sections[1].articles] == ["湖面解冻", "新渡口清晨开航，𠮷日首班离岸"]
    assert (first.paper_name, first.language) == ("望湖时报", "zh-Hans")
    assert (first.issue.number_text, first.issue.number) == ("第６期（总第1234期）", 1234)


def test_an_article_without_a_date_does_not_hold_up_the_others(samples):
    assert len(issues(samples)) == 2
    assert problems(samples)[0].endswith(
        "wrapper.xml, line 15, pubdata/@date.publication: expected the issue's date (or docdata/date.issue/@norm), found none"
    )


def test_the_head_fills_the_record(ferry):
    assert (ferry.subtitle, ferry.column, ferry.source) == ("首班船六点", "城事", "望湖通讯社")
    assert (ferry.byline, ferry.authors) == ("本报记者 何苇 通讯员 沈棹", ("何苇", "沈棹"))
    assert (ferry.lead, ferry.keywords) == ("过江不再绕桥。\n船票两元。", ("渡口", "民生"))


def test_the_body_keeps_its_structure(ferry):
    assert ferry.body.startswith(
        "<p>望湖2月14日电\u3000首班渡轮今晨离岸，&lt;江面&gt;有雾，老周第一个上船，他说“等了十年”。</p><h3>票价</h3>"
    )
    for part in (
        "<p>单程2元，<strong>月票</strong>另计，H<sub>2</sub>O，1/2船。",
        '<a href="https://ferry.example/tickets">票务</a>点我',
        '<table><caption>船期</caption><tr><th>开</th><th>到</th></tr><tr><td colspan="2">6:00</td></tr></table>',
        "<ul><li>带好零钱</li><li>勿携<strong>活禽</strong></li></ul>",
        "<blockquote><p>江阔船迟。</p></blockquote>",
        '<p class="signature">（完）</p>',
    ):
        assert part in ferry.body
    assert "明天别再登" not in ferry.body


def test_what_is_read_is_what_the_sanitiser_keeps(ferry):
    cleaned = clean_body(ferry.body)
    assert cleaned.count("<p") == ferry.body.count("<p")
    assert "data-figure" in cleaned
    assert "colspan" in cleaned


def test_a_note_that_is_not_for_publication_is_named(samples):
    assert any("not for publication" in warning for warning in issues(samples)[0].warnings)


def test_media_beside_the_file_become_figures_in_their_place(samples, ferry):
    (figure,) = ferry.figures
    assert (figure.caption, figure.credit, figure.alt) == ("渡轮靠岸。", "沈棹 摄", "一条船")
    assert f'<figure data-figure="{figure.key}"></figure>' in ferry.body
    assert issues(samples)[0].read_file(figure.picture) == (SAMPLES / "pictures" / "ferry.png").read_bytes()


def test_a_second_run_gives_the_same(samples):
    assert [one.issue for one in issues(read(SAMPLES))] == [one.issue for one in issues(samples)]


def test_an_english_story_in_newsml_keeps_its_name_and_dateline(samples):
    story = issues(samples)[0].issue.sections[2].articles[0]
    assert (story.byline, story.authors) == ("By Jane Reed Staff Writer", ("Jane Reed",))
    assert story.body == "<p>WANGHU — The first boat left at six.</p>"


def test_an_item_of_newsml_g2_lends_its_id(samples):
    assert issues(samples)[0].issue.sections[0].articles[0].external_id == "tag:ferry.example,2023:newsml_11"


def test_a_missing_picture_is_named_and_its_caption_stays(tmp_path):
    body = '<media media-type="image"><media-reference source="no.jpg"/><media-caption>渡轮</media-caption></media>'
    found = article(tmp_path, body)
    assert only(found).body == "<p>渡轮</p>"
    assert "the picture “no.jpg” is not beside it" in issues(found)[0].warnings[0]


def test_a_picture_outside_the_folder_is_not_looked_at(tmp_path):
    (tmp_path / "secret.png").write_bytes((SAMPLES / "pictures" / "ferry.png").read_bytes())
    inner = tmp_path / "in"
    inner.mkdir()
    found = article(inner, '<media media-type="image"><media-reference source="../secret.png"/></media>')
    assert only(found).figures == ()


def test_a_remote_picture_is_fetched_only_where_the_user_says_so(tmp_path):
    body = '<media media-type="image"><media-reference source="https://p.example/a.png"/></media>'
    assert "was not fetched (--fetch-images does)" in issues(article(tmp_path, body))[0].warnings[0]
    found = article(tmp_path, body, fetch=lambda address: b"\x89PNG\r\n\x1a\n" + address.encode())
    (figure,) = only(found).figures
    assert issues(found)[0].read_file(figure.picture).endswith(b"https://p.example/a.png")


def test_a_picture_that_cannot_be_fetched_is_a_warning(tmp_path):
    def fetch(address):
        raise ImportProblem(address, Sentence("a public address"), Sentence("a private one"))

    body = '<media media-type="image"><media-reference source="http://10.0.0.1/a.png"/></media>'
    found = article(tmp_path, body, fetch=fetch)
    assert "could not be fetched: http://10.0.0.1/a.png: expected a public address" in issues(found)[0].warnings[0]


def test_another_file_called_picture_is_left_out(tmp_path):
    (tmp_path / "a.png").write_bytes(b"<html>not found</html>")
    found = article(tmp_path, '<media media-type="image"><media-reference source="a.png"/></media>')
    assert "expected JPEG, PNG, WebP or TIFF" in issues(found)[0].warnings[0]


def test_embedded_pictures_are_taken(tmp_path):
    body = '<media media-type="image"><media-object encoding="base64">iVBORw0KGgoAAAA=</media-object></media>'
    found = article(tmp_path, body)
    assert issues(found)[0].read_file(only(found).figures[0].picture) == b"\x89PNG\r\n\x1a\n\0\0\0"


def test_loose_text_becomes_paragraphs(tmp_path):
    assert only(article(tmp_path, "一<em>二</em>三<p>四</p>五")).body == "<p>一<em>二</em>三</p><p>四</p><p>五</p>"


def test_an_edition_with_a_number_is_an_edition_of_its_own(tmp_path):
    found = article(tmp_path, pubdata='date.publication="20230214" edition.name="第2版次" position.section="01"')
    assert (issues(found)[0].issue.edition, issues(found)[0].issue.edition_name) == (2, "第2版次")


def test_pages_are_named_by_the_user_where_the_file_names_none(tmp_path):
    assert issues(article(tmp_path, pubdata='date.publication="20230214"', page="03"))[0].issue.sections[0].label == "03"


def test_texts_are_turned_into_the_script_that_is_asked_for(tmp_path):
    found = article(tmp_path, "<p>渡口開航</p>", title="湖面解凍", script="hans")
    assert (only(found).title, only(found).body) == ("湖面解冻", "<p>渡口开航</p>")
    assert (issues(found)[0].repairs.converted, issues(found)[0].language) == (2, "zh-Hans")


def test_two_articles_of_one_id_are_refused(tmp_path):
    one = WRAPPER.decode().replace("whsb-9", "whsb-8").replace("20230215", "20230214")
    (tmp_path / "a.xml").write_text(one, encoding="utf-8")
    assert "expected an id of its own, “whsb-8” being that of" in problems(read(tmp_path))[1]


@pytest.mark.parametrize(
    ("pubdata", "title", "words"),
    [
        ('date.publication="yesterday" position.section="1"', "题", "found “yesterday”"),
        ('date.publication="20230230" position.section="1"', "题", "found “20230230”"),
        ('date.publication="20230214"', "题", "pubdata/@position.section: expected a page (or --page LABEL"),
        ('date.publication="20230214" position.section="1"', " ", "expected a headline in hedline/hl1, found none"),
        ('date.publication="20230214" position.section="1"', "长" * 501, "at most 500 characters, found 501"),
        ('date.publication="20230214" edition.name="0" position.section="1"', "题", "expected an edition from 1 to 99"),
    ],
)
def test_an_article_that_lacks_something_is_refused_with_a_sentence(tmp_path, pubdata, title, words):
    found = article(tmp_path, "<p>文</p>", pubdata, title)
    assert not issues(found)
    assert words in problems(found)[0]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b'<!DOCTYPE nitf [<!ENTITY a "b">]><nitf>&a;</nitf>', "without entities of its own"),
        (b'<!DOCTYPE nitf [<!ENTITY x SYSTEM "file:///etc/passwd">]><nitf>&x;</nitf>', "without entities of its own"),
        (b"<nitf><head></nitf>", "line 1: expected well-formed XML"),
        (b'<?xml version="1.0" encoding="UTF-8"?>\n<nitf>\xff</nitf>', "expected well-formed XML"),
        (b"<nitf>" * 300 + b"</nitf>" * 300, "nested at most 256 deep"),
        (b"<nitf>&unheard;</nitf>", "expected"),
    ],
)
def test_broken_xml_is_refused(tmp_path, data, words):
    (tmp_path / "a.xml").write_bytes(data)
    found = read(tmp_path)
    assert not issues(found)
    assert words in problems(found)[0]


def test_a_thousand_loose_blocks_cost_little(tmp_path):
    assert len(only(article(tmp_path, "<block>" * 200 + "深" + "</block>" * 200)).body) == len("<p>深</p>")
    assert only(article(tmp_path, "<p>一</p>" * 20_000)).body.count("<p>") == 20_000


def test_newsml_without_nitf_is_not_read(tmp_path):
    (tmp_path / "a.xml").write_text("<NewsML><NewsItem/></NewsML>", encoding="utf-8")
    (unread,) = read(tmp_path)
    assert isinstance(unread, Unread)


@pytest.mark.parametrize(
    ("start", "name", "kind"),
    [
        (FERRY[:4096], "a.txt", "nitf"),
        (WRAPPER[:4096], "a", "nitf"),
        (b'\xef\xbb\xbf<?xml version="1.0"?><NewsML>', "a.xml", "nitf"),
        ("<nitf>".encode("utf-16"), "a.xml", "nitf"),
        (b"<html><body>nitf</body>", "nitf.xml", ""),
        (b"nitf", "a.nitf", ""),
        (b"", "a.xml", ""),
    ],
)
def test_a_file_is_known_by_its_content(start, name, kind):
    assert nitf.kind_of(start, name) == kind


@pytest.mark.real_data
def test_the_real_story_inside_newsml_g2_is_read_but_for_its_date(shared_data, tmp_path):
    data = (shared_data / "nitf" / "iptc_LISTING_25_NITF_in_NewsML-G2.xml").read_text(encoding="utf-8")
    (tmp_path / "a.xml").write_text(data, encoding="utf-8")
    assert "expected the issue's date" in problems(read(tmp_path))[0]
    dated = '<head><pubdata date.publication="20060530" position.section="Sports"/></head><body>'
    (tmp_path / "a.xml").write_text(data.replace("<body>", dated, 1), encoding="utf-8")
    found = read(tmp_path)
    story = only(found)
    assert story.title == "Arizona Diamondbacks (29-23) at Philadelphia Phillies (26-24), 7:05p.m."
    assert story.lead.startswith("A pair of teams coming off big weekend sweeps will square off Tonight")
    assert (story.byline, story.authors, issues(found)[0].language) == ("Sports Network", (), "en")
    assert story.body.startswith("<p>(Sports Network) - With the Philadelphia Phillies picking up momentum")


def survives(tmp_path, data):
    (tmp_path / "a.xml").write_bytes(data)
    nitf.kind_of(data[:4096], "a.xml")
    source = FileSource(tmp_path / "a.xml")
    for one in nitf.read_each([FoundFile(source, "a.xml", "nitf")], ReadingOptions(script="hant", page="1")):
        if isinstance(one, ImportProblem):
            assert len(str(one).splitlines()) == 1


@given(st.binary(max_size=300))
@QUICK
def test_any_bytes(tmp_path, data):
    survives(tmp_path, data)


@given(
    st.sampled_from([FERRY, WRAPPER]),
    st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 40), st.binary(max_size=8)), max_size=4),
)
@QUICK
def test_any_damage(tmp_path, data, cuts):
    for start, length, patch in cuts:
        data = data[:start] + patch + data[start + length :]
    survives(tmp_path, data)


@given(st.lists(st.sampled_from(FERRY.decode().split("\n")), max_size=30))
@QUICK
def test_any_order_of_lines(tmp_path, lines):
    survives(tmp_path, "\n".join(lines).encode())


ELEMENTS = (
    "p hl2 block table tr td media media-reference media-caption ul li bq note q em a br person body.content nitf frac".split()
)


@given(
    st.recursive(
        st.text("字a\n <", max_size=4),
        lambda inner: st.tuples(st.sampled_from(ELEMENTS), st.lists(inner, max_size=4)),
        max_leaves=20,
    )
)
@QUICK
def test_any_elements_in_any_order(tmp_path, tree):
    def written(node):
        if isinstance(node, str):
            return node.replace("<", "&lt;")
        return f"<{node[0]} source='渡口.xml' href='x:y' colspan='9'>{''.join(map(written, node[1]))}</{node[0]}>"

    found = article(tmp_path, written(tree))
    for issue in issues(found):
        for section in issue.issue.sections:
            clean_body(section.articles[0].body)
