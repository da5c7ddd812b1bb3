"""One message to one robot over HTTP: within a time limit, to the host of the settings alone, past no redirect."""

import http.client
import time
import urllib.request
from typing import Any
from urllib.error import HTTPError, URLError

from newsroom.word.robots import Robot, refusal_in, request_of

SECONDS = 5.0  # for each step, and for the answer as a whole
MOST_ANSWER = 65_536  # bytes


class NotTaken(Exception):
    """Why the robot did not get the message; names neither its address nor its secret."""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_arguments: Any) -> None:
        """Another host would read the message; without a new request the answer is an error."""


def post(robot: Robot, text: str, seconds: float = SECONDS) -> None:
    """Raises NotTaken."""
    url, body = request_of(robot, text, time.time())
    headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "newsroom"}
    request = urllib.request.Request(url, data=body, headers=headers, method="POST")  # noqa: S310 (checked with the settings)
    try:
        with _opener().open(request, timeout=seconds) as response:
            refusal = refusal_in(_read(response, seconds))
    except HTTPError as error:
        error.close()
        raise NotTaken(f"it answered with status {error.code}") from None
    except URLError as error:
        raise NotTaken(f"it cannot be reached ({type(error.reason).__name__})") from None
    except (OSError, http.client.HTTPException) as error:
        raise NotTaken(f"it broke off ({type(error).__name__})") from None
    if refusal:
        raise NotTaken(refusal)


def _opener() -> urllib.request.OpenerDirector:
    """The machine's proxy, where it has one, is for https alone: plain http stays on this machine."""
    proxies = {scheme: address for scheme, address in urllib.request.getproxies().items() if scheme == "https"}
    return urllib.request.build_opener(urllib.request.ProxyHandler(proxies), _NoRedirect)


def _read(response: http.client.HTTPResponse, seconds: float) -> bytes:
    """A robot that answers a byte at a time does not hold the others up."""
    deadline = time.monotonic() + seconds
    answer = b""
    while len(answer) < MOST_ANSWER and (piece := response.read1(MOST_ANSWER - len(answer))):
        answer += piece
        if time.monotonic() > deadline:
            raise NotTaken("its answer takes too long")
    return answer
