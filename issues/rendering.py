"""A crew that renders pictures, here or in processes of its own, one picture at a time each. Pure: no Django, no database.

A process is started afresh, not forked: it shares no connection with the one that started it, and ends when that one does.
"""

import multiprocessing
import signal
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Generic, Self, TypeVar

from issues.renditions import Rendition, RenditionProblem, Wanted, renditions

Ticket = TypeVar("Ticket")  # what a picture is known by to the one who hands it in; it stays in this process
_CONTEXT = multiprocessing.get_context("spawn")


@dataclass(frozen=True)
class Work(Generic[Ticket]):
    ticket: Ticket
    master: bytes
    wanted: Wanted


@dataclass(frozen=True)
class Done:
    """After a picture's last rendition; `problem` is a clause where nothing or not everything was made."""

    problem: str = ""


Step = Rendition | Done


def steps_of(master: bytes, wanted: Wanted) -> Iterator[Step]:
    try:
        yield from renditions(master, wanted)
    except RenditionProblem as problem:
        yield Done(str(problem))
    except MemoryError:
        yield Done("it needs more memory than there is")
    else:
        yield Done()


class Crew:
    """`with Crew(2) as crew: for ticket, step in crew.render(works): …`. A crew of one works in this process."""

    def __init__(self, workers: int = 1) -> None:
        self._idle = [_Worker() for _ in range(workers)] if workers > 1 else []
        self._all = set(self._idle)

    def render(self, works: "Iterable[Work[Ticket]]") -> "Iterator[tuple[Ticket, Step]]":
        """`works` are asked for when somebody is free for one; a picture's steps come in order, those of several mixed."""
        if not self._all:
            for work in works:
                for step in steps_of(work.master, work.wanted):
                    yield work.ticket, step
            return
        waiting, busy = iter(works), dict[_Worker, Ticket]()
        while True:
            while self._idle and (next_work := next(waiting, None)) is not None:
                worker = self._idle.pop()
                busy[worker] = next_work.ticket
                worker.hand(next_work.master, next_work.wanted)
            if not busy:
                return
            for worker in _with_news(busy):
                step = worker.step()
                yield busy[worker], step
                if isinstance(step, Done):
                    del busy[worker]
                    self._idle.append(worker if worker.is_alive else self._in_place_of(worker))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for worker in self._all:
            worker.dismiss()

    def _in_place_of(self, ended: "_Worker") -> "_Worker":
        ended.dismiss()
        self._all.remove(ended)
        worker = _Worker()
        self._all.add(worker)
        return worker


class _Worker:
    """One process and the line to it."""

    def __init__(self) -> None:
        self.line, far_end = _CONTEXT.Pipe()
        self.process: BaseProcess = _CONTEXT.Process(target=_serve, args=(far_end,), daemon=True)
        self.process.start()
        far_end.close()
        self.is_alive = True

    def hand(self, master: bytes, wanted: Wanted) -> None:
        try:
            self.line.send((master, wanted))
        except OSError:
            self.is_alive = False  # `step` says so

    def step(self) -> Step:
        """Waits for it."""
        try:
            step: Step = self.line.recv()
        except (EOFError, OSError):
            self.is_alive = False
            return Done("the process that rendered it ended")
        return step

    def dismiss(self) -> None:
        """What it is at may be broken off: nobody waits for it any more."""
        self.line.close()
        self.process.terminate()
        self.process.join()


def _with_news(busy: "dict[_Worker, Ticket]") -> list[_Worker]:
    ready = wait([worker.line for worker in busy])
    return [worker for worker in busy if worker.line in ready]


def _serve(line: Connection) -> None:
    """A worker's whole life. Ctrl-C reaches every process of a terminal; the one that gave the work says when it is over."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        try:
            master, wanted = line.recv()
            for step in steps_of(master, wanted):
                line.send(step)
        except (EOFError, OSError):
            return
