"""Rows -> the package that importing reads: everything of one issue, in a fixed order, so that equal rows give equal bytes.

No primary key, no order of a database and no clock is in it; times are in UTC.
"""

import datetime as dt
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec

from articles.exporting.rows import ARTICLE_LINES, FIGURE_LINES, IssueRows, PaperRows, Row
from articles.importing.formats import package as package_format
from articles.importing.formats.package_checks import check
from articles.importing.problems import ImportProblem
from articles.importing.records import (
    ArticleRecord,
    CorrectionRecord,
    CreditRecord,
    FigureRecord,
    GreyDaysRecord,
    IssueRecord,
    NameRecord,
    NextKeys,
    OldAddressRecord,
    Package,
    PublicationRecord,
    Record,
    SectionRecord,
    SuspensionRecord,
    ZoneRecord,
)
from issues.converters import FIRST_YEAR, IssueDay
from issues.models.publication import LEGAL_FIELDS

ISSUE_FILE = package_format.ISSUE_FILE
PAPER_FIELDS = ("slug", "language", "motto", "weekdays", "time_zone", "offers_other_script", *LEGAL_FIELDS)
ISSUE_FIELDS = ("date", "edition", "edition_name", "number_text", "kind")
SECTION_FIELDS = ("key", "fold", "label", "name", "kind", "width", "height", "text", "text_source", "state")
R = TypeVar("R", bound=Record)

# Control characters as JSON writes them, and U+FFFE and U+FFFF as UTF-8 does.
_DOUBTFUL = (rb"\u00", rb"\b", rb"\f", rb"\r", b"\xef\xbf\xbe", b"\xef\xbf\xbf")
SINCE_EVER = dt.date(FIRST_YEAR, 1, 1)  # of a paper without a name, as importing gives it one


@dataclass(frozen=True)
class Master:
    """A file as it was received: its name in the package, where it lies, and the SHA-256 that it had then."""

    name: str
    stored: str
    digest: str


@dataclass(frozen=True)
class PackedIssue:
    """`name` is paper/date[-edition], where it goes; `text` is issue.json."""

    name: str
    record: Package
    text: bytes
    masters: tuple[Master, ...]

    def refusal(self, sizes: Mapping[str, int]) -> str:
        """Why an import would not take it, in a sentence; empty where it would. `sizes`: of the masters, in bytes, by name."""
        try:
            check(self._read_back(), self.name, lambda name: sizes[name])
        except ImportProblem as problem:
            return str(problem)
        return ""

    def _read_back(self) -> Package:
        """By importing's own reader, whose walk through every text is spared where it can find nothing."""
        try:
            package = msgspec.json.decode(self.text, type=Package)
        except msgspec.ValidationError:
            return package_format.decode(self.text, self.name)
        return package_format.decode(self.text, self.name) if any(mark in self.text for mark in _DOUBTFUL) else package


def pack(rows: IssueRows) -> PackedIssue:
    files = _Files()
    publication = _publication(rows.paper, files)
    package = Package("newspaper-issue", 1, publication, _issue(rows, files))
    text = msgspec.json.format(msgspec.json.encode(package), indent=2) + b"\n"
    return PackedIssue(issue_name(rows.issue), package, text, tuple(files.masters))


def issue_name(issue: Row) -> str:
    day = IssueDay(issue["date"], issue["edition"])
    return f"{issue['publication__slug']}/{day.month}-{day.folder}"


@functools.cache
def _defaults(kind: type[Record]) -> tuple[tuple[str, Any], ...]:
    """Those of which an equal value may be another object; of None, true, false, 1 and what is empty there is one each."""
    found = ((field.name, field.default) for field in msgspec.structs.fields(kind))
    return tuple((name, value) for name, value in found if value not in (msgspec.NODEFAULT, None, True, False, "", ()))


def _made(kind: type[R], /, **values: Any) -> R:
    """What equals a default is left to it: msgspec leaves out of a file only what is the very default, and whether two equal
    texts are one object hangs on the database's driver."""
    for name, default in _defaults(kind):
        if name in values and values[name] == default:
            del values[name]
    return kind(**values)


