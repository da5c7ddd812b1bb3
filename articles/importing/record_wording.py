"""msgspec's messages about an issue.json, said again in the words of people who make newspapers. Pure."""

import json
import re
from typing import Any, Literal, get_args, get_origin, get_type_hints

import msgspec

from articles.importing.problems import ImportProblem, quoted
from articles.importing.records import Package

_PLACE = re.compile(r"^(?P<what>.*?)(?: - at `(?P<path>[^`]*)`)?$", re.DOTALL)
_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+)\]")
_LIMIT = re.compile(r"(?:of length )?(>=|<=|of length) ?(-?[0-9.]+)")
_KINDS = {
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "array": "a list",
    "object": "an object in braces",
    "date": "a date such as 2023-02-14",
    "datetime": "a date and time with its zone, such as 2023-02-14T06:00:00+08:00",
    "null": "null",
}
_SHAPES = {
    "slug": "small Latin letters, digits and hyphens, beginning with a letter",
    "key": "a key of ASCII digits (an article's) or ASCII letters and digits (another's)",
    "continues": "an article's key of ASCII digits",
    "article": "an article's key of ASCII digits",
    "label": "a printed label such as 01, A01 or 04-05",
    "url": "an address that begins with https:// or http://",
    "weekdays": "the digits 1 (Monday) to 7 (Sunday), each at most once and in order",
}


def problem(message: str, raw: Any, file: str) -> ImportProblem:
    """msgspec's message, turned into a sentence that also says what stands there."""
    match = _PLACE.match(message)
    what, path = (match["what"], match["path"] or "$") if match else (message, "$")
    steps = [name or int(index) for name, index in _STEP.findall(path)]
    field = path.removeprefix("$").removeprefix(".")
    name = re.search("field `(.*)`", what)
    if name and "missing" in what:
        return ImportProblem(file, f"the field {name[1]}", "none", field=field)
    if name:
        return ImportProblem(file, "no field but those of the format", f"the unknown {name[1]}", field=field)
    is_text = "the text " if what.endswith("got `str`") else ""
    return ImportProblem(file, _expectation(what, steps), is_text + shown(_value_at(raw, steps)), field=field)


def _expectation(what: str, steps: list[str | int]) -> str:
    if what.startswith("Invalid enum value"):
        return "one of " + ", ".join(_choices(steps))
    if what.startswith("Invalid RFC3339"):
        return "a date that exists, such as 2023-02-14" + ("T06:00:00+08:00" if "datetime" in what else "")
    if what.startswith("Expected"):
        return _said(what.removeprefix("Expected ").split(", got")[0].replace("`", ""), steps)
    return f"a valid value ({what})"


def _said(what: str, steps: list[str | int]) -> str:
    """`str of length <= 500`, `int >= 1`, `date | null`, `str matching regex …`, `datetime with a timezone component`."""
    if "matching regex" in what:
        names = [step for step in steps if isinstance(step, str)]
        return _SHAPES.get(names[-1] if names else "", f"text of another shape ({what})")
    kinds = [_KINDS.get(word.strip(), word.strip()) for word in re.split(r"\||\bor\b", re.split(r" (?:of|with|[<>]=)", what)[0])]
    limit = _LIMIT.search(what)
    return " or ".join(kinds) + (_limit_said(kinds[0], limit[1], limit[2]) if limit else "")


def _limit_said(kind: str, sign: str, number: str) -> str:
    amount = f"{float(number):,.10g}"
    bound = {">=": f"at least {amount}", "<=": f"at most {amount}"}.get(sign, amount)
    unit = {"text": " characters", "a list": " entries"}.get(kind, "")
    return f" of {bound}{unit}"


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
        return f"{'an object' if isinstance(value, dict) else 'a list'} of {len(value)}"
    if isinstance(value, str):
        return quoted(value, 30) + (f" ({len(value):,} characters)" if len(value) > 30 else "")
    text = json.dumps(value)
    return text if len(text) <= 30 else f"{text[:30]}…"
