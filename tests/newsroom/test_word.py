"""Word out: JSON and signatures of the robots over real HTTP; what is noted with an act, sent after it, and tried again."""

import base64
import datetime as dt
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from articles.models import ImportRun
from articles.writing.runs import begin_run, end_run
from issues.events import Happening, tell
from issues.sentences import Sentence
from issues.writing import set_times
from newsroom.environment import robots
from newsroom.models import Word
from newsroom.word import sending
from newsroom.word.posting import NotTaken, post
from newsroom.word.robots import MOST_BYTES, Robot, robots_of
from tests import factories


class Chat(ThreadingHTTPServer):
    """A robot on loopback: keeps what it got, and answers as it is told."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Listener)
        self.got: list[tuple[str, dict[str, Any]]] = []
        self.status, self.answer, self.hold = 200, b'{"errcode":0}', threading.Event()
        self.headers: dict[str, str] = {}

    def url(self, path: str = "/hook?key=k") -> str:
        return f"http://127.0.0.1:{self.server_address[1]}{path}"


class Listener(BaseHTTPRequestHandler):
    server: Chat

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((self.path, json.loads(body)))
        if self.server.status == 0:  # says nothing until it is let go
            self.server.hold.wait(10)
            return
        self.send_response(self.server.status)
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(self.server.answer)

    def log_message(self, *_arguments: Any) -> None:
        """Tests have no log."""


@pytest.fixture
def chat() -> Iterator[Chat]:
    server = Chat()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield server
    server.hold.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def robot(chat, settings) -> Robot:
    settings.WORD_OUT = robots_of(f"wecom+{chat.url()}", "")
    return settings.WORD_OUT[0]


def test_wecom_gets_text(chat) -> None:
    post(Robot("wecom", chat.url()), "晨报 𠮷 已发布")
    assert chat.got == [("/hook?key=k", {"msgtype": "text", "text": {"content": "晨报 𠮷 已发布"}})]


def test_dingtalk_is_signed_in_the_address(chat) -> None:
    post(Robot("dingtalk", chat.url("/send?access_token=t"), "SEC+/="), "已发布")
    [(path, body)] = chat.got
    query = {name: value[0] for name, value in parse_qs(urlsplit(path).query, strict_parsing=True).items()}
    message = f"{query['timestamp']}\nSEC+/=".encode()
    assert query["access_token"] == "t"
    assert len(query["timestamp"]) == 13
    assert base64.b64decode(query["sign"]) == hmac.new(b"SEC+/=", message, hashlib.sha256).digest()
    assert body == {"msgtype": "text", "text": {"content": "已发布"}}


def test_feishu_is_signed_in_the_body(chat) -> None:
    chat.answer = b'{"StatusCode":0,"StatusMessage":"success"}'
    post(Robot("feishu", chat.url("/hook/x"), "s"), "已发布")
    [(_path, body)] = chat.got
    assert len(body["timestamp"]) == 10
    assert base64.b64decode(body["sign"]) == hmac.new(f"{body['timestamp']}\ns".encode(), b"", hashlib.sha256).digest()
    assert (body["msg_type"], body["content"]) == ("text", {"text": "已发布"})


def test_a_long_text_is_cut_between_characters(chat) -> None:
    post(Robot("wecom", chat.url()), "𠮷" * 1000)
    content = chat.got[0][1]["text"]["content"]
    assert len(content.encode()) <= MOST_BYTES
    assert set(content) == {"𠮷", "…"}


@pytest.mark.parametrize(
    ("status", "answer", "said"),
    [
        (200, b'{"errcode":310000,"errmsg":"sign not match"}', "it answered 310000 sign not match"),
        (200, b'{"code":19021,"msg":"sign match fail"}', "it answered 19021 sign match fail"),
        (200, b"<html>", "its answer is not JSON"),
        (200, b"[]", "its answer has no code"),
        (500, b"", "it answered with status 500"),
    ],
)
def test_what_a_robot_does_not_take_is_said(chat, status, answer, said) -> None:
    chat.status, chat.answer = status, answer
    with pytest.raises(NotTaken, match=said):
        post(Robot("dingtalk", chat.url()), "x")


def test_no_redirect_is_followed(chat) -> None:
    chat.status, chat.headers = 307, {"Location": chat.url("/elsewhere")}
    with pytest.raises(NotTaken, match="status 307"):
        post(Robot("wecom", chat.url()), "x")
    assert len(chat.got) == 1


def test_a_robot_that_says_nothing_or_is_not_there_is_given_up(chat) -> None:
    chat.status = 0
    with pytest.raises(NotTaken, match=r"TimeoutError|timed out"):
        post(Robot("wecom", chat.url()), "x", seconds=0.2)
    with pytest.raises(NotTaken, match="cannot be reached"):
        post(Robot("wecom", "http://127.0.0.1:9/hook"), "x", seconds=0.2)


def test_hosts_tell_robots_apart_and_a_word_before_the_address_does() -> None:
    addresses = [
        "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1",
        "https://oapi.dingtalk.com/robot/send?access_token=2",
        "https://open.feishu.cn/open-apis/bot/v2/hook/3",
        "feishu+https://chat.example/hook/4",
    ]
    found = robots_of(", ".join(addresses), ",SEC2,three")
    assert [(robot.kind, robot.secret) for robot in found] == [
        ("wecom", ""),
        ("dingtalk", "SEC2"),
        ("feishu", "three"),
        ("feishu", ""),
    ]
    assert "SEC2" not in repr(found)
    assert "access_token" not in repr(found)


@pytest.mark.parametrize(
    ("addresses", "secrets", "said"),
    [
        ("http://oapi.dingtalk.com/robot/send", "", "does not begin with https"),
        ("http://192.168.1.9/hook", "", "does not begin with https"),
        ("file:///etc/passwd", "", "does not begin with https"),
        ("https://chat.example/hook", "", "no known host"),
        ("https://u:p@open.feishu.cn/hook", "", "not a robot's address"),
        ("feishu+https://", "", "not a robot's address"),
        ("https://open.feishu.cn/hook", "a,b", "more secrets than addresses"),
        ("https://qyapi.weixin.qq.com/send?key=1", "a", "have no secret"),
    ],
)
def test_an_address_that_cannot_be_meant_stops_the_start_without_being_shown(monkeypatch, addresses, secrets, said) -> None:
    monkeypatch.setenv("NEWSROOM_WORD_OUT", addresses)
    monkeypatch.setenv("NEWSROOM_WORD_OUT_SECRET", secrets)
    with pytest.raises(ImproperlyConfigured, match=said) as caught:
        robots()
    assert addresses not in str(caught.value)


@pytest.mark.django_db(transaction=True)
def test_word_is_sent_after_the_commit_by_a_thread_of_its_own(chat, robot) -> None:
    issue = factories.make_issue()
    with transaction.atomic():
        tell(Happening.WITHDRAWN, Sentence("Its addresses answer “gone”."), issue)
        assert not chat.got
    wait_for_threads()
    [(_path, body)] = chat.got
    assert body["text"]["content"].splitlines()[0].startswith("[")
    assert "公益时报 2023-02-14" in body["text"]["content"]
    assert f"https://paper.example/admin/issues/issue/{issue.pk}/change/" in body["text"]["content"]
    assert Word.objects.get().state == "sent"


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_was_never_told(chat, robot) -> None:
    issue = factories.make_issue()
    with transaction.atomic():
        tell(Happening.PUBLISHED, Sentence("Readers see it."), issue)
        transaction.set_rollback(True)
    wait_for_threads()
    assert not chat.got
    assert not Word.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_robot_that_fails_hinders_no_act_and_is_asked_again_later(chat, robot) -> None:
    chat.status = 500
    tell(Happening.IMPORT_FAILED, Sentence("Import of %(what)s failed.", what="night.zip"))
    wait_for_threads()
    word = Word.objects.get()
    assert (word.state, word.attempts, word.note) == ("waiting", 1, "it answered with status 500")
    assert sending.send_due() == (0, 0)
    chat.status = 200
    assert sending.send_due(word.next_at) == (1, 0)
    assert Word.objects.get().state == "sent"
    assert len(chat.got) == 2


def wait_for_threads() -> None:
    for thread in threading.enumerate():
        if thread.name == "word-out":
            thread.join()


@pytest.mark.django_db
def test_a_scheduled_issue_is_told_of_at_its_time_and_once(chat, robot) -> None:
    issue = factories.make_issue(publish_at=None)
    six = timezone.now() + dt.timedelta(hours=6)
    for moment in (six + dt.timedelta(hours=1), six):  # scheduled, and scheduled anew
        set_times(issue, publish_at=moment)
        tell(Happening.PUBLISHED, Sentence("Readers see it."), issue)
    assert sending.send_due() == (0, 0)
    assert sending.send_due(six + dt.timedelta(hours=2)) == (1, 0)
    assert issue.get_absolute_url() in chat.got[0][1]["text"]["content"]


@pytest.mark.django_db
def test_nobody_is_told_of_an_issue_that_was_not_published_after_all(chat, robot) -> None:
    issue = factories.make_issue(publish_at=None)
    six = timezone.now() + dt.timedelta(hours=6)
    set_times(issue, publish_at=six)
    tell(Happening.PUBLISHED, Sentence("Readers see it."), issue)
    set_times(issue, publish_at=None)
    assert sending.send_due(six) == (0, 0)
    assert not chat.got
    assert Word.objects.get().state == "dropped"


@pytest.mark.django_db
def test_word_for_a_robot_that_left_the_settings_is_dropped_and_after_a_day_of_failures_too(chat, robot, settings) -> None:
    tell(Happening.PAGE_ARRIVED, Sentence("Page %(label)s", label="A01"))
    chat.status, now = 503, timezone.now() + dt.timedelta(seconds=1)
    while (word := Word.objects.get()).state == "waiting":
        sending.send_due(max(now, word.next_at))
    assert (word.state, word.attempts, len(chat.got)) == ("dropped", 30, 30)
    tell(Happening.PAGE_ARRIVED, Sentence("Page %(label)s", label="A02"))
    settings.WORD_OUT = ()
    sending.send_due(timezone.now() + dt.timedelta(seconds=1))
    assert set(Word.objects.values_list("state", flat=True)) == {"dropped"}


@pytest.mark.django_db
def test_a_failed_import_is_told_of_by_its_files_names_alone(chat, robot) -> None:
    for is_dry in (True, False):
        run = begin_run(what="/srv/secret/夜班 𠮷.zip\n/srv/secret/b.pdf", is_dry=is_dry)
        end_run(run, ImportRun.State.FAILED, {})
    end_run(begin_run(what="/srv/good.zip"), ImportRun.State.COMPLETE, {})
    word = Word.objects.get()
    assert "夜班 𠮷.zip, b.pdf" in word.text
    assert "/srv" not in word.text


@pytest.mark.django_db
def test_without_robots_nothing_is_noted(settings) -> None:
    settings.WORD_OUT = ()
    tell(Happening.PREFLIGHT_RED, Sentence("Three items are open."))
    assert not Word.objects.exists()


@pytest.mark.django_db
def test_the_command_says_what_it_sent_and_fails_where_a_robot_failed(chat, robot, capsys) -> None:
    tell(Happening.PAGE_ARRIVED, Sentence("Page %(label)s", label="A01"))
    call_command("send_word")
    assert capsys.readouterr().out == "1 sent.\n"
    tell(Happening.PAGE_ARRIVED, Sentence("Page %(label)s", label="A02"))
    chat.status = 500
    with pytest.raises(CommandError, match="1 not taken"):
        call_command("send_word")
