"""Printed labels of pages, as different sources spell them. Pure."""

import re


def label_key(label: str) -> str:
    """What two spellings of one label have in common: 1 is 01, a01 is A1."""
    return re.sub("(?<![0-9])0+(?=[0-9])", "", label).casefold()
