"""The anonymous reader: asks the site itself for an address, in this process and without a socket, by path alone."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.core.files.storage import storages
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.http.response import HttpResponseBase
from django.utils import translation

CHUNK = 1 << 16
TEXTS = ("text/html", "text/css", "text/javascript", "application/javascript", "application/xml", "text/xml", "text/plain")
REDIRECTS = (301, 302, 303, 307, 308)


@dataclass(frozen=True)
class Answer:
    """`location` is where a redirect leads, as a path of the site (or an address outside); `chunks` can be read once."""

    status: int
    kind: str
    location: str
    chunks: Iterator[bytes]
    etag: str = ""

    @property
    def is_shown(self) -> bool:
        return self.status == 200

    @property
    def is_redirect(self) -> bool:
        return self.status in REDIRECTS

    @property
    def is_text(self) -> bool:
        return self.kind in TEXTS or self.kind.endswith("+xml")

    def read(self) -> bytes:
        return b"".join(self.chunks)


class AnonymousReader:
    """Without cookies and preferences, under the site's own name; each of its answers has passed every middleware."""

    def __init__(self) -> None:
        self._handler = BaseHandler()
        self._handler.load_middleware()
        site = urlsplit(settings.BASE_URL or "http://localhost")
        self._environ = {
            "REQUEST_METHOD": "GET",
            "SCRIPT_NAME": "",
            "QUERY_STRING": "",
            "SERVER_NAME": site.hostname or "localhost",
            "SERVER_PORT": str(site.port or (443 if site.scheme == "https" else 80)),
            "HTTP_HOST": site.netloc or "localhost",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.url_scheme": site.scheme or "http",
        }

    def ask(self, path: str) -> Answer:
        """`path` is decoded: /old/期.htm."""
        environ = self._environ | {"PATH_INFO": path.encode().decode("latin-1"), "wsgi.input": io.BytesIO()}
        with translation.override(settings.LANGUAGE_CODE):
            response = self._handler.get_response(WSGIRequest(environ))
        kind = response.get("Content-Type", "").partition(";")[0].strip().lower()
        location = urljoin(path, response.get("Location", "")) if response.has_header("Location") else ""
        inside = location.removeprefix(settings.BASE_URL)
        return Answer(response.status_code, kind, inside, _chunks(response), response.get("ETag", ""))


def _chunks(response: HttpResponseBase) -> Iterator[bytes]:
    """The bytes that a reader gets; nginx's part, where it sends the files, is done here."""
    inside = settings.ACCEL_REDIRECT.rstrip("/") + "/"
    sent = response.get("X-Accel-Redirect", "")
    if sent.startswith(inside):
        with storages["served"].open(sent.removeprefix(inside)) as file:
            while chunk := file.read(CHUNK):
                yield chunk
    elif response.streaming:
        yield from response
        # Closing the response would end a request in the eyes of Django's signals, and the database connection with it.
        if file_to_close := getattr(response, "file_to_stream", None):
            file_to_close.close()
    else:
        yield response.content  # type: ignore[attr-defined]
