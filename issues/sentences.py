"""Sentences that pure modules say and that are translated where a person reads them. Pure."""

from collections.abc import Callable


class Sentence:
    """`text` is a message with %(name)s places, collected for translation like any other; `str()` is the English."""

    def __init__(self, text: str, **values: object) -> None:
        self.text = text
        self.values = values

    def __str__(self) -> str:
        return self.text % self.values

    def said(self, translate: Callable[[str], str]) -> str:
        """`translate` is gettext."""
        return translate(self.text) % self.values
