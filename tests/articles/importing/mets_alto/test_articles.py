"""A METS with articles: text, titles and zones, as a reader will find them."""

import io

import pytest
from PIL import Image

from articles.importing.options import ReadingOptions
from tests.articles.importing.mets_alto.samples import SAMPLES, articles, change, copy, only, read, read_changed, zones


@pytest.fixture(scope="module")
def issue():
    return only(read(SAMPLES / "articles"))


def test_paper_and_issue_are_told_by_the_catalogue(issue):
    assert issue.publication.slug == "shuangyu"
    assert issue.paper_name == issue.publication.names[0].name == "雙嶼晨報"
    assert issue.language == issue.publication.language == "zh-Hant"
    assert str(issue.issue.date) == "2031-05-04"
    assert (issue.issue.number_text, issue.issue.number, issue.issue.edition) == ("第７卷第88期", 88, 1)


def test_pages_stand_in_their_order_with_label_size_and_text(issue):
    first, second = issue.issue.sections
    assert (first.key, first.label, second.key, second.label) == ("1", "A01", "2", "A02")
    assert (first.width, first.height) == (2000, 3000)
    assert (second.width, second.height) == (2000, 3000)
    assert first.text.startswith("雙嶼晨報\n\n本版編輯室\n\n")
    assert "雙嶼港昨日起恢復<夜航>\n，ferry timetables\nfollow\n\n碼頭三年" in first.text


def test_an_article_has_its_title_subtitle_column_and_authors_from_the_catalogue(issue):
    article = articles(issue.issue)["10"]
    assert (article.title, article.subtitle, article.column) == ("１２艘渡輪復航", "吉𠮷島居民等了三年", "港灣要聞")
    assert (article.byline, article.authors) == ("本報記者 Lin Okafor", ("Lin Okafor",))
    assert article.external_id == "DIV10"


def test_text_follows_the_structure_and_split_words_are_whole(issue):
    assert articles(issue.issue)["10"].body == (
        "<p>雙嶼港昨日起恢復&lt;夜航&gt;，ferry timetables follow</p><h3>碼頭三年</h3><p>Old Jean-Paul waits.</p>"
        "<p><em>夜航的渡輪</em></p>"
    )
    assert articles(issue.issue)["20"].body == "<p>The tide tables went</p><p>退潮以後𠮷田町</p>"


def test_an_overline_is_the_kicker_where_the_catalogue_has_several_titles(issue):
    article = articles(issue.issue)["20"]
    assert (article.kicker, article.title) == ("潮汐札記", "The Long Ebb")


def test_an_article_over_two_pages_has_zones_on_both_and_its_home_on_the_first(issue):
    assert [section.key for section in issue.issue.sections for article in section.articles if article.key == "10"] == ["1"]
    assert [(page, zone.kind) for page, zone in zones(issue.issue, "10")] == [(1, "article"), (1, "figure"), (2, "continuation")]


def test_zones_outline_the_blocks_in_fractions_of_their_page(issue):
    (_, article), (_, figure), (_, rest) = zones(issue.issue, "10")
    left, top, right, bottom = 0.05, 250 / 1500, 0.95, 640 / 1500
    assert article.polygon == tuple((x, round(y, 5)) for x, y in ((left, top), (right, top), (right, bottom), (left, bottom)))
    assert min(y for _, y in figure.polygon) == round(700 / 1500, 5)
    assert max(y for _, y in figure.polygon) == round(1135 / 1500, 5)
    assert rest.polygon == ((0.05, 0.03333), (0.45, 0.03333), (0.45, 0.16667), (0.05, 0.16667))


def test_advertisements_and_notices_are_such(issue):
    found = articles(issue.issue)
    assert (found["30"].kind, found["30"].title, found["30"].column) == ("advertisement", "鹽田茶莊", "")
    assert found["30"].body == "<p>鹽田茶莊</p><p>新茶到港</p>"
    assert [zone.kind for _, zone in zones(issue.issue, "30")] == ["advertisement"]
    assert (found["31"].kind, found["31"].title) == ("notice", "敬啟者：碼頭更夫洪公於昨夜安息。")


def test_what_stands_in_no_article_and_which_files_are_absent_is_said(issue):
    assert [warning.partition(": ")[2] for warning in issue.warnings] == [
        "1 block of text in no article; the words stand in the text of the page only",
        "2 files named in the METS and not there: file://./images/1.tif, file://./images/2.tif",
    ]


def test_a_second_reading_gives_the_same_records(issue):
    assert only(read(SAMPLES / "articles")).issue == issue.issue


