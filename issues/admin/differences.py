"""What changed in a text, marked for the eye: the same beginning and end once, in between what was and what is."""

from itertools import takewhile

from django.utils.html import format_html
from django.utils.safestring import SafeString

AROUND = 24  # characters of what stayed, on each side
SHOWN = 160  # characters of what went and of what came


def marked(before: str, after: str) -> SafeString:
    start = _alike(before, after)
    rest_before, rest_after = before[start:], after[start:]
    end = _alike(rest_before[::-1], rest_after[::-1])
    went, came = (text[: len(text) - end] for text in (rest_before, rest_after))
    head = _from_end(before[:start])
    tail = _cut(rest_after[len(came) :], AROUND)
    return format_html("{}{}{}{}", head, _mark("del", went), _mark("ins", came), tail)


def _alike(one: str, other: str) -> int:
    """How many characters at the beginning are the same."""
    return sum(1 for _same in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _mark(element: str, text: str) -> SafeString | str:
    return format_html("<{0}>{1}</{0}>", element, _cut(text, SHOWN)) if text else ""


def _cut(text: str, length: int) -> str:
    return text[:length] + "…" if len(text) > length else text


def _from_end(text: str) -> str:
    return "…" + text[-AROUND:] if len(text) > AROUND else text
