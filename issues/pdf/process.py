"""PDFs read in a process of their own, with limits of memory and time: what a hostile page does there, it does to itself.

For commands and the processes that they start, never for a web request: a page takes up to a minute. The process is started
afresh, not forked; it serves many calls, one at a time, and ends with the one that started it. Raises `FileRefused` for a page on
which it ended, hung or grew too large; the next page gets a fresh one. What it answers is taken as plain values, never as
objects: a page that took it over gains nothing here.
"""

import atexit
import contextlib
import hashlib
import os
import subprocess
import sys
import threading
from multiprocessing.connection import Pipe
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import msgspec

from issues import pdf
from issues.layer import LayerProblem, TextLayer, decode
from issues.pdf import PdfPage
from issues.pdf.serving import ENDED, FAILED, FULL, READY, REFUSED
from issues.pictures import FileRefused

SECONDS = 60.0  # for one page
START_SECONDS = 60.0
MOST_BYTES = 500_000_000  # of an answer
ROOT = Path(__file__).resolve().parent.parent.parent


class PdfProcess:
    """`with PdfProcess() as reader: reader.text_layer(data, 0)`. The functions of `issues.pdf`, over there.

    It is started by the first call (some 0.2 s), and ends when nobody calls for a while; a call then starts another. Threads take
    turns. A PDF goes over once for all calls in a row that are about it.
    """

    def __init__(self, seconds: float = SECONDS) -> None:
        self.seconds = seconds
        self._turn = threading.RLock()
        self._child: _Child | None = None

    def page_count(self, data: bytes) -> int:
        return int(self._call("page_count", data))

    def read_pages(self, data: bytes) -> list[PdfPage]:
        """A page at a time: each has its own minute."""
        return [self.read_page(data, at) for at in range(self.page_count(data))]

    def read_page(self, data: bytes, at: int) -> PdfPage:
        width, height, points, text, is_cut = self._call("read_page", data, at, pdf.PICTURE_WIDTH, pdf.TEXT_LIMIT)
        return PdfPage(width, height, (points[0], points[1]), text, is_cut)

    def page_picture(self, data: bytes, at: int = 0) -> bytes:
        return bytes(self._call("page_picture", data, at, pdf.PICTURE_WIDTH))

    def single_page(self, data: bytes, at: int) -> bytes:
        """Of a PDF of one page the bytes as they are."""
        one = self._call("single_page", data, at)
        return data if one is None else bytes(one)

    def text_layer(self, data: bytes, at: int = 0) -> TextLayer:
        """As it is stored and read again: places to a hundredth of a point."""
        try:
            return decode(self._call("text_layer", data, at))
        except LayerProblem as problem:
            raise _broke_off() from problem

    def reading_pdf(self, data: bytes, at: int = 0) -> bytes:
        return bytes(self._call("reading_pdf", data, at))

    def close(self) -> None:
        with self._turn:
            if self._child is not None:
                self._child.end()
            self._child = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _call(self, name: str, data: bytes, *arguments: object) -> Any:
        with self._turn:
            child = self._living()
            try:
                outcome, value = child.ask(name, data, arguments, self.seconds)
                if outcome == ENDED:  # of itself, having waited for so long, as the call was on its way
                    self.close()
                    outcome, value = self._living().ask(name, data, arguments, self.seconds)
                if outcome == ENDED:  # a fresh one too
                    raise _broke_off()
            except BaseException:
                self.close()  # what it is at, nobody waits for: Ctrl-C, a page that takes its process along
                raise
        if outcome == REFUSED:
            text, values = value
            raise FileRefused(text, **values)
        if outcome == FULL:
            raise _too_large()
        if outcome == FAILED:
            raise FileRefused("it cannot be read (%(reason)s); expected a whole PDF", reason=value)
        return value

    def _living(self) -> "_Child":
        """A child of this process: one that it inherited by a fork is another's."""
        if self._child is None or not self._child.is_mine():
            self._child = _Child()
        elif not self._child.is_alive():
            self.close()
            self._child = _Child()
        return self._child


class _Child:
    """One process and the line to it."""

    def __init__(self) -> None:
        self.parent = os.getpid()
        self.held = b""
        self.line, far_end = Pipe()
        with far_end:
            number = far_end.fileno()
            command = [sys.executable, "-m", "issues.pdf.serving", str(number)]
            self.process = subprocess.Popen(  # noqa: S603 (words of our own and a number)
                command, cwd=ROOT, pass_fds=(number,), stdin=subprocess.DEVNULL
            )
        try:
            is_ready = self.line.poll(START_SECONDS) and self.line.recv_bytes(100) == READY
        except (EOFError, OSError):
            is_ready = False
        if not is_ready:
            self.end()
            raise RuntimeError("the process that reads PDFs did not start")

    def is_mine(self) -> bool:
        return self.parent == os.getpid()

    def is_alive(self) -> bool:
        """It says nothing unasked: what it said last, or that its end of the line is closed, means that it is over."""
        return self.process.poll() is None and not self.line.poll(0)

    def ask(self, name: str, data: bytes, arguments: tuple[object, ...], seconds: float) -> tuple[str, Any]:
        """Raises FileRefused where no answer comes."""
        digest = hashlib.sha256(data).digest()
        try:
            self.line.send_bytes(msgspec.msgpack.encode((name, arguments, digest == self.held)))
            if digest != self.held:
                self.line.send_bytes(data)
                self.held = digest
        except OSError:
            return ENDED, None  # before it had the whole of this page
        try:
            if not self.line.poll(seconds):
                raise FileRefused("it takes more than %(seconds)s s to read; expected a plainer page", seconds=f"{seconds:.0f}")
            outcome, value = msgspec.msgpack.decode(self.line.recv_bytes(MOST_BYTES), type=tuple[str, Any])
        except (EOFError, OSError, msgspec.MsgspecError) as error:
            raise _broke_off() from error
        return outcome, value

    def end(self) -> None:
        """What it is at is broken off."""
        self.line.close()
        if self.is_mine():
            with contextlib.suppress(ProcessLookupError):
                self.process.kill()
            self.process.wait()


def _too_large() -> FileRefused:
    return FileRefused("it needs more memory than a page may take; expected a plainer page")


def _broke_off() -> FileRefused:
    return FileRefused("the process that read it ended; expected a page that can be read in the memory that a page may take")


shared = PdfProcess()
"""The one that readers of formats use, which have no end at which to close their own."""
atexit.register(shared.close)
