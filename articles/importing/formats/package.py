"""The project's own format, docs/package-format.md: a folder or ZIP with one issue.json beside pictures and PDFs."""

import hashlib
import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import msgspec

from articles.importing.formats.package_checks import check
from articles.importing.imported import ImportedIssue, PendingIssue
from articles.importing.options import ReadingOptions
from articles.importing.problems import ImportProblem, quoted
from articles.importing.record_wording import problem, shown
from articles.importing.records import FORMAT, VERSION, Package
from articles.importing.sources import FoundFile
from issues.sentences import Sentence

NAME = "package"
ISSUE_FILE = "issue.json"
ISSUE_FILE_LIMIT = 50_000_000

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# How such a character, or a line end, can be written in JSON: without any of it there is nothing to look for.
_ESCAPE = re.compile(rb"\\[bfnru]")
_NO_CHARACTERS = ("\ufffe".encode(), "\uffff".encode())
_SINGLE_LINES = {"slug", "key", "continues", "article", "label", "url", "weekdays"}


def kind_of(start: bytes, name: str) -> str:
    """By its name, since a damaged one is to be told so; the short list of pages beside PDFs has the same name and no format."""
    is_page_list = b'"pages"' in start and b'"format"' not in start and b'"sections"' not in start
    return "package" if posixpath.basename(name) == ISSUE_FILE and not is_page_list else ""


def read_each(files: Sequence[FoundFile], options: ReadingOptions) -> Iterator[PendingIssue]:
    for file in files:
        yield PendingIssue(file.origin, partial(_digest, file), partial(_read_one, file, options))


def _read_one(file: FoundFile, options: ReadingOptions) -> Iterator[ImportedIssue]:
    yield _with_note(read(file), options)


class _Picture(msgspec.Struct, frozen=True):
    picture: str | None = None


class _Page(msgspec.Struct, frozen=True):
    picture: str | None = None
    pdf: str | None = None
    articles: "tuple[_Pictures, ...]" = ()


class _Pictures(msgspec.Struct, frozen=True):
    figures: tuple[_Picture, ...] = ()


class _Pages(msgspec.Struct, frozen=True):
    sections: tuple[_Page, ...] = ()


class _Paper(msgspec.Struct, frozen=True):
    masthead: str | None = None


class _Files(msgspec.Struct, frozen=True):
    """An issue.json as far as it names files; the rest is passed over unread."""

    publication: _Paper = _Paper()
    issue: _Pages = _Pages()

    def names(self) -> Iterator[str]:
        for page in self.issue.sections:
            pictures = [figure.picture for article in page.articles for figure in article.figures]
            yield from filter(None, [page.picture, page.pdf, *pictures])
        if self.publication.masthead:
            yield self.publication.masthead


def _digest(file: FoundFile) -> str:
    """Of issue.json and of each file that it names; nothing for what is not in order, which reading will tell."""
    folder = file.name.removesuffix(ISSUE_FILE)
    data = file.read(ISSUE_FILE_LIMIT)
    total = hashlib.sha256(data)
    try:
        names = sorted(set(msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"), type=_Files).names()))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return ""
    for name in names:
        total.update(hashlib.sha256(file.source.read(folder + name)).digest())
    return total.hexdigest()


def _with_note(issue: ImportedIssue, options: ReadingOptions) -> ImportedIssue:
    if options.script == "keep" and options.page is None:
        return issue
    note = Sentence("%(origin)s: script and page are not said of packages; it was read as it is", origin=issue.origin)
    return replace(issue, warnings=(*issue.warnings, note))


def read(file: FoundFile) -> ImportedIssue:
    """One issue with what lies beside its issue.json. Raises `ImportProblem` with the field's path."""
    folder = file.name.removesuffix(ISSUE_FILE)
    package = decode(file.read(ISSUE_FILE_LIMIT), file.origin)
    warnings = check(package, file.origin, lambda name: file.source.size(folder + name))
    return ImportedIssue(
        origin=file.source.described(folder).rstrip("/"),
        publication=package.publication,
        language=package.publication.language,
        issue=package.issue,
        read_file=lambda name: file.source.read(folder + name),
        warnings=warnings,
        has_states=True,
    )


def decode(data: bytes, file: str) -> Package:
    """The records alone, every field checked by its type; what spans several fields is `package_checks`' work."""
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        package = msgspec.json.decode(data, type=Package)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raw = _json(data, file)
        _check_version(raw, file)
        _check_characters(raw, file)
        raise problem(str(error), raw, file) from error
    if _ESCAPE.search(data) or any(mark in data for mark in _NO_CHARACTERS):
        _check_characters(_json(data, file), file)
    return package


def _json(data: bytes, file: str) -> Any:
    try:
        return msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        byte = re.search(r"\(byte (\d+)\)", str(error))
        line = data.count(b"\n", 0, int(byte[1])) + 1 if byte else None
        found = str(error).removeprefix("JSON is malformed: ")
        raise ImportProblem(file, Sentence("JSON in UTF-8"), found, line=line) from error
    except RecursionError as error:
        raise ImportProblem(file, Sentence("JSON of sensible depth"), Sentence("brackets within brackets without end")) from error


def _check_version(raw: Any, file: str) -> None:
    if not isinstance(raw, dict):
        raise ImportProblem(file, Sentence("an object with format, version, publication and issue"), shown(raw))
    if raw.get("format") != FORMAT:
        raise ImportProblem(file, Sentence("“%(format)s”", format=FORMAT), shown(raw.get("format")), field="format")
    if raw.get("version") != VERSION or isinstance(raw.get("version"), bool):
        expected = Sentence("a version that is understood here, which is %(version)s", version=VERSION)
        raise ImportProblem(file, expected, shown(raw.get("version")), field="version")


def _check_characters(raw: Any, file: str) -> None:
    """No character that a database or a feed cannot hold; no line end where a pattern's `$` would let one through."""
    waiting: list[tuple[str, str, Any]] = [("", "", raw)]
    while waiting:
        path, name, value = waiting.pop()
        if isinstance(value, dict):
            waiting += [(f"{path}.{key}" if path else key, key, inner) for key, inner in value.items()]
        elif isinstance(value, list):
            waiting += [(f"{path}[{at}]", name, inner) for at, inner in enumerate(value)]
        elif isinstance(value, str) and (_FORBIDDEN.search(value) or (name in _SINGLE_LINES and re.search(r"[\r\n]", value))):
            raise ImportProblem(file, Sentence("text without control characters"), quoted(value), field=path)
