"""What is served of a page whose article was withdrawn: painted over in every width and in the PDF; the masters stay."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.test import Client
from PIL import Image

from articles.models import Article, HotZone
from articles.publishing import republish_article, withdraw_article
from articles.renditions import make_renditions
from articles.writing import delete_page, delete_zone, move_article, replace_zones, save_figure, save_zone
from issues import files
from issues.models import Issue, PageSection
from issues.pictures import clean_pdf, jpeg_without_metadata, masthead_png
from issues.writing import save_section
from tests.factories import make_article, make_figure, make_issue, make_pdf, make_section, make_zone
from tests.files import (
    SECRET,
    everything_in_pdf,
    is_ink,
    pdf_with_text,
    picture_with_metadata,
    pictures_in_pdf,
    pixel,
    printed_picture,
    text_operators,
)
from tests.state import media_files

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_root")]
LEFT = [[0.0, 0.0], [0.5, 0.0], [0.5, 1.0], [0.0, 1.0]]
CORNER = [[0.6, 0.6], [0.9, 0.6], [0.9, 0.9], [0.6, 0.9]]
WIDTHS = [320, 960, 1200]


def read(name: str) -> bytes:
    with storages["served"].open(name) as file:
        return bytes(file.read())


def served_pictures(section: PageSection) -> list[bytes]:
    section = PageSection.objects.get(pk=section.pk)
    names = [
        files.served_picture(section.issue, "page", section.key, section.picture_version, width, ending)
        for ending in section.picture_endings
        for width in section.picture_widths
    ]
    return [read(name) for name in names]


def served_pdf(section: PageSection) -> bytes:
    return read(files.served_pdf(PageSection.objects.get(pk=section.pk)))


@pytest.mark.parametrize("is_rendered", [False, True])
def test_the_zones_of_a_withdrawn_article_are_painted_over_in_every_width_and_format(is_rendered: bool) -> None:
    section = make_section(picture=printed_picture())
    article = make_article(section)
    make_zone(section, article, polygon=LEFT)
    make_zone(section, article, polygon=CORNER)
    make_zone(section, make_article(section), polygon=[[0.6, 0.1], [0.9, 0.1], [0.9, 0.4]])
    withdraw_article(article, "错误")
    if is_rendered:
        make_renditions(Issue.objects.all(), avif=True)
    pictures = served_pictures(section)
    assert [Image.open(io.BytesIO(data)).width for data in pictures] == (3 * WIDTHS if is_rendered else [1200])
    for data in pictures:
        for x, y in [(0, 0), (0.01, 0.5), (0.25, 0.99), (0.49, 0.5), (0, 1), (0.75, 0.75)]:
            assert not is_ink(data, x, y)
        for x, y in [(0.55, 0.5), (0.99, 0.99), (0.8, 0.15), (0.95, 0.75)]:
            assert is_ink(data, x, y)


def test_nothing_of_the_print_shimmers_through_the_paint() -> None:
    section = make_section(picture=printed_picture())
    article = make_article(section)
    make_zone(section, article, polygon=LEFT)
    withdraw_article(article, "错误")
    largest = Image.open(io.BytesIO(served_pictures(section)[-1])).convert("L")
    painted = largest.crop((8, 8, largest.width // 2 - 8, largest.height - 8))
    shades = [shade for shade, count in enumerate(painted.histogram()) if count]
    assert max(shades) - min(shades) <= 2


def test_the_masters_stay_byte_for_byte_and_publishing_again_brings_the_picture_back() -> None:
    section = make_section(picture=printed_picture(), pdf=pdf_with_text())
    article = make_article(section)
    make_zone(section, article)
    masters, pictures, pdf = media_files("masters"), served_pictures(section), served_pdf(section)
    withdraw_article(article, "错误")
    assert media_files("masters") == masters
    assert served_pictures(section) != pictures
    assert served_pdf(section) != pdf
    republish_article(article)
    assert media_files("masters") == masters
    assert served_pictures(section) == pictures
    assert served_pdf(section) == pdf


def test_a_masked_pdf_holds_one_picture_and_no_text() -> None:
    section = make_section(picture=printed_picture(), pdf=pdf_with_text())
    article = make_article(section)
    make_zone(section, article, polygon=LEFT)
    assert text_operators(served_pdf(section)) == ["Tj"]
    withdraw_article(article, "错误")
    pdf = served_pdf(section)
    assert text_operators(pdf) == []
    assert b"SECRET" not in everything_in_pdf(pdf)
    photos = pictures_in_pdf(pdf)
    assert len(photos) == 1
    assert [is_ink(photos[0], 0.25, 0.5), is_ink(photos[0], 0.75, 0.5)] == [False, True]


def test_a_pointer_to_the_withdrawn_article_is_painted_over_on_its_own_page_too() -> None:
    issue = make_issue()
    front, back = (make_section(issue, picture=printed_picture()) for _ in range(2))
    article = make_article(back)
    make_zone(back, article, polygon=LEFT)
    make_zone(front, article, polygon=CORNER, kind="pointer")
    withdraw_article(article, "错误")
    for data in served_pictures(front):
        assert [is_ink(data, 0.75, 0.75), is_ink(data, 0.25, 0.5)] == [False, True]
    for data in served_pictures(back):
        assert [is_ink(data, 0.75, 0.75), is_ink(data, 0.25, 0.5)] == [True, False]


@pytest.mark.parametrize("has_pointer", [False, True])
def test_an_article_without_a_zone_on_its_page_covers_the_whole_sheet(has_pointer: bool) -> None:
    issue = make_issue()
    front, back = (make_section(issue, picture=printed_picture()) for _ in range(2))
    article = make_article(back)
    if has_pointer:
        make_zone(front, article, polygon=CORNER, kind="pointer")
    withdraw_article(article, "错误")
    for data in served_pictures(back):
        corners = [(0, 0), (1, 0), (0, 1), (1, 1), (0.5, 0.5)]
        assert not any(is_ink(data, x, y) for x, y in corners)
    assert all(is_ink(data, 0.1, 0.1) for data in served_pictures(front))


def test_the_later_parts_of_a_withdrawn_story_are_painted_over_on_their_pages() -> None:
    issue = make_issue()
    front, back = (make_section(issue, picture=printed_picture()) for _ in range(2))
    first = make_article(front)
    later = make_article(back, continues=first)
    make_zone(front, first)
    make_zone(back, later, polygon=CORNER, kind="continuation")
    withdraw_article(first, "错误")
    assert not any(is_ink(data, 0.75, 0.75) for data in served_pictures(back))


def test_two_withdrawn_articles_come_back_one_by_one() -> None:
    section = make_section(picture=printed_picture())
    left, corner = make_article(section), make_article(section)
    make_zone(section, left, polygon=LEFT)
    make_zone(section, corner, polygon=CORNER)
    withdraw_article(left, "错误")
    withdraw_article(corner, "错误")
    republish_article(left)
    for data in served_pictures(section):
        assert [is_ink(data, 0.25, 0.5), is_ink(data, 0.75, 0.75)] == [True, False]


def shrink(zone: HotZone) -> None:
    zone.polygon = CORNER
    save_zone(zone)


def aim_elsewhere(zone: HotZone) -> None:
    zone.article = None
    save_zone(zone)


UNCOVERING: dict[str, Callable[[HotZone], object]] = {
    "shrink": shrink,
    "aim elsewhere": aim_elsewhere,
    "delete": delete_zone,
    "replace by none": lambda zone: replace_zones(zone.page_section, []),
    "replace by another": lambda zone: replace_zones(zone.page_section, [HotZone(polygon=CORNER, article=zone.article)]),
    "move the article": lambda zone: move_article(Article.objects.get(), zone.page_section, 1),
    "delete the home page": lambda zone: delete_page(Article.objects.withdrawn().get().page_section),
}


@pytest.mark.parametrize("name", UNCOVERING)
def test_what_covers_a_withdrawn_article_cannot_be_taken_away(name: str) -> None:
    issue = make_issue()
    home, front = (make_section(issue, picture=printed_picture()) for _ in range(2))
    article = make_article(home)
    zone = make_zone(front, article, polygon=LEFT)
    loaded_before = HotZone.objects.select_related("article", "page_section__issue").get()
    withdraw_article(article, "错误")
    with pytest.raises(ValidationError):
        UNCOVERING[name](loaded_before)
    for page in (home, front):
        assert not is_ink(served_pictures(page)[0], 0.25, 0.5)
    republish_article(article)
    delete_zone(zone)
    assert is_ink(served_pictures(front)[0], 0.25, 0.5)


def test_a_zone_drawn_later_takes_the_place_of_the_paint_over_the_whole_sheet() -> None:
    section = make_section(picture=printed_picture())
    article = make_article(section)
    withdraw_article(article, "错误")
    cover = make_zone(section, article, polygon=LEFT)
    assert [is_ink(served_pictures(section)[0], *place) for place in [(0.25, 0.5), (0.75, 0.75)]] == [False, True]
    replace_zones(section, [HotZone(polygon=CORNER), HotZone(polygon=cover.polygon, article=article)])
    assert not is_ink(served_pictures(section)[0], 0.25, 0.5)


def test_a_page_goes_with_a_withdrawn_article_that_covers_nothing_elsewhere() -> None:
    article = make_article()
    make_zone(article.page_section, article)
    withdraw_article(article, "错误")
    delete_page(article.page_section)
    assert not PageSection.objects.exists()


def test_a_page_without_a_picture_serves_no_pdf_while_something_on_it_is_withdrawn(client: Client) -> None:
    section = make_section(pdf=pdf_with_text())
    article = make_article(section)
    make_zone(section, article)
    address = "/gysb/html/2023-02/14/gysb20230214_01.pdf"
    assert client.get(address).status_code == 200
    withdraw_article(article, "错误")
    assert client.get(address).status_code == 404
    republish_article(article)
    assert client.get(address).status_code == 200


def test_withdrawing_from_a_blank_sheet_needs_no_files() -> None:
    article = make_article()
    withdraw_article(article, "错误")
    republish_article(article)
    assert not media_files()


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def test_the_unmasked_picture_s_address_leads_to_the_masked_one(client: Client, django_capture_on_commit_callbacks: Any) -> None:
    section = make_section(picture=printed_picture())
    article = make_article(section)
    make_zone(section, article, polygon=LEFT)
    folder = section.issue.get_absolute_url()
    make_renditions(Issue.objects.all(), avif=True)
    addresses = [f"{folder}page_1-1-{width}.{ending}" for width in WIDTHS for ending in ("jpg", "webp", "avif")]
    assert all(is_ink(body(client.get(address)), 0.25, 0.5) for address in addresses)
    with django_capture_on_commit_callbacks(execute=True):
        withdraw_article(article, "错误")
    for address in addresses:
        answer = client.get(address)
        assert (answer.status_code, answer["Location"]) == (302, "page_1-2-1200.jpg")
        assert client.get(address.replace("-1-", "-2-")).status_code == (200 if "1200.jpg" in address else 404)
    assert not is_ink(body(client.get(f"{folder}page_1-2-1200.jpg")), 0.25, 0.5)
    assert not [name for name in media_files("served") if "-1-" in name]
    make_renditions(Issue.objects.all(), avif=True)
    for address in addresses:
        answer = client.get(address)
        assert (answer.status_code, answer["Location"]) == (302, address.rpartition("/")[2].replace("-1-", "-2-"))
        masked = client.get(folder + answer["Location"])
        assert masked["Content-Type"] == {"j": "image/jpeg", "w": "image/webp", "a": "image/avif"}[address.rpartition(".")[2][0]]
        assert not is_ink(body(masked), 0.25, 0.5)


def test_an_older_version_s_address_leads_to_the_nearest_width_of_today_s(client: Client) -> None:
    section = make_section(picture=printed_picture(1200, 1700))
    figure = make_figure(make_article(section), picture=printed_picture(800, 600))
    save_section(section, picture=printed_picture(1500, 2000))
    save_figure(figure, picture=printed_picture(2000, 1500))
    make_renditions(Issue.objects.all())
    folder = section.issue.get_absolute_url()
    expected = {
        "page_1-1-1200.jpg": "page_1-2-960.jpg",
        "page_1-1-1400.jpg": "page_1-2-1500.jpg",
        "page_1-1-320.jpg": "page_1-2-320.jpg",
        "fig_1-1-800.jpg": "fig_1-2-640.jpg",
        "page_1-1-320.webp": "page_1-2-320.webp",
        "page_1-1-320.avif": "page_1-2-320.jpg",
    }
    for address, target in expected.items():
        answer = client.get(folder + address)
        assert (answer.status_code, answer["Location"], answer["Cache-Control"]) == (302, target, "no-store")
        assert client.get(folder + target).status_code == 200
    for never in (
        "page_1-2-1200.jpg",
        "page_1-3-320.jpg",
        "fig_1-2-800.jpg",
        "fig_1-3-640.jpg",
        "fig_2-1-640.jpg",
        "page_1-2-320.avif",
    ):
        assert client.get(folder + never).status_code == 404


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP"])
def test_nothing_but_pixels_of_a_picture_is_served(file_format: str) -> None:
    data = picture_with_metadata(file_format)
    assert SECRET.encode() in data
    section = make_section(picture=data)
    figure = make_figure(make_article(section), picture=data)
    make_renditions(Issue.objects.all(), avif=True)
    assert len(media_files("served")) == 6
    assert (section.width, section.height) == (figure.width, figure.height) == (200, 400)
    for name, served in media_files("served").items():
        assert SECRET.encode() not in served, name
        assert not Image.open(io.BytesIO(served)).getexif()
    assert media_files("masters") == {f"masters/{name}": data for name in (section.picture, figure.picture)}


def test_a_masthead_is_served_without_metadata_and_with_its_transparency() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (60, 20), (0, 0, 0, 0)).save(out, "PNG", exif=_exif())
    served, size = masthead_png(out.getvalue(), 10_000)
    assert SECRET.encode() not in served
    assert Image.open(io.BytesIO(served)).getpixel((5, 5)) == (0, 0, 0, 0)
    assert (size.width, size.height) == (60, 20)


def _exif() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010E] = SECRET
    return exif


def test_nothing_but_the_page_of_a_pdf_is_served() -> None:
    data = pdf_with_text("HELLO")
    assert SECRET.encode() in everything_in_pdf(data)
    section = make_section(pdf=data)
    served = served_pdf(section)
    found = everything_in_pdf(served)
    assert SECRET.encode() not in found
    for name in (b"JavaScript", b"OpenAction", b"AcroForm", b"/Annots", b"EmbeddedFile", b"/Info", b"PieceInfo"):
        assert name not in found
    assert text_operators(served) == ["Tj"]
    assert clean_pdf(data) == served
    assert media_files("masters") == {f"masters/{section.pdf}": data}


def test_a_photograph_in_a_pdf_keeps_its_pixels() -> None:
    data = picture_with_metadata()
    clean = jpeg_without_metadata(data)
    assert SECRET.encode() not in clean
    assert pixel(clean, 0.5, 0.5) == pixel(data, 0.5, 0.5)
    for odd in (b"", b"\xff\xd8", b"\xff\xd8\xff", b"no JPEG at all"):
        assert jpeg_without_metadata(odd) == odd


def test_a_withdrawn_article_s_figure_is_gone_and_comes_back_as_it_was(client: Client) -> None:
    article = make_article()
    figure = make_figure(article, picture=printed_picture(64, 64))
    address = article.issue.get_absolute_url() + figure.picture_href(64)
    before = b"".join(client.get(address).streaming_content)  # type: ignore[attr-defined]
    withdraw_article(article, "错误")
    assert client.get(address).status_code == 410
    republish_article(article)
    assert b"".join(client.get(address).streaming_content) == before  # type: ignore[attr-defined]
    save_figure(figure, picture=printed_picture(32, 32))
    assert client.get(address)["Location"] == "fig_1-2-32.jpg"


def test_a_second_page_of_the_same_label_in_another_fold_has_a_pdf_of_its_own(client: Client, tmp_path: Path) -> None:
    issue = make_issue()
    first = make_section(issue, label="01", fold="A", pdf=make_pdf(200, 300))
    second = make_section(issue, label="01", fold="B", pdf=make_pdf(300, 400))
    for section, address in ((first, "gysb20230214_01.pdf"), (second, f"gysb20230214_01_{second.key}.pdf")):
        page = client.get(make_article(section).get_absolute_url()).content.decode()
        assert f'href="{address}"' in page
        answer = client.get(issue.get_absolute_url() + address)
        assert b"".join(answer.streaming_content) == served_pdf(section)  # type: ignore[attr-defined]
