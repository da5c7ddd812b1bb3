"""The receipt of a withdrawal: it lists each place that readers had, asks each, and says when it was clean."""

import datetime as dt
import io
from typing import Any

import pypdfium2
import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from articles.exporting.receipts import ask_places
from articles.models import Article, HotZone, Receipt, SiteCopy
from articles.places import places_of_issue, places_of_story
from articles.publishing import publish_issue, republish_article, withdraw_article, withdraw_issue
from articles.renditions import make_renditions
from issues import ocr
from issues.files import served_pdf
from issues.models import Issue, PageSection
from issues.writing import save_section
from newsroom.roles import ARCHIVIST, EDITOR, PUBLISHER
from tests.articles.test_recognising import scan
from tests.factories import (
    VALENTINE,
    make_article,
    make_figure,
    make_issue,
    make_pdf,
    make_publication,
    make_section,
    make_zone,
)
from tests.files import pdf_with_text, printed_picture
from tests.staff import address, make_client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_root", "static_files")]
LEFT = [[0.0, 0.0], [0.5, 0.0], [0.5, 1.0], [0.0, 1.0]]
HEADLINE = "渡船失实报道𠮷"


@pytest.fixture
def static_files(settings: Any) -> None:
    """As after collectstatic."""
    settings.WHITENOISE_USE_FINDERS = True


@pytest.fixture
def article() -> Article:
    """On a page with picture and PDF, with a figure, named by the page beside it; issues before and after."""
    for days in (-1, 1):
        make_article(make_section(make_issue(VALENTINE + dt.timedelta(days))))
    issue = make_issue()
    section = make_section(issue, picture=printed_picture(), pdf=pdf_with_text())
    front = make_section(issue, picture=printed_picture())
    story = make_article(section, title=HEADLINE)
    make_figure(story, picture=printed_picture(800, 600))
    make_zone(section, story, polygon=LEFT)
    make_zone(front, story, polygon=[[0.6, 0.6], [0.9, 0.6], [0.9, 0.9]], kind=HotZone.Kind.POINTER)
    make_article(section, title="另一篇")
    make_renditions(Issue.objects.all())
    return story


def withdrawn(article: Article) -> Receipt:
    withdraw_article(article, "失实")
    receipt = Receipt.objects.get()
    ask_places(receipt)
    return receipt


def waiting(receipt: Receipt) -> set[str]:
    return set(receipt.places.filter(clean_at__isnull=True).values_list("kind", flat=True))


def test_the_receipt_lists_page_figures_pictures_pdfs_and_every_page_that_named_it(article) -> None:
    receipt = withdrawn(article)
    listed = dict(receipt.places.values_list("address", "rule"))
    folder = article.issue.get_absolute_url()
    assert listed[folder + article.href] == "gone"
    for width in (320, 960, 1200):
        for ending in ("jpg", "webp"):
            assert listed[f"{folder}page_1-1-{width}.{ending}"] == "newer"
            assert listed[f"{folder}page_2-1-{width}.{ending}"] == "newer"  # the pointer's
    for name in ("fig_1-1-640.jpg", "fig_1-1-800.webp"):
        assert listed[folder + name] == "gone"
    for name in ("gysb20230214_01.pdf", "gysb20230214_01_1.pdf"):
        assert listed[folder + name] == "newer"
    for name in ("", "titles.htm", "node_1.htm", "node_2.htm", "content_2.htm"):
        assert listed[folder + name] == "silent"


def test_every_place_is_found_clean_by_asking_it_but_for_what_browsers_keep(article) -> None:
    receipt = withdrawn(article)
    assert waiting(receipt) == {"cache"}
    answers = dict(receipt.places.values_list("address", "answer"))
    folder = article.issue.get_absolute_url()
    assert answers[folder + article.href] == answers[f"{folder}fig_1-1-640.jpg"] == "410"
    assert answers[f"{folder}page_1-1-960.jpg"] == "302"
    assert answers[f"{folder}gysb20230214_01.pdf"] == answers[f"{folder}titles.htm"] == "200"


