"""The program that `issues.pdf.process` starts: it reads PDFs for the one at the other end of a line, until that one is gone."""

import contextlib
import gc
import os
import resource
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import astuple
from multiprocessing.connection import Connection

import msgspec

from issues import pdf
from issues.layer import encode
from issues.pictures import FileRefused

READY = b"ready"
DONE, REFUSED, FULL, FAILED, ENDED = "done", "refused", "full", "failed", "ended"
MEMORY = 1_500_000_000  # bytes of address space
IDLE_SECONDS = 60.0  # without a call, after which it ends
GLYPHS = 100_000  # made between looks for cycles, of which they have none: each look goes over all of a page's
LOOK_SECONDS = 0.5  # between looks at whether its parent is there
DOORS: dict[str, Callable[..., object]] = {
    "page_count": pdf.page_count,
    "read_page": lambda *given: astuple(pdf.read_page(*given)),
    "page_picture": pdf.page_picture,
    "reading_pdf": pdf.reading_pdf,
}
# What a library says about bytes that nobody foresaw: the page is refused with it, and the process lives on.
UNFORESEEN = (ArithmeticError, AssertionError, AttributeError, LookupError, OSError, RuntimeError, TypeError, ValueError)


def answer(name: str, arguments: Sequence[int], data: bytes) -> tuple[str, object]:
    try:
        return DONE, _result(name, arguments, data)
    except FileRefused as refused:
        sentence = refused.sentence
        return REFUSED, (sentence.text, {key: _plain(value) for key, value in sentence.values.items()})
    except MemoryError:
        return FULL, None
    except UNFORESEEN as error:
        return FAILED, f"{type(error).__name__}: {str(error)[:200]}"


def _result(name: str, arguments: Sequence[int], data: bytes) -> object:
    """Text layers go over as they are stored, a whole PDF of one page not at all."""
    if name == "text_layer":
        return encode(pdf.text_layer(data, *arguments))
    if name == "single_page":
        one = pdf.single_page(data, *arguments)
        return None if one is data else one
    return DOORS[name](data, *arguments)


def _plain(value: object) -> object:
    return value if isinstance(value, int | float | str) else str(value)


def serve(line: Connection) -> None:
    """Until nobody calls for a while, or nobody is there."""
    data = b""
    with contextlib.suppress(EOFError, OSError):
        line.send_bytes(READY)
        while line.poll(IDLE_SECONDS):
            name, arguments, is_held = msgspec.msgpack.decode(line.recv_bytes())
            if not is_held:
                data = b""  # two large PDFs at once would be one too many
                data = line.recv_bytes()
            line.send_bytes(msgspec.msgpack.encode(answer(name, arguments, data)))
        line.send_bytes(msgspec.msgpack.encode((ENDED, None)))


def _end_with(parent: int) -> None:
    """A page may take its time; nobody waits for it when the parent is gone."""
    while os.getppid() == parent:
        time.sleep(LOOK_SECONDS)
    os._exit(1)


def _limit() -> None:
    """Ctrl-C reaches every process of a terminal; the parent says when it is over. What libraries say of damage goes nowhere."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)


def main() -> None:
    parent = os.getppid()
    _limit()
    gc.set_threshold(GLYPHS)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    serve(Connection(int(sys.argv[1])))


if __name__ == "__main__":
    main()
