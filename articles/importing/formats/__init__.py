"""The readers: paths that a person names -> issues, the format chosen by content. One module a format.

The disk is looked at here and in `articles.importing.sources` alone; the formats are pure.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from articles.importing.cleaning import Script
from articles.importing.formats import dumped_issues, package, text_dump
from articles.importing.formats.text_dump import Dump
from articles.importing.formats.text_lines import DUMP_LIMIT
from articles.importing.imported import ImportedIssue
from articles.importing.problems import ImportProblem
from articles.importing.sources import FileSource, Source, looks_like_zip, open_source, start_of


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """What the user says about text dumps: the script they are turned into, the label of the page they come from."""

    script: Script = "keep"
    page: str | None = None


def read_each(paths: Iterable[Path], options: ReadingOptions | None = None) -> Iterator[ImportedIssue | ImportProblem]:
    """Packages one by one as they are found, then the issues that all text dumps together make; in the place of what
    cannot be read, its problem. A path is a file, a ZIP or a folder of any depth."""
    options = options or ReadingOptions()
    dumps: list[Dump] = []
    for path in paths:
        try:
            for part in _parts(path):
                yield from _read_part(part, options, dumps)
        except ImportProblem as problem:
            yield problem
    yield from dumped_issues.merge_each(dumps, options.page)


def _read_part(part: Path, options: ReadingOptions, dumps: list[Dump]) -> Iterator[ImportedIssue | ImportProblem]:
    """A package at once; a dump is added to `dumps`."""
    try:
        with open_source(part) as source:
            if isinstance(source, FileSource):
                dumps.append(_dump(source, options))
            else:
                yield _package(source, options)
    except ImportProblem as problem:
        yield problem


def _parts(path: Path) -> Iterator[Path]:
    """The path itself, or, of a folder without an issue.json, the packages and dumps below it."""
    if path.name == package.ISSUE_FILE and path.is_file():
        yield path.parent
    elif not path.is_dir():
        yield path
    else:
        found = list(_below(path))
        if not found:
            there = ", ".join(sorted(os.listdir(path))[:5]) or "nothing"
            raise ImportProblem(str(path), "issue.json (a package), ZIPs of packages or text dumps", there)
        yield from found


def _below(root: Path) -> Iterator[Path]:
    """Hidden files and what is of another kind are passed over; links to folders are not followed."""
    for folder, subfolders, files in os.walk(root):
        if package.ISSUE_FILE in files:
            subfolders.clear()
            yield Path(folder)
            continue
        subfolders.sort()
        visible = (Path(folder, file) for file in sorted(files) if not file.startswith("."))
        yield from (file for file in visible if file.is_file() and (looks_like_zip(file) or _looks_like_dump(file)))


def _looks_like_dump(file: Path) -> bool:
    return file.suffix.lower() == ".txt" or text_dump.looks_like(start_of(file, 65_536))


def _dump(source: FileSource, options: ReadingOptions) -> Dump:
    """A file called .txt, or nothing in particular, is told what it lacks; others must look like a dump."""
    if source.path.suffix and not _looks_like_dump(source.path):
        expected = "a text dump, a package folder or its ZIP"
        raise ImportProblem(source.label, expected, "a file that is not recognised")
    return text_dump.read(source.read(source.path.name, DUMP_LIMIT), source.label, options.script)


def _package(source: Source, options: ReadingOptions) -> ImportedIssue:
    issue = package.read(source)
    if options == ReadingOptions():
        return issue
    note = f"{issue.origin}: script and page are said of text dumps only; the package was read as it is"
    return replace(issue, warnings=(*issue.warnings, note))