def test_before_the_withdrawal_no_place_would_pass(article) -> None:
    places = places_of_story(article.issue, [article])
    receipt = Receipt.objects.create(issue=article.issue, article=article, withdrawn_at=dt.datetime.now(dt.UTC))
    for place in places:
        place.receipt = receipt
        place.save()
    ask_places(receipt)
    clean = set(receipt.places.exclude(clean_at__isnull=True).values_list("address", flat=True))
    folder = article.issue.get_absolute_url()
    # What named it never: an article that is not its neighbour, the list of issues, the news of two days.
    assert clean <= {"/sitemap.xml", "/sitemap-news.xml", f"{folder}content_2.htm"}


def test_a_picture_that_is_served_uncovered_is_told(article, monkeypatch) -> None:
    monkeypatch.setattr("articles.publishing.update_masks", lambda issue: None)
    receipt = withdrawn(article)
    assert waiting(receipt) == {"picture", "pdf", "cache"}


def test_a_page_that_still_names_it_is_told(article) -> None:
    other = Article.objects.get(title="另一篇")
    other.body = f'<p><a href="{article.href}">前文</a></p>'
    other.save()
    receipt = withdrawn(article)
    left = receipt.places.filter(clean_at__isnull=True, kind="page").values_list("address", flat=True)
    assert list(left) == [other.get_absolute_url()]


def test_what_browsers_keep_is_clean_an_hour_later(article) -> None:
    receipt = withdrawn(article)
    assert receipt.asked_at is not None
    with time_machine.travel(receipt.asked_at + dt.timedelta(minutes=59), tick=False):
        assert ask_places(receipt) == 1
    with time_machine.travel(receipt.asked_at + dt.timedelta(minutes=61), tick=False):
        assert ask_places(receipt) == 0


def test_a_static_copy_waits_until_it_was_copied_afterwards(article, tmp_path) -> None:
    copy = tmp_path / "copy"
    call_command("export_site", str(copy), verbosity=0)
    receipt = withdrawn(article)
    assert waiting(receipt) == {"copy", "cache"}
    assert ask_places(receipt) == 2
    call_command("export_site", str(copy), verbosity=0)
    first = receipt.places.get(kind="copy").clean_at
    assert first is not None
    assert receipt.asked_at is not None
    assert first == SiteCopy.objects.get().true_at
    assert first > receipt.asked_at
    call_command("export_site", str(copy), verbosity=0)
    assert receipt.places.get(kind="copy").clean_at == first


def test_the_static_copy_holds_no_character_of_it_and_publishing_again_brings_all_back(article, tmp_path, client) -> None:
    copy = tmp_path / "copy"
    call_command("export_site", str(copy), verbosity=0)
    before = {path.relative_to(copy): path.read_bytes() for path in copy.rglob("*.htm") if path.is_file()}
    assert any(HEADLINE.encode() in data for data in before.values())
    withdraw_article(article, "失实")
    call_command("export_site", str(copy), verbosity=0)
    for path in copy.rglob("*"):
        if path.is_file():
            assert HEADLINE.encode() not in path.read_bytes(), path
            assert path.suffix != ".pdf" or "SECRET" not in text_of(path.read_bytes())
    republish_article(article)
    make_renditions(Issue.objects.all())
    call_command("export_site", str(copy), verbosity=0)
    after = {path.relative_to(copy): path.read_bytes() for path in copy.rglob("*.htm") if path.is_file()}
    assert set(after) == set(before)
    [pdf] = copy.rglob("*.pdf")
    assert "SECRET" in text_of(pdf.read_bytes())
    assert client.get(article.get_absolute_url()).status_code == 200


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as document:
        return "".join(page.get_textpage().get_text_range() for page in document)


