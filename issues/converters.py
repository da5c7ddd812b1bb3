"""2023-02/14-2 in an address <-> a date and an edition; keys in addresses. Pure."""

import datetime as dt
from typing import NamedTuple

# Dates outside these years are mistakes; those at the very ends of the calendar break its arithmetic.
FIRST_YEAR, LAST_YEAR = 1600, 2200


class IssueDay(NamedTuple):
    """The natural name of an issue within its paper."""

    date: dt.date
    edition: int = 1

    def __str__(self) -> str:
        return f"{self.month}/{self.folder}"

    @property
    def folder(self) -> str:
        return f"{self.date:%d}" + (f"-{self.edition}" if self.edition > 1 else "")

    @property
    def month(self) -> str:
        return f"{self.date.year:04}-{self.date.month:02}"


def relative_folder(start: IssueDay, target: IssueDay) -> str:
    """From one issue's folder to another's: ../13/ or ../../2023-01/31/. Crawlers concatenate, static copies move."""
    if start.month == target.month:
        return f"../{target.folder}/"
    return f"../../{target.month}/{target.folder}/"


class IssueDayConverter:
    """Edition 1 has one address, so `14-1` does not match; neither does a day that is not in the calendar."""

    regex = "[0-9]{4}-[0-9]{2}/[0-9]{2}(?:-(?:[2-9]|[1-9][0-9]))?"

    def to_python(self, value: str) -> IssueDay:
        month, day = value.split("/")
        number, _, edition = day.partition("-")
        return IssueDay(dt.date.fromisoformat(f"{month}-{number}"), int(edition or 1))

    def to_url(self, value: IssueDay) -> str:
        return str(value)


class MonthConverter:
    regex = "[0-9]{4}-[0-9]{2}"

    def to_python(self, value: str) -> dt.date:
        return dt.date.fromisoformat(f"{value}-01")

    def to_url(self, value: dt.date) -> str:
        return f"{value.year:04}-{value.month:02}"


class AsciiText:
    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class PaperConverter(AsciiText):
    regex = "[a-z][a-z0-9-]*"


class SectionKeyConverter(AsciiText):
    regex = "[0-9A-Za-z]+"


class ArticleKeyConverter(AsciiText):
    regex = "[0-9]+(?:_[0-9]+)*"


class NumberConverter:
    """ASCII digits only; Django's `int` would take 00, which is a second address."""

    regex = "[1-9][0-9]{0,8}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class YearConverter:
    regex = "[0-9]{4}"

    def to_python(self, value: str) -> dt.date:
        return dt.date(int(value), 1, 1)

    def to_url(self, value: dt.date) -> str:
        return f"{value.year:04}"


class MonthNumberConverter:
    regex = "0[1-9]|1[0-2]"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:02}"


class PdfNameConverter(AsciiText):
    """cprb20241014_01.pdf"""

    regex = r"[0-9A-Za-z_-]+\.pdf"
