"""How an export speaks while it runs: a bar with rate and time left on a terminal, plain lines in a pipe."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn


class Writer(Protocol):
    def write(self, text: str, /) -> object: ...
    def isatty(self) -> bool: ...


class Teller:
    """`line` speaks in a pipe and `event` everywhere: a bar shows that an issue is done, not that something is wrong."""

    def __init__(self, out: Writer, console: Console, progress: Progress) -> None:
        self.out, self.console, self.progress = out, console, progress
        self.task = progress.add_task("", total=None, rate="")

    def begin(self, total: int) -> None:
        self.progress.reset(self.task, total=total, rate="")

    def advance(self, steps: int = 1, rate: str = "") -> None:
        self.progress.update(self.task, advance=steps, rate=rate)

    def line(self, text: str) -> None:
        if not self.console.is_terminal:
            self.event(text)

    def event(self, text: str) -> None:
        if self.console.is_terminal and self.out.isatty():
            self.console.print(text, markup=False, highlight=False, soft_wrap=True)
        else:
            self.out.write(f"{text}\n")


@contextmanager
def telling(out: Writer, console: Console | None = None) -> Iterator[Teller]:
    console = console or Console(stderr=True)
    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        yield Teller(out, console, progress)