def test_texts_are_converted_where_the_user_asks(issue):
    found = only(read(SAMPLES / "articles", ReadingOptions(script="hans")))
    assert found.language == "zh-Hans"
    assert articles(found.issue)["10"].title == "１２艘渡轮复航"
    assert "双屿港昨日起恢复&lt;夜航&gt;" in articles(found.issue)["10"].body
    assert found.repairs.converted > 20


def test_a_picture_that_is_there_is_taken_and_a_jpeg_2000_is_named(tmp_path):
    copy(tmp_path)
    (tmp_path / "images").mkdir()
    picture = io.BytesIO()
    Image.new("L", (20, 30)).save(picture, "TIFF")
    (tmp_path / "images/1.tif").write_bytes(picture.getvalue())
    (tmp_path / "images/2.tif").write_bytes(b"\x00\x00\x00\x0cjP  \r\n\x87\n")
    found = only(read(tmp_path))
    assert [section.picture for section in found.issue.sections] == ["images/1.tif", None]
    assert found.read_file("images/1.tif") == picture.getvalue()
    assert "1 file JPEG 2000, which is not taken as a page's picture: file://./images/2.tif" in found.warnings[-1]


def test_titles_fall_back_to_label_heading_and_first_words(tmp_path):
    mets = copy(tmp_path) / "mets.xml"
    change(mets, ('DMDID="MD_ART1"', ""), ('DMDID="MD_ART2" LABEL="潮汐札記 The Long Ebb"', 'LABEL="潮汐　札記"'))
    found = articles(only(read(tmp_path)).issue)
    assert (found["10"].title, found["10"].authors) == ("1Z艘渡輪復航", ())
    assert (found["20"].kicker, found["20"].title) == ("潮汐机記", "潮汐 札記")
    change(mets, ('LABEL="潮汐　札記"', 'LABEL="Article 7"'))
    assert articles(only(read(tmp_path)).issue)["20"].title == "THE LONG EBB"


def test_keys_are_order_numbers_where_ids_do_not_tell_articles_apart(tmp_path):
    found = only(read_changed(tmp_path, "mets.xml", ('ID="DIV31"', 'ID="NOTE30"'), ('ID="DIV20"', 'ID="DIV10"'))).issue
    assert [(article.key, article.external_id) for article in articles(found).values()] == [
        ("1", ""),
        ("2", ""),
        ("3", "DIV30"),
        ("4", "NOTE30"),
    ]


def test_groups_of_digits_of_an_id_are_kept_apart_in_the_key(tmp_path):
    found = only(read_changed(tmp_path, "mets.xml", ('ID="DIV31"', 'ID="DIVP2_ART0031"')))
    assert "2_0031" in articles(found.issue)


def test_labels_that_are_missing_or_twice_there_come_from_the_order(tmp_path):
    found = only(read_changed(tmp_path, "mets.xml", ('ORDERLABEL="Ａ 01"', ""), ('ORDERLABEL="Ａ 02"', 'ORDERLABEL="＊"')))
    assert [section.label for section in found.issue.sections] == ["1", "2"]
    found = only(read_changed(tmp_path, "mets.xml", ("Ａ 02", "Ａ 01")))
    assert [section.label for section in found.issue.sections] == ["A01", "2"]
    assert "page 2 is labelled A01 like another one; it becomes 2" in " ".join(found.warnings)


@pytest.mark.parametrize("namespace", ["http://www.loc.gov/standards/alto/ns-v4#", "http://schema.ccs-gmbh.com/ALTO", ""])
def test_alto_of_every_namespace_gives_the_same(tmp_path, issue, namespace):
    found = read_changed(tmp_path, "alto/1.xml", ("http://www.loc.gov/standards/alto/ns-v3#", namespace))
    assert only(found).issue == issue.issue


def test_a_picture_article_needs_words(tmp_path):
    standing = (
        '<div TYPE="ILLUSTRATION" ID="DIV40"><div TYPE="IMAGE"><fptr><area FILEID="ALTO1" BEGIN="P1_PIC"/></fptr></div>{}</div>'
    )
    mets = copy(tmp_path) / "mets.xml"
    change(mets, ('<div TYPE="DEATH_NOTICE"', standing.format("") + '<div TYPE="DEATH_NOTICE"'))
    assert "40" not in articles(only(read(tmp_path)).issue)
    caption = '<div TYPE="CAPTION"><fptr><area FILEID="ALTO1" BEGIN="P1_CAP"/></fptr></div>'
    change(mets, (standing.format(""), standing.format(caption)))
    found = only(read(tmp_path)).issue
    assert (articles(found)["40"].kind, articles(found)["40"].title) == ("picture", "夜航的渡輪")
    assert [zone.kind for _, zone in zones(found, "40")] == ["figure"]
