"""What every kind of response says about itself: the policy, caches, cookies."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from articles.models import Article
from articles.publishing import withdraw_article
from articles.writing import save_article
from issues import views
from issues.models import PageSection
from issues.writing import save_section
from tests.factories import make_article, make_figure, make_pdf, make_picture, make_section, make_user

pytestmark = pytest.mark.django_db
FOLDER = "/gysb/html/2023-02/14/"
NEVER_KEPT = {"no-store", "no-cache", "private"}


@pytest.fixture(autouse=True)
def everything(db: None, media_root: Path, settings: Any) -> None:
    """One page with a file of each kind, an article, and one that was withdrawn from another page."""
    settings.WHITENOISE_USE_FINDERS = True  # static files as they lie, without collecting them
    section = make_section(picture=make_picture(64, 64), pdf=make_pdf())
    make_figure(make_article(section), picture=make_picture(64, 64))
    withdraw_article(make_article(make_section(section.issue)), "失实")


KINDS = {
    "page": (f"{FOLDER}node_1.htm", 200),
    "article": (f"{FOLDER}content_1.htm", 200),
    "archive": ("/gysb/archive/", 200),
    "period list": ("/gysb/html/2023-02/period.xml", 200),
    "paperindex": ("/gysb/paperindex.htm", 200),
    "redirect": ("/gysb/", 302),
    "missing slash": ("/gysb/archive", 301),
    "not found": ("/gysb/html/2020-01/01/", 404),
    "no such address": ("/no/such/address", 404),
    "gone": (f"{FOLDER}content_2.htm", 410),
    "page picture": (f"{FOLDER}page_1-1-64.jpg", 200),
    "figure": (f"{FOLDER}fig_1-1-64.jpg", 200),
    "pdf": (f"{FOLDER}gysb20230214_01.pdf", 200),
    "robots": ("/robots.txt", 200),
    "health": ("/healthz", 200),
    "admin": ("/admin/", 302),
    "login": ("/admin/login/", 200),
    "static": ("/static/css/base.css", 200),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_response_bears_the_policy_and_the_usual_headers(kind: str, client: Client) -> None:
    address, status = KINDS[kind]
    answer = client.get(address, secure=True)
    assert answer.status_code == status
    policy = answer["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Strict-Transport-Security"] == "max-age=3600"
    assert answer["X-Frame-Options"] == "DENY"


def test_a_failure_of_the_site_bears_the_policy_too(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> list[object]:
        raise ZeroDivisionError

    monkeypatch.setattr(views, "newsstand", fail)
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.status_code == 500
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "no-cache"
    assert "ZeroDivisionError" not in answer.content.decode()


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("page", {"no-cache"}),
        ("archive", {"no-cache"}),
        ("paperindex", {"no-cache"}),
        ("period list", {"no-cache"}),
        ("not found", {"no-cache"}),
        ("gone", {"no-cache"}),
        ("redirect", {"no-store"}),
        ("page picture", {"public", "max-age=3600"}),
        ("figure", {"public", "max-age=3600"}),
        ("pdf", {"public", "max-age=300"}),
        ("health", {"max-age=0", "must-revalidate", *NEVER_KEPT}),
        ("admin", {"max-age=0", "must-revalidate", *NEVER_KEPT}),
        ("login", {"max-age=0", "must-revalidate", *NEVER_KEPT}),
    ],
)
def test_one_rule_says_what_caches_may_keep(kind: str, expected: set[str], client: Client) -> None:
    assert set(client.get(KINDS[kind][0])["Cache-Control"].split(", ")) == expected


@pytest.mark.parametrize("kind", ["page", "article", "archive", "period list", "paperindex"])
@pytest.mark.parametrize("accepted", ["", "gzip"])
def test_a_page_that_has_not_changed_is_not_sent_again(kind: str, accepted: str, client: Client) -> None:
    headers = {"accept-encoding": accepted}
    first = client.get(KINDS[kind][0], headers=headers)
    again = client.get(KINDS[kind][0], headers={**headers, "if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "default-src 'self'" in again["Content-Security-Policy"]


@pytest.mark.parametrize("kind", ["page picture", "figure", "pdf"])
def test_a_file_goes_out_as_it_lies_and_once(kind: str, client: Client, media_root: Path) -> None:
    answer = client.get(KINDS[kind][0], headers={"accept-encoding": "gzip"})
    data = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    name = KINDS[kind][0].rpartition("/")[2]
    assert data in [path.read_bytes() for path in (media_root / "served").rglob("*.*")]
    assert int(answer["Content-Length"]) == len(data)
    assert "Content-Encoding" not in answer
    assert not answer["ETag"].startswith("W/")
    assert answer["Content-Disposition"] == f'inline; filename="{name}"'
    again = client.get(KINDS[kind][0], headers={"accept-encoding": "gzip", "if-none-match": answer["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", answer["ETag"])


def test_a_replaced_file_has_another_etag(client: Client) -> None:
    first = client.get(KINDS["pdf"][0])
    save_section(PageSection.objects.get(key="1"), pdf=make_pdf(200, 300))
    assert client.get(KINDS["pdf"][0], headers={"if-none-match": first["ETag"]}).status_code == 200


def test_texts_are_compressed(client: Client) -> None:
    for kind in ("page", "article", "archive"):
        assert client.get(KINDS[kind][0], headers={"accept-encoding": "gzip"})["Content-Encoding"] == "gzip"


def test_a_page_that_has_changed_is_sent_anew(client: Client) -> None:
    article = Article.objects.get(key="1")
    first = client.get(article.get_absolute_url())
    article.title = "改题"
    save_article(article)
    again = client.get(article.get_absolute_url(), headers={"if-none-match": first["ETag"]})
    assert again.status_code == 200
    assert again["ETag"] != first["ETag"]


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in ("admin", "login")])
def test_public_addresses_know_no_visitor(kind: str, client: Client, admin_client: Client) -> None:
    for reader in (client, admin_client):
        answer = reader.get(KINDS[kind][0], headers={"accept-language": "en"})
        assert not answer.cookies
        assert "Cookie" not in answer.get("Vary", "")
        assert "Accept-Language" not in answer.get("Vary", "")


def test_cookies_go_by_https_only_and_are_closed_to_other_sites(client: Client) -> None:
    make_user("editor", password="a-password-of-tests")
    token = client.get("/admin/login/").cookies["csrftoken"]
    form = {"username": "editor", "password": "a-password-of-tests"}
    session = client.post("/admin/login/", form).cookies["sessionid"]
    assert token["secure"]
    assert session["secure"]
    assert session["httponly"]
    assert token["samesite"] == session["samesite"] == "Lax"


def test_http_leads_to_https(client: Client, settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    answer = Client().get("/gysb/")
    assert (answer.status_code, answer["Location"]) == (301, "https://testserver/gysb/")


def test_another_host_name_is_not_answered(client: Client) -> None:
    assert client.get("/gysb/", headers={"host": "evil.example"}).status_code == 400


@pytest.mark.parametrize(
    ("kind", "content_type"),
    [
        ("page", "text/html; charset=utf-8"),
        ("paperindex", "text/html; charset=utf-8"),
        ("period list", "application/xml; charset=utf-8"),
        ("page picture", "image/jpeg"),
        ("pdf", "application/pdf"),
        ("robots", "text/plain; charset=utf-8"),
    ],
)
def test_each_kind_says_what_it_is(kind: str, content_type: str, client: Client) -> None:
    assert client.get(KINDS[kind][0])["Content-Type"] == content_type


@pytest.mark.parametrize("kind", ["page picture", "figure", "pdf"])
def test_behind_nginx_files_are_handed_over_by_name_after_the_same_question(kind: str, client: Client, settings: Any) -> None:
    settings.ACCEL_REDIRECT = "/served/"
    answer = client.get(KINDS[kind][0])
    assert answer["X-Accel-Redirect"].startswith("/served/issues/")
    assert answer.content == b""
    assert "X-Accel-Redirect" not in client.get(KINDS[kind][0].replace("2023-02", "2023-03"))


def test_the_site_is_healthy_when_the_database_answers(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_the_site_is_unhealthy_when_the_database_does_not(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_cursor(*args: object) -> Callable[..., HttpResponse]:
        raise ConnectionError

    monkeypatch.setattr("newsroom.health.connection", type("Connection", (), {"cursor": no_cursor})())
    client.raise_request_exception = False
    assert client.get("/healthz").status_code == 500


def test_robots_keep_out_of_the_editors_rooms(client: Client) -> None:
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert "Disallow: /admin/" in lines
    assert "Disallow: /preview/" in lines
    assert "Disallow: /" not in lines
