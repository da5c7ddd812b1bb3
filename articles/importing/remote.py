"""Pictures on other servers, fetched only where the user asks for it, and never from an address that is not public.

The name is resolved once and the connection goes to the very address that was checked: no second answer of the name server leads
inside.
"""

import http.client
import io
import ipaddress
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from urllib.parse import SplitResult, urljoin, urlsplit

from articles.importing.problems import ImportProblem, megabytes, quoted
from issues.sentences import Sentence

SECONDS = 20.0  # for one step
SECONDS_IN_ALL = 120.0  # for a picture, redirects and all
MOST_REDIRECTS = 3
PICTURE_LIMIT = 100_000_000
REDIRECTS = {301, 302, 303, 307, 308}

_GIVEN_OUT = ipaddress.ip_network("2000::/3")
# What `is_global` lets pass: protocols' own addresses, relays, Teredo, 6to4, documentation.
_NOT_OF_THE_WORLD = [
    ipaddress.ip_network(network) for network in ("192.0.0.0/24", "192.88.99.0/24", "2001::/23", "2002::/16", "3fff::/20")
]


def fetch_picture(url: str) -> bytes:
    """Raises `ImportProblem` for everything that is not a picture's worth of bytes from a public address."""
    until = time.monotonic() + SECONDS_IN_ALL
    for _step in range(MOST_REDIRECTS + 1):
        parts = _checked(url)
        try:
            with _asked(parts, until) as answer:
                if answer.status in REDIRECTS:
                    url = urljoin(url, answer.headers.get("Location", ""))
                    continue
                if answer.status != http.HTTPStatus.OK:
                    raise ImportProblem(url, Sentence("the picture"), Sentence("the answer %(status)s", status=answer.status))
                data = answer.read(PICTURE_LIMIT + 1)
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise ImportProblem(url, Sentence("a server that answers"), str(error) or type(error).__name__) from error
        if len(data) > PICTURE_LIMIT:
            raise ImportProblem(url, Sentence("at most %(limit)s", limit=megabytes(PICTURE_LIMIT)), Sentence("more"))
        return data
    raise ImportProblem(url, Sentence("at most %(limit)s redirects", limit=MOST_REDIRECTS), Sentence("more"))


def _checked(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        is_plain = parts.scheme in ("http", "https") and parts.hostname and parts.port in (None, 80, 443) and not parts.username
    except ValueError:
        is_plain = False
    if not is_plain:
        raise ImportProblem(
            quoted(url), Sentence("an address that begins with http:// or https://, on its usual port"), Sentence("another")
        )
    return parts


@contextmanager
def _asked(parts: SplitResult, until: float) -> Iterator[http.client.HTTPResponse]:
    """The answer, of which nothing stays open afterwards."""
    connection = _Connection(parts, _public_address(parts), until)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    with closing(connection):
        connection.request("GET", path, headers={"Accept": "image/*"})
        with connection.getresponse() as answer:
            yield answer


def _public_address(parts: SplitResult) -> tuple[str, int]:
    """The first of the host's addresses; one that is private refuses them all."""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    addresses = [str(entry[4][0]) for entry in found]
    if not addresses or not all(is_public(address) for address in addresses):
        raise ImportProblem(parts.geturl(), Sentence("a public address"), ", ".join(addresses) or Sentence("none"))
    return addresses[0], port


def is_public(address: str) -> bool:
    """Of the world: of IPv6 only what is given out to networks, and nothing that carries an IPv4 address inside."""
    known = ipaddress.ip_address(address.partition("%")[0])
    if known.version == 6 and known not in _GIVEN_OUT:
        return False
    is_special = known.is_multicast or known.is_reserved or any(known in network for network in _NOT_OF_THE_WORLD)
    return known.is_global and not is_special


class _Connection(http.client.HTTPConnection):
    """To an address, under the host's name; over at the moment `until`, however slowly the server sends."""

    def __init__(self, parts: SplitResult, address: tuple[str, int], until: float) -> None:
        super().__init__(parts.hostname or "", address[1], timeout=SECONDS)
        self.address, self.until = address, until
        self.is_secure = parts.scheme == "https"
        self.response_class = self._response  # type: ignore[assignment]

    def connect(self) -> None:
        self.sock = socket.create_connection(self.address, _patience(self.until))
        if self.is_secure:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)

    def _response(self, sock: socket.socket, debuglevel: int = 0, method: str | None = None) -> http.client.HTTPResponse:
        response = http.client.HTTPResponse(sock, debuglevel, method)
        response.fp.close()
        response.fp = io.BufferedReader(_Incoming(sock, self.until))
        return response


class _Incoming(io.RawIOBase):
    """What a socket receives, each wait no longer than what is left of the time."""

    def __init__(self, sock: socket.socket, until: float) -> None:
        self.sock, self.until = sock, until
        self.raw = sock.makefile("rb", 0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview") -> int | None:  # type: ignore[override]
        self.sock.settimeout(_patience(self.until))
        return self.raw.readinto(buffer)

    def close(self) -> None:
        self.raw.close()
        super().close()


def _patience(until: float) -> float:
    """Seconds that one step may take."""
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError(f"no whole answer within {SECONDS_IN_ALL:.0f} seconds")
    return min(SECONDS, left)
