"""How a run through the queue speaks: a bar with rate and time left on a terminal, a line an issue in a pipe."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn


class Writer(Protocol):
    def write(self, text: str, /) -> object: ...


class Teller:
    def __init__(self, out: Writer, progress: Progress) -> None:
        self.out, self.progress = out, progress
        self.task = progress.add_task("", total=None, rate="")
        self.began = time.monotonic()

    def begin(self, total: int) -> None:
        self.progress.update(self.task, total=total)
        self.began = time.monotonic()

    def picture(self, count: int) -> None:
        """`count` pictures are done since the beginning."""
        rate = count / max(time.monotonic() - self.began, 0.001)
        self.progress.update(self.task, completed=count, rate=f"{rate:.1f} pictures/s")

    def issue(self, name: str, pictures: int, seconds: float) -> None:
        if self.progress.disable:
            self.out.write(f"{name}: {counted(pictures)} in {seconds:.1f} s\n")


@contextmanager
def telling(out: Writer, console: Console | None = None) -> Iterator[Teller]:
    console = console or Console(stderr=True)
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        yield Teller(out, progress)


def counted(pictures: int) -> str:
    return f"{pictures} picture" if pictures == 1 else f"{pictures} pictures"
