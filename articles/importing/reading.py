"""Paths that a person names -> issues, one at a time: every file is recognised by its content (one that is
called a PDF must be one) and shared out to one format."""

import posixpath
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from typing import Protocol

from articles.importing.formats import csv_rows, dumped_issues, founder, mets_alto, nitf, package, page_pdfs, texts
from articles.importing.formats.page_pdfs.contents import claims_pdf
from articles.importing.imported import ImportedIssue, PendingIssue, Unread
from articles.importing.options import ReadingOptions
from articles.importing.problems import ImportProblem
from articles.importing.sources import FileSource, FolderSource, FoundFile, Source, archive_kind, open_source
from issues.sentences import Sentence

Reading = ImportedIssue | PendingIssue | ImportProblem | Unread


class Format(Protocol):
    @property
    def NAME(self) -> str: ...

    def kind_of(self, start: bytes, name: str) -> str: ...

    def read_each(self, files: Sequence[FoundFile], options: ReadingOptions) -> Iterator[Reading]: ...


# In this order a file is offered to them.
FORMATS: tuple[Format, ...] = (package, mets_alto, founder, nitf, csv_rows, page_pdfs, dumped_issues, texts)
NAMES = [form.NAME for form in FORMATS]
# In the folder of a site's tree or of METS files lie the PDFs, pictures and texts of its pages: nobody else is offered them.
WHOLE_SOURCE: tuple[Format, ...] = (mets_alto, founder)
THEIR_FOLDERS = ("html", "layout", "col", "column", "content", "con", "c", "page", "alto", "mets", "text", "images")
START = 4096  # bytes by which a file is recognised
COUNTED_ANEW = 100  # sources that are counted after every issue; of twice as many, after every second
# What a saved site has besides its pages and pictures; not worth a word at the end.
DRESS = (".css", ".js", ".gif", ".ico", ".svg", ".swf", ".woff", ".woff2", ".ttf", ".db", ".ds_store")


