"""Types of arguments that several commands take; each says what it expected and what it found."""

import datetime as dt
import re
from argparse import ArgumentTypeError

from articles.exporting.choosing import Named
from issues.fields import RESERVED_SLUGS


def date(text: str) -> dt.date:
    try:
        if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return dt.date.fromisoformat(text)
    except ValueError:
        pass  # a day that no calendar has
    raise ArgumentTypeError(f"expected a date such as 2024-03-05, found “{text}”")


def named(text: str) -> Named:
    try:
        return Named.parse(text)
    except ValueError as error:
        raise ArgumentTypeError(f"expected paper/date[-edition] such as whsb/2024-03-05-2, found “{text}”") from error


def slug(text: str) -> str:
    if text and not re.fullmatch("[a-z][a-z0-9-]*", text):
        raise ArgumentTypeError(f"expected small Latin letters, digits and hyphens, beginning with a letter, found “{text}”")
    if text in RESERVED_SLUGS:
        raise ArgumentTypeError(f"“{text}” is an address of the site itself; choose another slug")
    return text
