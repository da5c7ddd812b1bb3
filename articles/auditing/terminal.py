"""The audit on a terminal: a table of months or years and the findings below; plain lines where it is piped."""

from collections.abc import Iterator
from typing import IO, Protocol, cast

from rich.console import Console
from rich.table import Table

from articles.auditing.grid import Period, by_month, by_year, rows
from articles.auditing.records import Audit
from articles.auditing.wording import line

_MOST_MONTHS = 36
_MOST_LINES = 200


class Writer(Protocol):
    def write(self, text: str, /) -> object: ...
    def isatty(self) -> bool: ...


def show(audit: Audit, out: Writer) -> None:
    if not out.isatty():
        for text in plain_lines(audit):
            out.write(f"{text}\n")
        return
    console = Console(file=cast(IO[str], out))
    console.print(_table(audit))
    texts = list(_findings(audit))
    for text in texts[:_MOST_LINES]:
        console.print(text, markup=False, highlight=False, soft_wrap=True)
    if len(texts) > _MOST_LINES:
        console.print(f"… and {len(texts) - _MOST_LINES} more lines; all of them stand in --html and --csv.")
    console.print(summary(audit), markup=False, highlight=False, soft_wrap=True)


def plain_lines(audit: Audit) -> Iterator[str]:
    """Everything, one line each: periods, holes, notes, the sum."""
    for name, period in _periods(audit):
        yield f"{name}: {_amounts(period.issues, period.pages, period.articles)}, {counted(period.holes, 'hole')}"
    yield from _findings(audit)
    yield summary(audit)


def summary(audit: Audit) -> str:
    """The last line: what somebody signs, or not."""
    missing = sum(finding.amount for finding in audit.holes if finding.kind in ("no_issue", "no_edition"))
    pages, articles = sum(len(issue.pages) for issue in audit.issues), sum(issue.articles for issue in audit.issues)
    states = ", ".join(
        f"{count} {state}"
        for state in ("draft", "scheduled", "withdrawn")
        if (count := sum(issue.state == state for issue in audit.issues))
    )
    verdict = counted(len(audit.holes), "hole") if audit.holes else "nothing is missing"
    parts = [_amounts(len(audit.issues), pages, articles) + (f" ({states})" if states else ""), verdict]
    parts += [f"{counted(missing, 'issue')} missing"] if missing else []
    parts += [counted(len(audit.notes), "note")] if audit.notes else []
    parts += [f"{counted(len(audit.ticked), 'gap')} ticked as never printed"] if audit.ticked else []
    return f"{audit.archive.slug} {audit.first:%Y-%m-%d} – {audit.last:%Y-%m-%d}: {'; '.join(parts)}"


def counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _amounts(issues: int, pages: int, articles: int) -> str:
    return f"{counted(issues, 'issue')}, {counted(pages, 'page')}, {counted(articles, 'article')}"


def _findings(audit: Audit) -> Iterator[str]:
    for word, findings in (("missing", audit.holes), ("note", audit.notes)):
        yield from (f"{word}: {line(finding, str)}" for finding in findings)
    for finding in audit.ticked:
        why = audit.archive.why(finding)
        yield f"never printed: {line(finding, str)}" + (f" ({why})" if why else "")


def _periods(audit: Audit) -> list[tuple[str, Period]]:
    grid = rows(audit)
    months = [(f"{month.first:%Y-%m}", month) for month in by_month(grid)]
    return months if len(months) <= _MOST_MONTHS else [(f"{year.first:%Y}", year) for year in by_year(grid)]


def _table(audit: Audit) -> Table:
    table = Table(title=f"{audit.archive.name} {audit.first:%Y-%m-%d} – {audit.last:%Y-%m-%d}")
    table.add_column("period")
    for heading in ("issues", "missing", "pages", "articles", "holes"):
        table.add_column(heading, justify="right")
    for name, period in _periods(audit):
        numbers = (period.issues, period.missing, period.pages, period.articles, period.holes)
        style = "bold red" if period.holes else ""
        table.add_row(name, *map(str, numbers), style=style)
    return table
