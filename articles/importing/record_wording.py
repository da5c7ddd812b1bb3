"""msgspec's messages about an issue.json, said again in the words of people who make newspapers. Pure."""

import json
import re
from typing import Any, Literal, get_args, get_origin, get_type_hints

import msgspec

from articles.importing.problems import ImportProblem, quoted
from articles.importing.records import Package
from issues.sentences import Sentence

_PLACE = re.compile(r"^(?P<what>.*?)(?: - at `(?P<path>[^`]*)`)?$", re.DOTALL)
_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+)\]")
_LIMIT = re.compile(r"(?:of length )?(>=|<=|of length) ?(-?[0-9.]+)")
_KINDS = {
    "str": Sentence("text"),
    "int": Sentence("a whole number"),
    "float": Sentence("a number"),
    "bool": Sentence("true or false"),
    "array": Sentence("a list"),
    "object": Sentence("an object in braces"),
    "date": Sentence("a date such as 2023-02-14"),
    "datetime": Sentence("a date and time with its zone, such as 2023-02-14T06:00:00+08:00"),
    "null": Sentence("null"),
}
_SHAPES = {
    "slug": Sentence("small Latin letters, digits and hyphens, beginning with a letter"),
    "key": Sentence("a key of ASCII digits (an article's) or ASCII letters and digits (another's)"),
    "continues": Sentence("an article's key of ASCII digits"),
    "article": Sentence("an article's key of ASCII digits"),
    "label": Sentence("a printed label such as 01, A01 or 04-05"),
    "url": Sentence("an address that begins with https:// or http://"),
    "weekdays": Sentence("the digits 1 (Monday) to 7 (Sunday), each at most once and in order"),
}


def problem(message: str, raw: Any, file: str) -> ImportProblem:
    """msgspec's message, turned into a sentence that also says what stands there."""
    match = _PLACE.match(message)
    what, path = (match["what"], match["path"] or "$") if match else (message, "$")
    steps = [name or int(index) for name, index in _STEP.findall(path)]
    field = path.removeprefix("$").removeprefix(".")
    name = re.search("field `(.*)`", what)
    if name and "missing" in what:
        return ImportProblem(file, Sentence("the field %(field)s", field=name[1]), Sentence("none"), field=field)
    if name:
        found = Sentence("the unknown %(name)s", name=name[1])
        return ImportProblem(file, Sentence("no field but those of the format"), found, field=field)
    value = shown(_value_at(raw, steps))
    if what.endswith("got `str`"):
        value = Sentence("the text %(text)s", text=value)
    return ImportProblem(file, _expectation(what, steps), value, field=field)


def _expectation(what: str, steps: list[str | int]) -> Sentence:
    if what.startswith("Invalid enum value"):
        return Sentence("one of %(names)s", names=", ".join(_choices(steps)))
    if what.startswith("Invalid RFC3339"):
        example = "2023-02-14T06:00:00+08:00" if "datetime" in what else "2023-02-14"
        return Sentence("a date that exists, such as %(example)s", example=example)
    if what.startswith("Expected"):
        return _said(what.removeprefix("Expected ").split(", got")[0].replace("`", ""), steps)
    return Sentence("a valid value (%(what)s)", what=what)


def _said(what: str, steps: list[str | int]) -> Sentence:
    """`str of length <= 500`, `int >= 1`, `date | null`, `str matching regex …`, `datetime with a timezone component`."""
    if "matching regex" in what:
        names = [step for step in steps if isinstance(step, str)]
        return _SHAPES.get(names[-1] if names else "", Sentence("text of another shape (%(what)s)", what=what))
    words = [word.strip() for word in re.split(r"\||\bor\b", re.split(r" (?:of|with|[<>]=)", what)[0])]
    kinds = _either([_KINDS.get(word) or Sentence(word) for word in words])
    limit = _LIMIT.search(what)
    return Sentence("%(kinds)s of %(bound)s", kinds=kinds, bound=_bound(words[0], limit[1], limit[2])) if limit else kinds


def _either(kinds: list[Sentence]) -> Sentence:
    first, *others = kinds
    return Sentence("%(one)s or %(other)s", one=first, other=_either(others)) if others else first


def _bound(kind: str, sign: str, number: str) -> str:
    amount = f"{float(number):,.10g}"
    if kind == "str":
        amount = Sentence("%(count)s characters", count=amount)
    elif kind == "array":
        amount = Sentence("%(count)s entries", count=amount)
    if sign == ">=":
        return Sentence("at least %(limit)s", limit=amount)
    return Sentence("at most %(limit)s", limit=amount) if sign == "<=" else amount


def _choices(steps: list[str | int]) -> list[str]:
    """The values that the record's own type allows at this place."""
    hint: Any = Package
    for step in steps:
        inner = [hint, *_inside(hint)]
        if isinstance(step, str):
            record = next((part for part in inner if isinstance(part, type) and issubclass(part, msgspec.Struct)), None)
            hint = get_type_hints(record).get(step) if record else None
    literals = [part for part in [hint, *_inside(hint)] if get_origin(part) is Literal]
    return [str(value) for literal in literals for value in get_args(literal)]


def _inside(hint: Any) -> list[Any]:
    found: list[Any] = []
    for part in get_args(hint):
        found += [part, *_inside(part)]
    return found


def _value_at(raw: Any, steps: list[str | int]) -> Any:
    for step in steps:
        try:
            raw = raw[step]
        except (KeyError, IndexError, TypeError):
            return None
    return raw


def shown(value: Any) -> str:
    """A JSON value as it would be written, or its size."""
    if isinstance(value, dict | list):
        count = len(value)
        return (
            Sentence("an object of %(count)s", count=count)
            if isinstance(value, dict)
            else Sentence("a list of %(count)s", count=count)
        )
    if isinstance(value, str):
        text = quoted(value, 30)
        return Sentence("%(text)s (%(count)s characters)", text=text, count=f"{len(value):,}") if len(value) > 30 else text
    text = json.dumps(value)
    return text if len(text) <= 30 else f"{text[:30]}…"
