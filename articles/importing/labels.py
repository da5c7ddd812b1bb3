"""Printed labels of pages, as different sources spell them. Pure."""

import re


def label_key(label: str) -> str:
    """What two spellings of one label have in common: 1 is 01, a01 is A1."""
    return re.sub("(?<![0-9])0+(?=[0-9])", "", label).casefold()


def label_rank(fold: str, label: str) -> tuple[str, list[tuple[int, str]]]:
    """Sorts labels as they are printed: 2 before 10, 04-05 before 06, 01 before A01, A2 before B1. C01 follows the pages of
    “A叠”, also where nobody told its fold."""
    letters = re.match("[a-z]+", label_key(label)) or re.match("[a-z]+", fold.casefold())
    words = re.findall("[0-9]+|[a-z]+", label_key(label))
    return letters[0] if letters else fold, [(int(word), "") if word.isdigit() else (10**9, word) for word in words]
