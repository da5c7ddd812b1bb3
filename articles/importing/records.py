"""What every format is read into, and what the package file is made of: frozen records, no Django, no disk.

The package's JSON Schema is generated from these classes, so the file format, its checks and its documentation are one thing.
"""

import datetime as dt
import json
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

Slug = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9-]*$", max_length=40)]
SectionKey = Annotated[str, Meta(pattern=r"^[0-9A-Za-z]+$", max_length=40)]
ArticleKey = Annotated[str, Meta(pattern=r"^[0-9]+(_[0-9]+)*$", max_length=40)]
FigureKey = Annotated[str, Meta(pattern=r"^[0-9A-Za-z]+$", max_length=40)]
Label = Annotated[str, Meta(pattern=r"^([0-9A-Za-z]+(-[0-9A-Za-z]+)*)?$", max_length=20)]
Line = Annotated[str, Meta(max_length=500)]
Word = Annotated[str, Meta(max_length=100)]
Fraction = Annotated[float, Meta(ge=0, le=1)]
Point = tuple[Fraction, Fraction]
Polygon = Annotated[tuple[Point, ...], Meta(min_length=3, max_length=500)]
Moment = Annotated[dt.datetime, Meta(tz=True)]
Positive = Annotated[int, Meta(ge=1, le=1_000_000_000)]
FilePath = Annotated[str, Meta(max_length=200)]

FORMAT = "newspaper-issue"
VERSION = 1


