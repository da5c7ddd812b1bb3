"""How a long command is ended: by Ctrl-C or SIGTERM, after the piece of work that it is at."""

import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.core.management.base import CommandError

GOES_ON = "Stopped; the next run goes on."


@contextmanager
def caught_signals() -> Iterator[list[int]]:
    """The first SIGINT or SIGTERM lands in the list; a second one ends the process as it always would."""
    caught: list[int] = []
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def catch(number: int, frame: object) -> None:
        caught.append(number)
        for each, handler in before.items():
            signal.signal(each, handler)

    for each in before:
        signal.signal(each, catch)
    try:
        yield caught
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def end(problems: Sequence[str], caught: Sequence[int], stopped: str = GOES_ON) -> None:
    """Raises CommandError where a signal was caught, with the status of a command that it ended, or where there are problems."""
    if caught:
        raise CommandError("\n".join([*problems, stopped]), returncode=128 + caught[0])
    if problems:
        raise CommandError("\n".join(problems))
