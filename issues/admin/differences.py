"""What changed in a text, marked for the eye, character by character."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from issues.runs import Run, runs

AROUND = 24  # characters of what stayed, on each side
SHOWN = 160  # characters of what went and of what came
ELEMENTS = {"gone": "del", "new": "ins"}


def marked(before: str, after: str) -> SafeString:
    """In a list of many changes: no more than is needed to find the place."""
    found = runs(before, after)
    last = len(found) - 1
    return _joined([_shortened(run, is_first=place == 0, is_last=place == last) for place, run in enumerate(found)])


def marked_whole(before: str, after: str) -> SafeString:
    """The whole text, lines and all."""
    return _joined(runs(before, after))


def _joined(found: list[Run]) -> SafeString:
    return format_html_join("", "{}", ((_mark(run),) for run in found))


def _mark(run: Run) -> SafeString | str:
    element = ELEMENTS.get(run.kind)
    return format_html("<{0}>{1}</{0}>", element, run.text) if element else run.text


def _shortened(run: Run, *, is_first: bool, is_last: bool) -> Run:
    kind, text = run
    if kind != "same":
        return Run(kind, text[:SHOWN] + "…" if len(text) > SHOWN else text)
    head, tail = "" if is_first else text[:AROUND], "" if is_last else text[-AROUND:]
    return Run(kind, text if len(text) <= len(head) + len(tail) else f"{head}…{tail}")
