"""How a long command shows that it goes on: a bar with rate and time left on a terminal, plain lines in a pipe."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn


class Writer(Protocol):
    def write(self, text: str, /) -> object: ...
    def flush(self) -> None: ...
    def fileno(self) -> int: ...
    def isatty(self) -> bool: ...


class Teller:
    """`line` speaks in a pipe and `event` everywhere: a bar shows that something is done, not that something is wrong."""

    def __init__(self, out: Writer, console: Console, progress: Progress, what: str) -> None:
        self.out, self.console, self.progress = out, console, progress
        self.task = progress.add_task(what, total=None, rate="")
        self.began = time.monotonic()

    def begin(self, total: int, what: str = "") -> None:
        """Of so many steps; what came before does not count for the rate."""
        self.began = time.monotonic()
        self.progress.reset(self.task, total=total, description=what, rate="")

    def advance(self, steps: int = 1, rate: str = "") -> None:
        self.progress.update(self.task, advance=steps, rate=rate)

    def reach(self, done: int, count: int, noun: str) -> None:
        """`done` steps in all, and so many of what people count."""
        seconds = max(time.monotonic() - self.began, 0.001)
        self.progress.update(self.task, completed=done, rate=f"{count / seconds:.1f} {noun}/s")

    def line(self, text: str) -> None:
        if not self.console.is_terminal:
            self.event(text)

    def event(self, text: str) -> None:
        """Past the bar, where both are on one terminal."""
        if self.console.is_terminal and self.out.isatty():
            self.console.print(text, markup=False, highlight=False, soft_wrap=True)
        else:
            speak(self.out, text)


def speak(out: Writer, text: str) -> None:
    """One line, at once. Where nobody listens any more (“… | head -1”) the work goes on in silence."""
    try:
        out.write(f"{text}\n")
        out.flush()
    except BrokenPipeError:
        # Python still holds the line, and would complain of it at the very end.
        with open(os.devnull, "w") as nowhere:
            os.dup2(nowhere.fileno(), out.fileno())


@contextmanager
def telling(out: Writer, what: str = "") -> Iterator[Teller]:
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        yield Teller(out, console, progress, what)
