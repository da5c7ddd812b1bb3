"""The article's form on the server: pasted text, authors from the byline, the order of figures, what the editor is told."""

import re
import unicodedata
from pathlib import Path

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile

from articles.counting import character_count
from articles.models import Article
from newsroom.roles import ARCHIVIST, EDITOR
from tests import factories
from tests.staff import address, form_values, make_client, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_root")]
ROOT = Path(__file__).resolve().parents[2]
WORD = ROOT / "tests" / "samples" / "pasted"


@pytest.fixture
def editor():
    return make_client(EDITOR)


@pytest.fixture
def article():
    return factories.make_article(factories.make_section(factories.make_issue(publish_at=None)))


def add(editor, section, **changes):
    where = f"{address(Article, 'add')}?page_section={section.pk}"
    assert send(editor, where, title="新稿", **changes).status_code == 302
    return Article.objects.get(title="新稿")


def names(article):
    return [entry.author.name for entry in article.author_entries.select_related("author")]


def captions(article):
    return list(article.figures.order_by("position").values_list("caption", flat=True))


def test_a_text_from_word_is_understood_and_its_picture_is_asked_for(editor, article):
    response = send(editor, address(article), body=(WORD / "word.html").read_text(encoding="utf-8"))
    article.refresh_from_db()
    kept = article.body.replace(' rel="noopener noreferrer"', "")
    assert kept == (WORD / "word.body.html").read_text(encoding="utf-8").strip()
    assert any("1" in str(message) for message in get_messages(response.wsgi_request) if message.level_tag == "warning")


def test_a_new_article_without_authors_has_those_of_its_byline(editor, article):
    new = add(editor, article.page_section, byline="本报记者 李　明 通讯员 王芳")
    assert names(new) == ["李明", "王芳"]


def test_a_new_article_without_a_byline_has_the_authors_that_its_text_begins_with(editor, article):
    new = add(editor, article.page_section, body="<p>本报讯（记者 李文）昨天，船开了。</p>")
    assert names(new) == ["李文"]


def test_authors_that_were_given_stay(editor, article):
    assert names(add(editor, article.page_section, byline="本报记者 李明", author_names="赵六")) == ["赵六"]


def test_authors_that_were_taken_out_later_do_not_come_back(editor, article):
    new = add(editor, article.page_section, byline="本报记者 李明")
    send(editor, address(new), author_names="")
    assert names(new) == []


@pytest.mark.parametrize(
    ("asked", "authors"),
    [
        ({"byline": "文/图 本报记者 李明"}, "李明"),
        ({"byline": "", "text": "本报讯（记者 李明　通讯员 王芳）昨天"}, "李明、王芳"),
        ({"byline": "记者" * 5000}, ""),
        ({}, ""),
    ],
)
def test_the_server_says_whom_a_byline_names(editor, asked, authors):
    assert editor.get(address(Article, "byline"), asked).json() == {"authors": authors}


def test_who_may_not_write_articles_does_not_ask(client, editor):
    assert make_client(ARCHIVIST).get(address(Article, "byline")).status_code == 403
    assert client.get(address(Article, "byline")).status_code == 302
    assert editor.post(address(Article, "byline")).status_code == 405


def test_figures_stand_in_the_order_of_their_places(editor, article):
    for caption in "甲乙丙":
        factories.make_figure(article, caption=caption)
    send(editor, address(article), **{"figures-0-place": 3, "figures-1-place": 1, "figures-2-place": 2})
    assert captions(article) == ["乙", "丙", "甲"]


def test_a_new_figure_goes_where_it_is_put_and_a_deleted_one_leaves_no_gap(editor, article):
    for caption in "甲乙":
        factories.make_figure(article, caption=caption)
    upload = SimpleUploadedFile("f.png", factories.make_picture(80, 60, file_format="PNG"))
    publisher = make_client(username="root")
    new = {"figures-TOTAL_FORMS": 3, "figures-2-picture_upload": upload, "figures-2-caption": "丙", "figures-2-place": 1}
    send(publisher, address(article), **new, **{"figures-0-DELETE": "on", "figures-1-place": 2})
    assert captions(article) == ["丙", "乙"]
    assert list(article.figures.order_by("position").values_list("position", flat=True)) == [1, 2]


def test_the_focal_point_is_kept_and_empty_means_the_middle(editor, article):
    figure = factories.make_figure(article, focal_x=0.2)
    send(editor, address(article), **{"figures-0-focal_x": "", "figures-0-focal_y": "0.25"})
    figure.refresh_from_db()
    assert (figure.focal_x, figure.focal_y) == (0.5, 0.25)


@pytest.mark.parametrize("wrong", ["1.5", "-0.1", "左"])
def test_a_focal_point_outside_the_picture_is_an_error_beside_the_figure(editor, article, wrong):
    figure = factories.make_figure(article)
    response = send(editor, address(article), title="新题", **{"figures-0-focal_x": wrong})
    assert response.status_code == 200
    article.refresh_from_db()
    figure.refresh_from_db()
    assert (figure.focal_x, article.title) == (0.5, "浙江召开全省民政工作座谈会")


def test_saving_the_form_unchanged_changes_nothing(editor, article):
    figure = factories.make_figure(article)
    before = Article.objects.get().body
    values = form_values(editor.get(address(article)))
    assert values["figures-0-place"] == 1
    editor.post(address(article), values)
    figure.refresh_from_db()
    assert (Article.objects.get().body, figure.position, figure.focal_x) == (before, 1, 0.5)


def test_who_may_only_look_is_shown_no_editor(article):
    factories.make_figure(article)
    html = make_client(ARCHIVIST).get(address(article)).content.decode()
    assert "data-body" not in html
    assert "座谈会在杭州召开" in html


def test_the_browser_counts_the_characters_that_the_server_counts():
    """Those of which Python knows what they are; the rest are nobody's letters yet."""
    text = (ROOT / "static" / "js" / "article-wide.js").read_text(encoding="utf-8")
    wide: set[int] = set()
    for part in re.findall(r"`(.*)`", text, re.S)[0].split():
        first, _, last = part.partition("-")
        wide.update(range(int(first, 16), int(last or first, 16) + 1))
    letters = re.compile(r"[0-9A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u0370-\u03ff\u0400-\u052f\u1e00-\u1eff]")
    wrong = []
    for code in range(0x110000):
        letter = chr(code)
        category = unicodedata.category(letter)
        if category in ("Cn", "Cs") or unicodedata.normalize("NFC", letter) != letter or 0xFF00 <= code < 0xFF5F:
            continue
        if not letters.match(letter) and (code in wide or category == "Lo") != character_count(letter):
            wrong.append(f"{code:x}")
    assert wrong == []
