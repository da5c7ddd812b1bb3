"""Sentences that pure modules say and that are translated where a person reads them. Pure."""

import re
from collections.abc import Callable, Sequence
from typing import Any

_UNKEPT = re.compile("[\x00\ud800-\udfff]")


class Sentence(str):
    """A message with %(name)s places, collected for translation like any other. As a str it is its own English, so that logs,
    reports and tests need not know of it; `said` says it in another language. A value may be a Sentence itself."""

    text: str
    values: dict[str, object]

    def __new__(cls, text: str, /, **values: object) -> "Sentence":
        sentence = super().__new__(cls, text % values)
        sentence.text = text
        sentence.values = values
        return sentence

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, object]]:
        """For copies and other processes: what it is made of, not the English."""
        return (self.text,), self.values

    @property
    def data(self) -> dict[str, Any]:
        """To be kept until somebody reads it in a language; `Sentence.of` gives it back."""
        values = {name: value.data if isinstance(value, Sentence) else str(value) for name, value in self.values.items()}
        return {"text": self.text, "values": values}

    @classmethod
    def of(cls, data: dict[str, Any]) -> "Sentence":
        values = {name: cls.of(value) if isinstance(value, dict) else value for name, value in data["values"].items()}
        return cls(data["text"], **values)

    def said(self, translate: Callable[[str], str]) -> str:
        """`translate` is gettext."""
        return translate(self.text) % {name: said(value, translate) for name, value in self.values.items()}


def listed(parts: Sequence[str]) -> str:
    """“a, b, c”, with what is a Sentence among them still to be said. At least one part."""
    first, *rest = parts
    return Sentence("%(first)s, %(rest)s", first=first, rest=listed(rest)) if rest else first


def kept(value: Any) -> Any:
    """A tree for a row's JSON with the `data` of each Sentence in its place; `spoken` reads such a place. What no database
    keeps, a NUL or half a character, becomes U+FFFD."""
    if isinstance(value, Sentence):
        return kept(value.data)
    if isinstance(value, str):
        return _UNKEPT.sub("\ufffd", value)
    if isinstance(value, dict):
        return {name: kept(part) for name, part in value.items()}
    return [kept(part) for part in value] if isinstance(value, list | tuple) else value


def spoken(value: Any, translate: Callable[[str], str]) -> str:
    """What `kept` made of a Sentence, in the language of who reads; plain words as they are."""
    return Sentence.of(value).said(translate) if isinstance(value, dict) else str(value)


def said(value: object, translate: Callable[[str], str]) -> object:
    """A Sentence in the language of who reads; anything else as it is."""
    return value.said(translate) if isinstance(value, Sentence) else value