def test_no_pdf_that_is_served_has_a_character_of_it(article, client) -> None:
    section = article.issue.sections.get(key="1")
    folder = article.issue.get_absolute_url()
    names = [f"{folder}gysb20230214_01.pdf", f"{folder}gysb20230214_01_1.pdf"]
    assert all("SECRET" in text_of(b"".join(client.get(name).streaming_content)) for name in names)
    withdraw_article(article, "失实")
    assert all(text_of(b"".join(client.get(name).streaming_content)) == "" for name in names)
    republish_article(article)
    assert all("SECRET" in text_of(b"".join(client.get(name).streaming_content)) for name in names)
    section.refresh_from_db()
    assert served_pdf(section).endswith(f"-{section.pdf_version}.pdf")


def test_an_issue_leaves_every_address_and_what_led_to_it(article, client) -> None:
    issue = article.issue
    addresses = [place.address for place in places_of_issue(issue) if place.rule == "gone"]
    assert all(client.get(where).status_code == 200 for where in addresses)
    withdraw_issue(issue)
    receipt = Receipt.objects.get()
    assert receipt.title == "2023-02-14"
    ask_places(receipt)
    assert waiting(receipt) == {"cache"}
    assert {place.answer for place in receipt.places.filter(rule="gone")} == {"410"}
    around = set(receipt.places.filter(rule="silent").values_list("address", flat=True))
    assert {"/", "/gysb/", "/gysb/archive/2023/02/", "/gysb/html/2023-02/period.xml", "/gysb/html/2023-02/15/"} <= around


def test_what_led_to_an_issue_named_it_before(article) -> None:
    issue = Issue.objects.latest("date")  # the newest: the paper's front leads to it
    places = [place for place in places_of_issue(issue) if place.rule == "silent"]
    receipt = Receipt.objects.create(issue=issue, withdrawn_at=dt.datetime.now(dt.UTC))
    for place in places:
        place.receipt = receipt
        place.save()
    ask_places(receipt)
    clean = set(receipt.places.exclude(clean_at__isnull=True).values_list("address", flat=True))
    # With one paper the newsstand leads to the paper alone; the news are of two days.
    assert clean <= {"/", "/sitemap-news.xml"}


def test_what_nobody_had_seen_needs_no_receipt() -> None:
    article = make_article(make_section(make_issue(publish_at=None)))
    withdraw_article(article, "错误")
    assert not Receipt.objects.exists()


def test_an_issue_that_comes_back_closes_its_receipt_and_a_second_withdrawal_has_its_own(article) -> None:
    issue = article.issue
    withdraw_issue(issue)
    publish_issue(issue)
    assert Receipt.objects.get().came_back_at is not None
    withdraw_issue(issue)
    assert Receipt.objects.standing().count() == 1
    assert Receipt.objects.count() == 2


# In the admin


def act(client: Client, thing: Any, name: str, **more: str) -> Any:
    return client.post(address(thing, name), {"confirmed": "yes", **more}, follow=True)


def test_the_receipt_is_shown_after_the_act_and_reached_later_from_article_and_issue(article) -> None:
    publisher, editor = make_client(PUBLISHER), make_client(EDITOR)
    publisher.cookies["django_language"] = editor.cookies["django_language"] = "en"
    shown = act(publisher, article, "withdraw", reason="失实")
    receipt = Receipt.objects.get()
    where = address(receipt)
    assert shown.redirect_chain[-1][0] == where
    text = shown.content.decode()
    assert "1 place is not clean yet." in text
    assert "answers 410, gone" in text
    assert "Asia/Shanghai" in text
    assert receipt.name == PUBLISHER
    assert f'href="{where}"' in editor.get(address(article)).content.decode()
    assert editor.get(where).status_code == 200
    act(publisher, article.issue, "withdraw")
    newest = Receipt.objects.latest("pk")
    assert f'href="{address(newest)}"' in editor.get(address(article.issue)).content.decode()


def test_a_withdrawal_on_the_board_leads_to_the_receipt(article) -> None:
    publisher = make_client(PUBLISHER)
    sent = publisher.post(reverse("desk:act", args=[article.issue_id]), {"act": "withdraw"})
    assert sent["Location"] == address(Receipt.objects.get())
    assert Receipt.objects.get().asked_at is not None