class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A misspelt field is refused, never dropped; a field that has its default is not written."""


class NameRecord(Record, frozen=True):
    from_date: dt.date
    name: Word
    cn_number: Word = ""


class SuspensionRecord(Record, frozen=True):
    first: dt.date
    last: dt.date
    note: Line = ""


class GreyDaysRecord(Record, frozen=True):
    first: dt.date
    last: dt.date
    note: Line = ""


class PublicationRecord(Record, frozen=True):
    slug: Slug
    names: Annotated[tuple[NameRecord, ...], Meta(min_length=1)]
    language: Annotated[str, Meta(max_length=20)] = "zh-Hans"
    motto: Line = ""
    weekdays: Annotated[str, Meta(pattern="^1?2?3?4?5?6?7?$")] = "1234567"
    time_zone: Annotated[str, Meta(max_length=40)] = "Asia/Shanghai"
    offers_other_script: bool = False
    masthead: FilePath | None = None
    suspensions: tuple[SuspensionRecord, ...] = ()
    grey_days: tuple[GreyDaysRecord, ...] = ()
    license_number: Line = ""
    license_category: Line = ""
    license_holder: Line = ""
    icp_number: Line = ""
    police_number: Line = ""
    supervisor: Line = ""
    sponsor: Line = ""
    report_contact: Line = ""
    copyright_notice: Line = ""


class CorrectionRecord(Record, frozen=True):
    date: dt.date
    text: Annotated[str, Meta(max_length=5000)]


class FigureRecord(Record, frozen=True):
    """`picture` names a file of the package; the focal point is in fractions of the picture."""

    picture: FilePath
    key: FigureKey | None = None
    picture_version: Positive = 1
    caption: Annotated[str, Meta(max_length=5000)] = ""
    credit: Line = ""
    alt: Line = ""
    is_decorative: bool = False
    focal_x: Fraction = 0.5
    focal_y: Fraction = 0.5


class ArticleRecord(Record, frozen=True):
    """An article under its home page section, in reading order. Without a key it takes the issue's next one.

    `body` is HTML of the small vocabulary of articles/richtext.py, with `<figure data-figure="key"></figure>` where a figure
    stands. `continues` is the key of the part before this one.
    """

    title: Line
    key: ArticleKey | None = None
    kind: Literal["news", "picture", "advertisement", "notice", "pointer", "other"] = "news"
    column: Word = ""
    kicker: Line = ""
    subtitle: Line = ""
    byline: Line = ""
    authors: tuple[Word, ...] = ()
    source: Line = ""
    original_source: Line = ""
    original_title: Line = ""
    lead: Annotated[str, Meta(max_length=5000)] = ""
    body: Annotated[str, Meta(max_length=1_000_000)] = ""
    keywords: tuple[Word, ...] = ()
    continues: ArticleKey | None = None
    figures: tuple[FigureRecord, ...] = ()
    corrections: tuple[CorrectionRecord, ...] = ()
    withdrawn_at: Moment | None = None
    withdrawal_reason: Line = ""
    is_indexed: bool = True
    external_id: Annotated[str, Meta(max_length=200)] = ""


class ZoneRecord(Record, frozen=True):
    """A polygon in fractions of the page picture; it leads to an article of the issue, to an address outside, or nowhere."""

    polygon: Polygon
    article: ArticleKey | None = None
    url: Annotated[str, Meta(max_length=500, pattern=r"^(https?://.+)?$")] = ""
    kind: Literal["article", "continuation", "pointer", "figure", "advertisement"] = "article"
    confidence: Annotated[float, Meta(ge=0, le=1)] | None = None


class CreditRecord(Record, frozen=True):
    role: Word
    name: Word


class SectionRecord(Record, frozen=True):
    """One page section; its place in the list is its position.

    `width` and `height` are the picture's pixels, or a blank sheet's proportions.
    """

    key: SectionKey | None = None
    fold: Word = ""
    label: Label = ""
    name: Word = ""
    kind: Literal["news", "advertisement", "spread", "special"] = "news"
    width: Positive = 1000
    height: Positive = 1414
    picture: FilePath | None = None
    picture_version: Positive = 1
    pdf: FilePath | None = None
    pdf_version: Positive = 1
    text: Annotated[str, Meta(max_length=1_000_000)] = ""
    text_source: Literal["", "pdf", "ocr"] = ""
    state: Literal["awaited", "in_work", "proofread", "signed"] = "awaited"
    state_by: Annotated[str, Meta(max_length=150)] = ""
    state_at: Moment | None = None
    credits: tuple[CreditRecord, ...] = ()
    articles: tuple[ArticleRecord, ...] = ()
    zones: tuple[ZoneRecord, ...] = ()


class OldAddressRecord(Record, frozen=True):
    """A path of the site that the paper came from, from its first slash on, and what it leads to: a page section, an article or a
    figure by its key, else the issue; `file`: the page's picture or PDF, the figure's picture."""

    path: Annotated[str, Meta(max_length=500, pattern="^/")]
    section: SectionKey | None = None
    article: ArticleKey | None = None
    figure: FigureKey | None = None
    file: Literal["", "picture", "pdf"] = ""


class NextKeys(Record, frozen=True):
    """The counters that keys come from, so that a key is not reused after a round trip either."""

    section: Positive = 1
    article: Positive = 1
    figure: Positive = 1


class IssueRecord(Record, frozen=True, kw_only=True):
    date: dt.date
    edition: Annotated[int, Meta(ge=1, le=99)] = 1
    edition_name: Word = ""
    number_text: Word = ""
    number: Positive | None = None
    kind: Literal["regular", "extra"] = "regular"
    publish_at: Moment | None = None
    withdrawn_at: Moment | None = None
    next_keys: NextKeys = NextKeys()
    sections: Annotated[tuple[SectionRecord, ...], Meta(min_length=1, max_length=1000)]
    old_addresses: tuple[OldAddressRecord, ...] = ()


class Package(Record, frozen=True):
    """The whole of `issue.json`."""

    format: Literal["newspaper-issue"]
    version: Literal[1]
    publication: PublicationRecord
    issue: IssueRecord


def package_schema() -> dict[str, Any]:
    """The JSON Schema of `issue.json`, as printed in docs/package.schema.json."""
    schema: dict[str, Any] = msgspec.json.schema(Package)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def schema_text() -> str:
    return json.dumps(package_schema(), ensure_ascii=False, indent=2) + "\n"
