"""An issue passes for unchanged only while everything that its reader finds is as it was."""

import pytest

from articles.importing.formats import founder
from articles.importing.imported import PendingIssue
from articles.importing.options import ReadingOptions
from articles.importing.sources import FoundFile, open_source
from tests.articles.importing.founder.reading_trees import issues, write

DAY = "html/2023-02/14"
JPEG = b"\xff\xd8\xff\xe0 invented"
# The address as a page writes it, and the file that is meant.
PICTURES = {
    "full path": ("../../../page/版面.jpg", "page/版面.jpg"),
    "escaped": ("../../../page/page%201.jpg", "page/page 1.jpg"),
    "from the root": ("/res/1.jpg", "res/1.jpg"),
    "space and brackets": ("page (1).jpg", f"{DAY}/page (1).jpg"),
    "entity": ("a&amp;b.jpg", f"{DAY}/a&b.jpg"),
    "query": ("a.jpg?x=1", f"{DAY}/a.jpg"),
    "no ending": ("attachment/12", f"{DAY}/attachment/12"),
}


def page(picture: str, charset: str = "gbk") -> bytes:
    return (
        f'<html><head><meta charset="{charset}"><title>第01版：要闻</title></head><body><MAP NAME="m"><area shape="rect" '
        f'coords="0,0,9,9" href="content_1.htm"></MAP><img src="{picture}" usemap="#m" width="350" height="550">'
        f"<a id=pageLink href=node_1.htm>第01版：要闻</a><a href=content_1.htm>渡口开航</a></body></html>"
    ).encode(charset)


def digest(folder) -> str:
    source = open_source(folder)
    kinds = {name: founder.kind_of(source.start(name, 4096), name) for name in source.names()}
    files = [FoundFile(source, name, kind) for name, kind in kinds.items() if kind]
    (pending,) = (reading for reading in founder.read_each(files, ReadingOptions()) if isinstance(reading, PendingIssue))
    return pending.digest()


def has_changed(folder, name: str) -> bool:
    before = digest(folder)
    write(folder, {name: JPEG + b"!"})
    return digest(folder) != before


@pytest.mark.parametrize("case", PICTURES)
@pytest.mark.parametrize("charset", ["gbk", "utf-8"])
def test_another_page_picture_is_another_issue(tmp_path, case, charset):
    address, name = PICTURES[case]
    write(tmp_path, {f"{DAY}/node_1.htm": page(address, charset), name: JPEG})
    (issue,) = issues(tmp_path)
    assert issue.issue.sections[0].picture == name
    assert has_changed(tmp_path, name)


@pytest.mark.parametrize("picture", ["paper/page/1.jpg", "报/页 1.jpg"])
def test_picture_that_only_the_comment_names_is_part_of_the_issue(tmp_path, picture):
    comment = f"<!--enpproperty <founder-pagepicurl>{picture}</founder-pagepicurl> /enpproperty-->".encode("gbk")
    write(tmp_path, {f"{DAY}/node_1.htm": page("").replace(b'<img src="" usemap="#m"', b"<hr") + comment, picture: JPEG})
    assert has_changed(tmp_path, picture)


@pytest.mark.parametrize(
    "image",
    [
        "<img src=pic/照片.jpg>",
        "<img src='pic/照片.jpg'>",
        "<img src = pic/照片.jpg>",
        '<img srcset="none.jpg 100w, pic/照片.jpg 900w" src=no.jpg>',
        "<img data-src=pic/照片.jpg>",
        '<a href="pic/照片.jpg"><img src=no.jpg></a>',
        r'<script>document.write("<img src=\"pic/照片.jpg\">")</script>',
    ],
)
def test_another_figure_is_another_issue(tmp_path, image):
    text = f"<founder-title>渡口开航</founder-title><founder-content><p>{image}</p><p>首班。</p></founder-content>"
    article = f'<html><meta charset="gb2312"><body>{text}</body></html>'.encode("gbk")
    name = f"{DAY}/pic/照片.jpg"
    write(tmp_path, {f"{DAY}/node_1.htm": page("a.jpg"), f"{DAY}/content_1.htm": article, name: JPEG})
    (issue,) = issues(tmp_path)
    assert issue.issue.sections[0].articles[0].figures[0].picture == name
    assert has_changed(tmp_path, name)


def test_what_a_page_only_links_to_is_not_taken_for_read(tmp_path):
    extra = page("a.jpg").replace(b"</body>", b"<a href=paper.zip>x</a></body>")
    write(tmp_path, {f"{DAY}/node_1.htm": extra, f"{DAY}/a.jpg": JPEG, f"{DAY}/paper.zip": b"PK"})
    source = open_source(tmp_path)
    (pending,) = founder.read_each([FoundFile(source, f"{DAY}/node_1.htm", "page")], ReadingOptions())
    assert isinstance(pending, PendingIssue)
    pending.digest()
    assert f"{DAY}/a.jpg" in source.used
    assert f"{DAY}/paper.zip" not in source.used