class _Files:
    """Names of masters in the package; those that differ in capitals only would be one file on some disks."""

    def __init__(self) -> None:
        self.masters: list[Master] = []
        self._taken: set[str] = set()

    def add(self, stem: str, stored: str, digest: str) -> str | None:
        if not stored:
            return None
        ending = stored.rpartition(".")[2]
        while (name := f"{stem}.{ending}").lower() in self._taken:
            stem += "_"
        self._taken.add(name.lower())
        self.masters.append(Master(name, stored, digest))
        return name


def _publication(paper: PaperRows, files: _Files) -> PublicationRecord:
    publication = paper.publication
    names = [_made(NameRecord, **name) for name in paper.names] or [NameRecord(SINCE_EVER, publication.slug)]
    return _made(
        PublicationRecord,
        names=tuple(names),
        suspensions=tuple(_made(SuspensionRecord, **suspension) for suspension in paper.suspensions),
        grey_days=tuple(_made(GreyDaysRecord, **days) for days in paper.grey_days),
        masthead=files.add("masthead", publication.masthead, publication.masthead_digest),
        **{name: getattr(publication, name) for name in PAPER_FIELDS},
    )


def _issue(rows: IssueRows, files: _Files) -> IssueRecord:
    issue = rows.issue
    return _made(
        IssueRecord,
        **{name: issue[name] for name in ISSUE_FIELDS},
        number=issue["number"] or None,  # 0 says no more than none
        publish_at=_moment(issue["publish_at"]),
        withdrawn_at=_moment(issue["withdrawn_at"]),
        next_keys=_made(NextKeys, **{kind: issue[f"next_{kind}_key"] for kind in NextKeys.__struct_fields__}),
        sections=tuple(_section(row, rows, files) for row in rows.sections),
        old_addresses=tuple(sorted(map(_old_address, rows.old_addresses), key=lambda record: record.path)),
    )


def _section(row: Row, rows: IssueRows, files: _Files) -> SectionRecord:
    return _made(
        SectionRecord,
        **{name: row[name] for name in SECTION_FIELDS},
        picture=files.add(f"pages/{row['key']}", row["picture"], row["picture_digest"]),
        pdf=files.add(f"pages/{row['key']}", row["pdf"], row["pdf_digest"]),
        **{name: row[name] for name in ("picture_version", "pdf_version") if row[name.removesuffix("_version")]},
        state_by=row["state_by__username"] or "",
        state_at=_moment(row["state_at"]),
        credits=tuple(_made(CreditRecord, **credit) for credit in rows.credits.get(row["pk"], ())),
        articles=tuple(_article(article, rows, files) for article in rows.articles.get(row["pk"], ())),
        zones=tuple(map(_zone, rows.zones.get(row["pk"], ()))),
    )


def _article(row: Row, rows: IssueRows, files: _Files) -> ArticleRecord:
    lines = {name: row[name] for name in ARTICLE_LINES}
    lines["withdrawn_at"] = _moment(row["withdrawn_at"])
    pk = row["pk"]
    return _made(
        ArticleRecord,
        **lines,
        continues=row["continues__key"],
        authors=tuple(rows.authors.get(pk, ())),
        keywords=tuple(rows.keywords.get(pk, ())),
        figures=tuple(_figure(figure, files) for figure in rows.figures.get(pk, ())),
        corrections=tuple(_made(CorrectionRecord, **correction) for correction in rows.corrections.get(pk, ())),
    )


def _figure(row: Row, files: _Files) -> FigureRecord:
    picture = files.add(f"figures/{row['key']}", row["picture"], row["picture_digest"])
    return _made(FigureRecord, picture=picture or "", **{name: row[name] for name in FIGURE_LINES})


def _zone(row: Row) -> ZoneRecord:
    """Numbers as fractions: one database gives 1 where the other gives 1.0, and -0.0 where the other knows no such thing."""
    polygon = tuple((float(x) + 0.0, float(y) + 0.0) for x, y in row["polygon"])
    plain = {name: row[name] for name in ("url", "kind", "confidence")}
    return _made(ZoneRecord, polygon=polygon, article=row["article__key"], **plain)


def _old_address(row: Row) -> OldAddressRecord:
    keys: dict[str, Any] = {"section": row["page_section__key"], "article": row["article__key"], "figure": row["figure__key"]}
    return _made(OldAddressRecord, path=row["path"], file=row["file"], **keys)


def _moment(time: dt.datetime | None) -> dt.datetime | None:
    return time and time.astimezone(dt.UTC)
