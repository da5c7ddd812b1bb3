"""Sentences that pure modules say and that are translated where a person reads them. Pure."""

from collections.abc import Callable
from typing import Any


class Sentence:
    """`text` is a message with %(name)s places, collected for translation like any other; `str()` is the English."""

    def __init__(self, text: str, **values: object) -> None:
        self.text = text
        self.values = values

    def __str__(self) -> str:
        return self.text % self.values

    @property
    def data(self) -> dict[str, object]:
        """To be kept until somebody reads it in a language; `Sentence.of` gives it back."""
        return {"text": self.text, "values": {name: str(value) for name, value in self.values.items()}}

    @classmethod
    def of(cls, data: dict[str, Any]) -> "Sentence":
        return cls(data["text"], **data["values"])

    def said(self, translate: Callable[[str], str]) -> str:
        """`translate` is gettext."""
        return translate(self.text) % self.values
