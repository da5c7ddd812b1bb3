"""Pictures on other servers: from public addresses alone, within limits."""

import gc
import http.server
import socket
import threading
import time

import pytest

from articles.importing import remote
from articles.importing.problems import ImportProblem
from articles.importing.remote import fetch_picture, is_public

REAL_LOOKUP = socket.getaddrinfo


@pytest.mark.parametrize(
    "address",
    "127.0.0.1 10.0.0.8 172.16.3.4 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 ::1 fe80::1%eth0 fd00::1 "
    "::ffff:127.0.0.1 2002:7f00:0001:: 255.255.255.255 64:ff9b::a00:1 64:ff9b:1::1 ::127.0.0.1 ::ffff:0:10.0.0.1 fec0::1 "
    "192.0.0.8 192.88.99.1 2001::1 3fff::1 240.0.0.1".split(),
)
def test_address_inside_is_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"])
def test_address_of_the_world_is_public(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "ftp://a.example/1.jpg", "http://a.example:22/", "http://user@a.example/", "//a/b", "http://[::1"],
)
def test_other_kinds_of_address_are_refused(url):
    with pytest.raises(ImportProblem, match="an address that begins with http:// or https://"):
        fetch_picture(url)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "0x7f.1", "2130706433"])
def test_private_server_is_not_asked(host):
    with pytest.raises(ImportProblem, match=r"a public address|a server that answers"):
        fetch_picture(f"http://{host}/1.jpg")


def test_name_with_one_private_address_among_public_ones_is_refused(monkeypatch):
    answers = [(2, 1, 6, "", ("93.184.216.34", 80)), (2, 1, 6, "", ("10.0.0.1", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answers)
    with pytest.raises(ImportProblem, match=r"a public address, found 93\.184\.216\.34, 10\.0\.0\.1"):
        fetch_picture("http://two-faced.example/1.jpg")


class Pictures(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/moved.jpg":
            self.send_response(302)
            self.send_header("Location", "/1.jpg")
        elif self.path == "/inside.jpg":
            self.send_response(302)
            self.send_header("Location", "http://10.0.0.1/1.jpg")
        elif self.path == "/round.jpg":
            self.send_response(302)
            self.send_header("Location", "/round.jpg")
        elif self.path in ("/1.jpg", "/drip.jpg"):
            self.send_response(200)
        else:
            self.send_response(404)
        if self.path == "/drip.jpg":
            self.drip()
        self.end_headers()
        self.wfile.write(b"bytes of a picture" if self.path == "/1.jpg" else b"")

    def drip(self):
        try:
            for _time in range(50):
                self.wfile.write(b"X")
                time.sleep(0.1)
        except OSError:
            pass  # the other side went away

    def log_message(self, *_):
        pass


@pytest.fixture
def server(monkeypatch):
    """A server on loopback that stands for one in the world."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pictures)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    port = server.server_address[1]

    def look_up(host, *_, **__):
        address = host if host.replace(".", "").isdigit() else "127.0.0.1"
        return [(2, 1, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(remote, "is_public", lambda address: address == "127.0.0.1")
    connect = socket.create_connection
    monkeypatch.setattr(socket, "create_connection", lambda address, *rest: connect((address[0], port), *rest))
    yield server
    server.shutdown()
    server.server_close()


def test_picture_comes_also_after_a_redirect(server):
    assert fetch_picture("http://pictures.example/1.jpg") == b"bytes of a picture"
    assert fetch_picture("http://pictures.example/moved.jpg") == b"bytes of a picture"


def test_what_is_no_picture_is_a_sentence(server, monkeypatch):
    with pytest.raises(ImportProblem, match="expected the picture, found the answer 404"):
        fetch_picture("http://pictures.example/none.jpg")
    with pytest.raises(ImportProblem, match="at most 3 redirects"):
        fetch_picture("http://pictures.example/round.jpg")
    with pytest.raises(ImportProblem, match=r"a public address, found 10\.0\.0\.1"):
        fetch_picture("http://pictures.example/inside.jpg")
    monkeypatch.setattr(remote, "PICTURE_LIMIT", 5)
    with pytest.raises(ImportProblem, match="at most 5 bytes, found more"):
        fetch_picture("http://pictures.example/1.jpg")


def test_server_that_sends_drop_by_drop_is_left_in_time(server, monkeypatch):
    monkeypatch.setattr(remote, "SECONDS_IN_ALL", 0.4)
    began = time.monotonic()
    with pytest.raises(ImportProblem, match=r"drip\.jpg: expected a server that answers, found (timed out|no whole answer)"):
        fetch_picture("http://pictures.example/drip.jpg")
    assert time.monotonic() - began < 3


@pytest.mark.filterwarnings("error::ResourceWarning", "error::pytest.PytestUnraisableExceptionWarning")
def test_nothing_stays_open_after_a_redirect(server):
    fetch_picture("http://pictures.example/moved.jpg")
    gc.collect()
