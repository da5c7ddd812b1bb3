"""What a package must keep to beside its issue's own rules: the paper, keys for everything, the files that it names. Pure."""

import datetime as dt
import re
from collections.abc import Callable, Iterator

from articles.importing.checks import Contents, Fault, counters_behind, faults, numbered, refuse, repeated
from articles.importing.problems import ImportProblem, megabytes, quoted
from articles.importing.records import GreyDaysRecord, Package, PublicationRecord, SuspensionRecord
from issues.converters import FIRST_YEAR, LAST_YEAR
from issues.sentences import Sentence

# In bytes; the defaults of NEWSROOM_MAX_PICTURE_BYTES and NEWSROOM_MAX_PDF_BYTES are the same. A package is one thing everywhere.
PICTURE_LIMIT = 100_000_000
PDF_LIMIT = 200_000_000

_PLACEHOLDER = re.compile(r"""<figure\b[^>]{0,200}?data-figure=["']?([0-9A-Za-z]+)""")


def check(package: Package, file: str, size_of: Callable[[str], int]) -> tuple[Sentence, ...]:
    """Raise the first fault as an `ImportProblem` with the field's path; give back what is only worth a warning.

    `size_of` gives the bytes of a file of the package and raises `ImportProblem` where there is none.
    """
    contents = Contents(package.issue)
    refuse(_publication(package.publication), file)
    refuse(_missing_keys(contents), file)
    refuse(faults(contents), file)
    refuse(counters_behind(contents), file)
    refuse(_files(package.publication, contents, size_of), file)
    return tuple(_doubts(contents, file))


def _publication(publication: PublicationRecord) -> Iterator[Fault]:
    names, suspensions = publication.names, publication.suspensions
    for path, date in _dates(publication):
        if not FIRST_YEAR <= date.year <= LAST_YEAR:
            yield Fault(path, Sentence("a date from %(first)s to %(last)s", first=FIRST_YEAR, last=LAST_YEAR), str(date))
    for at in repeated(name.from_date for name in names):
        yield Fault(f"publication.names[{at}].from_date", Sentence("a date that no other name has"), str(names[at].from_date))
    for at, name in enumerate(names):
        if not name.name.strip():
            yield Fault(f"publication.names[{at}].name", Sentence("a name"), Sentence("none"))
    for at in repeated(suspension.first for suspension in suspensions):
        path = f"publication.suspensions[{at}].first"
        yield Fault(path, Sentence("a date that no other suspension begins on"), str(suspensions[at].first))
    for at in repeated(days.first for days in publication.grey_days):
        path = f"publication.grey_days[{at}].first"
        yield Fault(path, Sentence("a date that no other days of mourning begin on"), str(publication.grey_days[at].first))
    spans: list[tuple[str, SuspensionRecord | GreyDaysRecord]] = [*numbered("publication.suspensions", suspensions)]
    spans += numbered("publication.grey_days", publication.grey_days)
    for path, span in spans:
        if span.last < span.first:
            yield Fault(f"{path}.last", Sentence("a date not before %(first)s", first=span.first), str(span.last))


def _dates(publication: PublicationRecord) -> Iterator[tuple[str, dt.date]]:
    for path, name in numbered("publication.names", publication.names):
        yield f"{path}.from_date", name.from_date
    for path, suspension in numbered("publication.suspensions", publication.suspensions):
        yield f"{path}.first", suspension.first
        yield f"{path}.last", suspension.last
    for path, days in numbered("publication.grey_days", publication.grey_days):
        yield f"{path}.first", days.first
        yield f"{path}.last", days.last


def _missing_keys(contents: Contents) -> Iterator[Fault]:
    for parts in (contents.sections, contents.articles, contents.figures):
        yield from (Fault(f"{path}.key", Sentence("a key"), Sentence("none")) for path, part in parts if part.key is None)


def _files(publication: PublicationRecord, contents: Contents, size_of: Callable[[str], int]) -> Iterator[Fault]:
    wanted = [("publication.masthead", publication.masthead, PICTURE_LIMIT)]
    for path, section in contents.sections:
        wanted += [(f"{path}.picture", section.picture, PICTURE_LIMIT), (f"{path}.pdf", section.pdf, PDF_LIMIT)]
    wanted += [(f"{path}.picture", figure.picture, PICTURE_LIMIT) for path, figure in contents.figures]
    for path, name, limit in wanted:
        if name is None:
            continue
        try:
            size = size_of(name)
        except ImportProblem as problem:
            found = Sentence("none called %(name)s", name=quoted(name)) if problem.found == "none" else quoted(name)
            yield Fault(path, Sentence("the plain relative name of a file of the package"), found)
            continue
        if size > limit:
            yield Fault(path, Sentence("a file of at most %(limit)s", limit=megabytes(limit)), megabytes(size))


def _doubts(contents: Contents, file: str) -> Iterator[Sentence]:
    for path, article in contents.articles:
        own = {figure.key for figure in article.figures}
        for key in _PLACEHOLDER.findall(article.body):
            if key not in own:
                yield Sentence(
                    "%(file)s, %(field)s: holds the place of a figure %(key)s that the article does not have",
                    file=file,
                    field=f"{path}.body",
                    key=quoted(key),
                )
