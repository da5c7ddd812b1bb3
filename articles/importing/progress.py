"""How a long command shows that it goes on: a bar with rate and time left on a terminal, plain lines in a pipe."""

from collections.abc import Iterable
from types import TracebackType
from typing import Protocol, Self

import rich.progress
from rich.console import Console


class Writer(Protocol):
    def write(self, text: str, /) -> object: ...
    def isatty(self) -> bool: ...


class Progress:
    """Use it in `with`. The bar counts files, which are known beforehand; the rate is that of issues."""

    def __init__(self, out: Writer) -> None:
        self.out = out
        self.console = Console(stderr=True)
        self.bar = rich.progress.Progress(
            rich.progress.TextColumn("{task.description}"),
            rich.progress.BarColumn(),
            rich.progress.MofNCompleteColumn(),
            rich.progress.TextColumn("{task.fields[rate]}"),
            rich.progress.TimeElapsedColumn(),
            rich.progress.TimeRemainingColumn(),
            console=self.console,
            transient=True,
            disable=not self.console.is_terminal,
        )
        self.task = self.bar.add_task("Looking through files", total=None, rate="")

    def begin(self, files: int) -> None:
        self.bar.update(self.task, description="Files", total=files)

    def advance(self, files: int, issues: int) -> None:
        elapsed = self.bar.tasks[0].elapsed or 0
        rate = f"{issues / elapsed:.1f} issues/s" if elapsed > 1 else ""
        self.bar.update(self.task, completed=files, rate=rate)

    def say(self, lines: Iterable[str]) -> None:
        """Past the bar, where both are on one terminal."""
        for line in lines:
            if self.console.is_terminal and self.out.isatty():
                self.console.print(line, markup=False, highlight=False, soft_wrap=True)
            else:
                self.out.write(f"{line}\n")

    def __enter__(self) -> Self:
        self.bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        self.bar.stop()