@dataclass
class Survey:
    """Who reads what, before anything is read: `shares` in the order of reading; `files` counts all that is there."""

    shares: list[tuple[Format, list[FoundFile]]] = field(default_factory=list)
    problems: list[ImportProblem] = field(default_factory=list)
    names: list[tuple[Source, list[str]]] = field(default_factory=list)
    named_files: set[str] = field(default_factory=set)
    aside: list[FoundFile] = field(default_factory=list)  # what may be a page's of the site or METS in whose folder it lies
    alive: Callable[[], None] = lambda: None
    _asked: int = 0
    _used: int = 0

    def add(self, source: Source, names: list[str]) -> None:
        """Lets go of the archive before it: a folder may hold more of them than files may be open."""
        if self.names:
            self.names[-1][0].close()
        self.names.append((source, names))

    @property
    def files(self) -> int:
        return sum(len(names) for _source, names in self.names)

    @property
    def used(self) -> int:
        """Among many sources counted anew only now and then, so that it may be asked after every issue."""
        if self._asked % (len(self.names) // COUNTED_ANEW + 1) == 0:
            self._used = sum(len(source.used) for source, _names in self.names)
        self._asked += 1
        return self._used

    def unread(self) -> list[str]:
        """After reading: what was passed over, which may stand for a whole tree, and the files that no format looked for."""
        left = [
            source.described(name)
            for source, names in self.names
            for name in names
            if name not in source.used and not name.lower().endswith(DRESS)
        ]
        return [*dict(self.passed_over()), *left]

    def passed_over(self) -> list[tuple[str, str]]:
        """Links, pipes and the like in folders, each with why."""
        return [(source.described(name), why) for source, _names in self.names for name, why in source.passed_over.items()]

    def close(self) -> None:
        for source, _names in self.names:
            source.close()


def survey(paths: Iterable[Path], options: ReadingOptions, alive: Callable[[], None] = lambda: None) -> Survey:
    """Looks at the beginning of every file. Files that are named one by one are shared out together, so that those of one issue
    meet; a folder's archives are sources of their own. `alive` is called at every file: a share may take its time."""
    found = Survey(alive=alive)
    together: dict[str, list[FoundFile]] = {}
    for path in paths:
        try:
            source = open_source(path)
            if isinstance(source, FileSource):
                _survey_file(found, source, options, together)
            else:
                _survey_source(found, source, options)
        except ImportProblem as problem:
            found.problems.append(problem)
    found.shares += [(form, together[form.NAME]) for form in FORMATS if form.NAME in together]
    return found


def _survey_file(found: Survey, source: FileSource, options: ReadingOptions, together: dict[str, list[FoundFile]]) -> None:
    name = source.name
    if name == package.ISSUE_FILE and package.kind_of(source.start(name, START), name):
        _survey_source(found, FolderSource(source.path.parent), options)
        return
    found.add(source, [name])
    found.named_files.add(source.label)
    form, file = _recognised(source, name, options)
    if form is None or (form is texts and not _says_something(source.start(name, START))):
        # A text that is named by hand is told what it lacks.
        if source.path.suffix.lower() not in ("", ".txt"):
            raise ImportProblem(
                source.label,
                Sentence("one of the formats %(names)s", names=", ".join(NAMES)),
                Sentence("a file that is not recognised"),
            )
        form, file = dumped_issues, FoundFile(source, name, "dump")
    together.setdefault(form.NAME, []).append(file)


def _says_something(start: bytes) -> bool:
    return bool(start.strip()) and not start.startswith((b"\xff\xfe", b"\xfe\xff"))


def _survey_source(found: Survey, source: Source, options: ReadingOptions) -> None:
    names = source.names()
    shares: dict[str, list[FoundFile]] = {}
    inner: list[Path] = []
    found.add(source, names)
    for name in _without_files_of_packages(source, names, options, shares):
        found.alive()
        form, file = _recognised(source, name, options)
        if form is not None:
            shares.setdefault(form.NAME, []).append(file)
        elif isinstance(source, FolderSource) and archive_kind(source.start(name, 512), name):
            source.used.add(name)
            inner.append(source.path_of(name))
    for path in inner:
        _survey_inner(found, path, options)
    forms = [form for form in FORMATS if form.NAME in shares]
    whole = [form for form in forms if form in WHOLE_SOURCE]
    if whole and options.format == "auto":
        root = _root_of(shares[whole[0].NAME])
        for form in set(forms) - {package, whole[0]}:
            found.aside += [file for file in shares[form.NAME] if root in ("", *_folders_above(file.name))]
            shares[form.NAME] = [file for file in shares[form.NAME] if root not in ("", *_folders_above(file.name))]
        forms = [form for form in forms if shares[form.NAME]]
    if not forms and not inner:
        there = ", ".join(sorted({name.split("/")[0] for name in (*names, *source.passed_over)})[:5]) or Sentence("nothing")
        raise ImportProblem(source.label, Sentence("issues in one of the formats %(names)s", names=", ".join(NAMES)), there)
    found.shares += [(form, shares[form.NAME]) for form in forms]


def _root_of(files: Sequence[FoundFile]) -> str:
    """The folder that holds all of a site or a repository's issues: above their days and the folders that such sites have."""
    folder = posixpath.commonpath([posixpath.dirname(file.name) for file in files])
    while (last := posixpath.basename(folder)) and (last.lower() in THEIR_FOLDERS or not last.strip("0123456789-_")):
        folder = posixpath.dirname(folder)
    return folder


def _survey_inner(found: Survey, path: Path, options: ReadingOptions) -> None:
    try:
        _survey_source(found, open_source(path), options)
    except ImportProblem as problem:
        found.problems.append(problem)


def _without_files_of_packages(
    source: Source, names: list[str], options: ReadingOptions, shares: dict[str, list[FoundFile]]
) -> Iterator[str]:
    """Packages go to their share; what lies beside an issue.json is the package's own."""
    issue_files = [name for name in names if posixpath.basename(name) == package.ISSUE_FILE]
    if options.format in ("auto", package.NAME):
        issue_files = [name for name in issue_files if package.kind_of(source.start(name, START), name)]
        if issue_files:
            shares[package.NAME] = [FoundFile(source, name, "package") for name in issue_files]
    else:
        issue_files = []
    folders = {posixpath.dirname(name) for name in issue_files}
    for name in names:
        if not folders or not any(above in folders for above in _folders_above(name)):
            yield name


def _folders_above(name: str) -> Iterator[str]:
    while name:
        name = posixpath.dirname(name)
        yield name


def _recognised(source: Source, name: str, options: ReadingOptions) -> tuple[Format | None, FoundFile]:
    """What is called a PDF and is none is a damaged page, to be told so, whatever else its bytes may be: the error page of a
    download, for instance, is HTML."""
    start = source.start(name, START)
    for form in (page_pdfs,) if claims_pdf(name) else FORMATS:
        if options.format in ("auto", form.NAME) and (kind := form.kind_of(start, name)):
            return form, FoundFile(source, name, kind)
    return None, FoundFile(source, name, "")


def read_each(found: Survey, options: ReadingOptions) -> Iterator[Reading]:
    """In the place of an issue that cannot be read, its problem."""
    yield from found.problems
    following = [files[0].source for _form, files in found.shares[1:]]
    for (form, files), next_source in zip_longest(found.shares, following):
        try:
            for reading in form.read_each(files, options):
                yield from _answered(reading, found)
        except ImportProblem as problem:
            yield problem
        if files[0].source is not next_source:
            files[0].source.close()
    if left := [file.source.described(file.name) for file in found.aside if file.name not in file.source.used]:
        yield Unread(tuple(left), Sentence("it lies in the folder of a saved site or of METS files, which does not name it"))
    found.close()


def _answered(reading: Reading, found: Survey) -> Iterator[Reading]:
    """A file that somebody named by hand is not passed over in silence."""
    if isinstance(reading, Unread):
        for origin in reading.origins:
            if origin in found.named_files:
                yield ImportProblem.refusal(origin, "", reading.reason)
    yield reading
