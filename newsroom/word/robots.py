"""Robots of group chats: their addresses, the JSON that each takes, how each is signed, and what it answers. Pure."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus, urlsplit

WECOM, DINGTALK, FEISHU = "wecom", "dingtalk", "feishu"
HOSTS = {
    "qyapi.weixin.qq.com": WECOM,
    "oapi.dingtalk.com": DINGTALK,
    "open.feishu.cn": FEISHU,
    "open.larksuite.com": FEISHU,
}
LOOPBACK = ("127.0.0.1", "::1", "localhost")
# The narrowest of the three, 企业微信, takes 2,048 bytes of text.
MOST_BYTES = 2048


@dataclass(frozen=True, slots=True)
class Robot:
    """`url` opens the chat to everybody who knows it: neither it nor the secret is ever logged, shown or stored."""

    kind: str
    url: str
    secret: str = ""

    def __repr__(self) -> str:
        return f"<Robot {self.name}>"

    @property
    def name(self) -> str:
        """Tells robots apart without giving them away."""
        return f"{self.kind} {hashlib.sha256(self.url.encode()).hexdigest()[:8]}"


def robots_of(addresses: str, secrets: str) -> tuple[Robot, ...]:
    """Of two settings: addresses, separated by commas, and the secrets in the same order, empty where a robot has none.

    The host tells the kind; where it does not, a word before the address does: `feishu+https://chat.example/hook`. Raises
    ValueError with a sentence that names no address.
    """
    listed = [address.strip() for address in addresses.split(",") if address.strip()]
    given = [secret.strip() for secret in secrets.split(",")] if secrets.strip() else []
    if len(given) > len(listed):
        raise ValueError("there are more secrets than addresses")
    given += [""] * (len(listed) - len(given))
    return tuple(_robot(number, *pair) for number, pair in enumerate(zip(listed, given, strict=True), start=1))


def _robot(number: int, address: str, secret: str) -> Robot:
    word, plus, rest = address.partition("+")
    is_named = bool(plus) and word in (WECOM, DINGTALK, FEISHU)
    url = rest if is_named else address
    parts = urlsplit(url)
    host = parts.hostname or ""
    kind = word if is_named else HOSTS.get(host, "")
    if parts.scheme != "https" and not (parts.scheme == "http" and host in LOOPBACK):
        raise ValueError(f"address {number} does not begin with https://")
    if not host or parts.username is not None or parts.fragment or not url.isascii() or not url.isprintable() or " " in url:
        raise ValueError(f"address {number} is not a robot's address")
    if not kind:
        raise ValueError(f"address {number} is of no known host; begin it with wecom+, dingtalk+ or feishu+")
    if secret and kind == WECOM:
        raise ValueError(f"address {number} is of 企业微信, whose robots have no secret")
    return Robot(kind, url, secret)


def request_of(robot: Robot, text: str, now: float) -> tuple[str, bytes]:
    """Address and body of the POST; `now` in seconds since 1970, which signatures are valid around."""
    return REQUESTS[robot.kind](robot, shortened(text), now)


def _wecom(robot: Robot, text: str, _now: float) -> tuple[str, bytes]:
    return robot.url, _json({"msgtype": "text", "text": {"content": text}})


def _dingtalk(robot: Robot, text: str, now: float) -> tuple[str, bytes]:
    """Signed in the address: the secret is the key, time in milliseconds and secret are the message."""
    url = robot.url
    if robot.secret:
        moment = str(int(now * 1000))
        sign = _hmac(robot.secret, f"{moment}\n{robot.secret}")
        url += f"{'&' if urlsplit(url).query else '?'}timestamp={moment}&sign={quote_plus(sign)}"
    return url, _json({"msgtype": "text", "text": {"content": text}})


def _feishu(robot: Robot, text: str, now: float) -> tuple[str, bytes]:
    """Signed in the body: time in seconds and secret are the key, and the message is empty."""
    body: dict[str, Any] = {"msg_type": "text", "content": {"text": text}}
    if robot.secret:
        moment = str(int(now))
        body = {"timestamp": moment, "sign": _hmac(f"{moment}\n{robot.secret}", ""), **body}
    return robot.url, _json(body)


REQUESTS: dict[str, Callable[[Robot, str, float], tuple[str, bytes]]] = {
    WECOM: _wecom,
    DINGTALK: _dingtalk,
    FEISHU: _feishu,
}


def refusal_in(answer: bytes) -> str:
    """What the robot has against the message, empty where it took it. They answer 200 either way."""
    try:
        said = json.loads(answer)
    except ValueError:
        return "its answer is not JSON"
    codes = [said.get(name) for name in ("errcode", "code", "StatusCode")] if isinstance(said, dict) else []
    code = next((code for code in codes if code is not None), None)
    if code == 0:
        return ""
    if code is None:
        return "its answer has no code"
    words = next((said[name] for name in ("errmsg", "msg", "StatusMessage") if said.get(name)), "")
    return f"it answered {code} {words}".strip()[:200]


def shortened(text: str) -> str:
    """To the bytes that every robot takes, between characters."""
    if len(text.encode()) <= MOST_BYTES:
        return text
    return text.encode()[: MOST_BYTES - 3].decode(errors="ignore") + "…"


def _json(body: dict[str, Any]) -> bytes:
    return json.dumps(body, ensure_ascii=False).encode()


def _hmac(key: str, message: str) -> str:
    return base64.b64encode(hmac.digest(key.encode(), message.encode(), "sha256")).decode()
