"""Text: TXT and DOCX, a story a file or several, date and page from the names (docs/import-formats.md). Pure."""

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from articles.importing.customs import guess
from articles.importing.formats import text_dump
from articles.importing.formats.stories import Day, read_days
from articles.importing.formats.texts.decoding import is_text
from articles.importing.formats.texts.files import TextFile
from articles.importing.imported import ImportedIssue, Unread
from articles.importing.naming import NameParts, compiled
from articles.importing.options import ReadingOptions
from articles.importing.problems import ImportProblem, quoted
from articles.importing.sources import FoundFile
from issues.sentences import Sentence

NAME = "text"
TOLD = frozenset("kicker title subtitle column byline authors source lead body keywords figures external_id page".split())
EXPECTED_NAME = Sentence(
    "a date in its name or folder, such as 2023-02-14/01/….txt or 20230214_A01_03.txt, or a --pattern that finds one"
)

# Pages and pictures: a file that is called so and holds something else is damaged.
_NO_TEXTS = frozenset("pdf jpg jpeg jpe png tif tiff webp gif bmp".split())
# Text of other kinds, which is no story whatever its bytes; and what lies beside stories for people.
_OTHERS = frozenset(
    "css js mjs json xml htm html xhtml csv tsv svg xsl xsd dtd rss ini cfg py sh bat log sql yml yaml toml rtf tex".split()
)
_FOR_PEOPLE = re.compile(r"(?:readme|licen[cs]e|changelog|manifest|copying)\b.*", re.IGNORECASE)
_WORD_NAMES = (".docx", ".docm", ".dotx")


def kind_of(start: bytes, name: str) -> str:
    """Any text that is none of another format's; "docx" for Word's, by what the ZIP begins with."""
    ending = name.lower().rpartition(".")[2]
    if ending in _NO_TEXTS:
        return ""
    if start.startswith(b"PK\x03\x04"):
        return "docx" if b"word/" in start or name.lower().endswith(_WORD_NAMES) else ""
    if ending in _OTHERS or start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<", b"{\\rtf", b"%PDF")):
        return ""
    if not start:
        return "text" if ending == "txt" else ""
    return "text" if is_text(start, says_so=ending == "txt") and not text_dump.looks_like(start) else ""


def read_each(files: Sequence[FoundFile], options: ReadingOptions) -> Iterator[ImportedIssue | ImportProblem | Unread]:
    days: dict[Day, list[TextFile | ImportProblem]] = {}
    unread: list[str] = []
    for file in files:
        try:
            parts = _named(file, options)
        except ImportProblem as problem:  # the pattern itself is wrong
            yield problem
            return
        if parts is not None and parts.date is not None:
            days.setdefault(Day(parts.date, parts.edition), []).append(TextFile(file, parts, parts.date, options))
        elif options.format == NAME:
            expected = (
                Sentence("a name that fits the pattern %(pattern)s", pattern=quoted(options.pattern))
                if options.pattern
                else EXPECTED_NAME
            )
            yield ImportProblem(file.origin, expected, quoted(file.name))
        else:
            unread.append(file.origin)
    if unread:
        fitting = (
            Sentence("its name does not fit the pattern")
            if options.pattern
            else Sentence("not read as a story, which needs %(expected)s", expected=EXPECTED_NAME)
        )
        yield Unread(tuple(unread), fitting)
    yield from read_days(days, TextFile.stories, lambda _files: TOLD, options.script)


def _named(file: FoundFile, options: ReadingOptions) -> NameParts | None:
    """By the user's pattern alone where there is one, else by custom. The source's own place counts, so that a dated folder may
    be what the user names."""
    is_for_people = options.format != NAME and _FOR_PEOPLE.fullmatch(posixpath.basename(file.name))
    guessed = None if is_for_people else guess(file.origin)
    if not options.pattern:
        return guessed
    pattern = compiled(options.pattern)
    parts = pattern.match(file.name) or pattern.match(file.origin)
    if parts is None or parts.date is not None:
        return parts
    return replace(parts, date=guessed.date, edition=guessed.edition) if guessed else None
