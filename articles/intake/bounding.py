"""A limit of computing time, for what a hostile page could make endless. Pure of Django and of the database."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from issues.pictures import FileRefused


@contextmanager
def bounded(seconds: float) -> Iterator[None]:
    """Raises FileRefused inside once the process has computed for so long; time in which it waits, or others compute, does not
    count. For pure work in a process's main thread, as a command has it: it may be broken off at any place."""

    def refuse(number: int, frame: FrameType | None) -> None:
        raise FileRefused("it takes more than %(seconds)s s to read; expected a plainer page", seconds=f"{seconds:.0f}")

    before = signal.signal(signal.SIGVTALRM, refuse)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