def test_only_the_publisher_looks_again_and_other_papers_receipts_are_not_there(article) -> None:
    withdraw_article(article, "失实")
    receipt = Receipt.objects.get()
    assert make_client(EDITOR).post(address(receipt)).status_code == 403
    assert receipt.places.filter(clean_at__isnull=False).count() == 0
    assert make_client(ARCHIVIST).get(address(receipt)).status_code == 200
    elsewhere = make_client(PUBLISHER, papers=[make_publication("other", "他报")])
    assert elsewhere.get(address(receipt)).status_code == 404
    assert elsewhere.post(address(receipt)).status_code == 404
    make_client(PUBLISHER, username="chief").post(address(receipt))
    assert waiting(receipt) == {"cache"}


def test_a_look_changes_nothing(article, django_assert_max_num_queries) -> None:
    withdraw_article(article, "失实")
    client = make_client(PUBLISHER)
    with django_assert_max_num_queries(16):
        client.get(address(Receipt.objects.get()))
    assert Receipt.objects.get().asked_at is None


def test_the_command_looks_again_and_its_status_says_whether_all_is_clean(article, capsys) -> None:
    withdraw_article(article, "失实")
    with pytest.raises(SystemExit) as ended:
        call_command("check_receipts")
    assert ended.value.code == 1
    assert "1 places wait" in capsys.readouterr().out
    asked_at = Receipt.objects.get().asked_at
    assert asked_at is not None
    with time_machine.travel(asked_at + dt.timedelta(hours=2), tick=False):
        call_command("check_receipts")
    assert "all places are clean" in capsys.readouterr().out
    call_command("check_receipts")
    assert capsys.readouterr().out == ""


def test_a_new_picture_of_the_page_while_it_is_withdrawn_is_covered_too(article, client) -> None:
    withdraw_article(article, "失实")
    save_section(article.issue.sections.get(key="1"), pdf=pdf_with_text())
    [pdf] = [client.get(article.issue.get_absolute_url() + "gysb20230214_01.pdf")]
    assert text_of(b"".join(pdf.streaming_content)) == ""


def words_to_the_eye(client: Client, section: PageSection) -> str:
    """Of every picture that is served of the page, recognised; its PDF is a picture of it, too."""
    now = PageSection.objects.get(pk=section.pk)
    folder = now.issue.get_absolute_url()
    names = [now.picture_href(width, ending) for ending in now.picture_endings for width in now.picture_widths]
    answers: list[Any] = [client.get(folder + name) for name in (*names, "gysb20230214_01.pdf")]
    *files, pdf = (b"".join(answer.streaming_content) for answer in answers)
    size = (930 * 72 / 200, 700 * 72 / 200)
    layers = [ocr.recognise(data, "zh-Hans", size) for data in [*files, rendered(pdf)]]
    return "".join(glyph.character for layer in layers for glyph in layer.glyphs)


def rendered(pdf: bytes) -> bytes:
    out = io.BytesIO()
    with pypdfium2.PdfDocument(pdf) as document:
        document[0].render(scale=200 / 72).to_pil().save(out, "PNG")
    return out.getvalue()


@pytest.mark.ocr
def test_no_file_that_is_served_of_the_page_shows_a_word_of_it_to_the_eye(client) -> None:
    section = make_section(make_issue(), picture=scan(), pdf=make_pdf())
    article = make_article(section, title="文昌阁")
    make_renditions(Issue.objects.all())
    make_zone(section, article, polygon=[[0, 0], [1, 0], [1, 1], [0, 1]])
    assert "文昌阁" in words_to_the_eye(client, section)
    withdraw_article(article, "失实")
    make_renditions(Issue.objects.all())
    assert words_to_the_eye(client, section) == ""
    republish_article(article)
    make_renditions(Issue.objects.all())
    assert "文昌阁" in words_to_the_eye(client, section)
