"""DOCX -> blocks: what is read of the ZIP, and the document's order of paragraphs, tables and pictures. Pure.

Read by hand and not by python-docx, which raises whatever comes and does not open documents with macros: nothing here follows an
address out of the file, runs a macro or unpacks more than its limits.
"""

import io
import posixpath
import zipfile
from collections.abc import Iterator

from lxml import etree

from articles.importing.formats.texts.blocks import Block
from articles.importing.formats.texts.docx_marks import Marks, inline, list_kind, style_kind, table
from articles.importing.formats.xml_parsing import XML_LIMIT, attribute, child, children, descendants, local_name, parse
from articles.importing.problems import ImportProblem, megabytes, quoted
from articles.importing.sources.archives import DAMAGED, RATIO_FREE, RATIO_LIMIT
from issues.sentences import Sentence

DOCX_LIMIT = 200_000_000
ENTRIES_LIMIT, UNPACKED_LIMIT, PICTURE_LIMIT = 5_000, 500_000_000, 100_000_000
MAIN = "word/document.xml"


class Docx:
    """One document; `origin` is its file."""

    def __init__(self, data: bytes, origin: str) -> None:
        self.origin = origin
        try:
            self.zip = zipfile.ZipFile(io.BytesIO(data))
            self.entries = {entry.filename: entry for entry in self.zip.infolist()}
        except DAMAGED as error:
            raise ImportProblem(
                origin, Sentence("a DOCX that can be opened"), Sentence("a damaged one (%(reason)s)", reason=str(error))
            ) from error
        self._check()
        self.main = self._main()

    def _check(self) -> None:
        entries = self.zip.infolist()
        total = sum(entry.file_size for entry in entries)
        if len(entries) > ENTRIES_LIMIT or total > UNPACKED_LIMIT:
            found = Sentence("%(count)s of %(size)s", count=f"{len(entries):,}", size=megabytes(total))
            raise ImportProblem(
                self.origin,
                Sentence("at most %(limit)s parts of %(size)s", limit=f"{ENTRIES_LIMIT:,}", size=megabytes(UNPACKED_LIMIT)),
                found,
            )
        for entry in entries:
            if entry.flag_bits & 0x1:
                raise ImportProblem(self.origin, Sentence("a DOCX without a password"), Sentence("an encrypted one"))
            if entry.file_size > RATIO_FREE and entry.file_size > RATIO_LIMIT * entry.compress_size:
                found = Sentence("%(name)s, packed tighter, as in a bomb", name=quoted(entry.filename))
                raise ImportProblem(self.origin, Sentence("packing of at most %(limit)s:1", limit=RATIO_LIMIT), found)

    def part(self, name: str, limit: int) -> bytes:
        entry = self.entries.get(name)
        if entry is None:
            raise ImportProblem(self.origin, Sentence("a part %(name)s in it", name=quoted(name)), Sentence("none"))
        if entry.file_size > limit:
            raise ImportProblem(
                f"{self.origin}/{name}", Sentence("at most %(limit)s", limit=megabytes(limit)), megabytes(entry.file_size)
            )
        try:
            return self.zip.read(entry)
        except DAMAGED as error:
            raise ImportProblem(
                f"{self.origin}/{name}",
                Sentence("a part that can be unpacked"),
                Sentence("a damaged one (%(reason)s)", reason=str(error)),
            ) from error

    def start(self, name: str) -> bytes:
        """A part's first bytes, empty where it is not there or damaged."""
        try:
            with self.zip.open(self.entries[name]) as file:
                return file.read(16)
        except (KeyError, *DAMAGED):
            return b""

    def _xml(self, name: str) -> etree._Element | None:
        return parse(self.part(name, XML_LIMIT), f"{self.origin}/{name}") if name in self.entries else None

    def _main(self) -> str:
        root = self._xml("_rels/.rels")
        for relation in children(root, "Relationship") if root is not None else ():
            if attribute(relation, "Type").endswith("/officeDocument"):
                return attribute(relation, "Target").lstrip("/") or MAIN
        return MAIN

    def _targets(self) -> dict[str, str]:
        """Relation -> part or address; an address outside the file bears its scheme."""
        folder, name = posixpath.split(self.main)
        root = self._xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        found = {}
        for relation in children(root, "Relationship") if root is not None else ():
            target = attribute(relation, "Target")
            if attribute(relation, "TargetMode") != "External":
                target = posixpath.normpath(posixpath.join(folder, target)) if target[:1] != "/" else target[1:]
            found[attribute(relation, "Id")] = target
        return found

    def blocks(self) -> tuple[list[Block], list[tuple[str, str]], list[str]]:
        """The blocks; the figures' (part, alternative text) by their numbers from 1; what was left out."""
        root = self._xml(self.main)
        body = child(root, "body") if root is not None else None
        if body is None:
            raise ImportProblem(self.origin, Sentence("a Word document with a body"), Sentence("none"))
        folder = posixpath.dirname(self.main)
        marks = Marks(
            targets=self._targets(),
            styles=_styles(self._xml(posixpath.join(folder, "styles.xml"))),
            bullets=_bullets(self._xml(posixpath.join(folder, "numbering.xml"))),
        )
        try:
            found = list(_grouped(body, marks))
        except RecursionError as error:
            raise ImportProblem(
                self.origin, Sentence("elements within elements of sensible depth"), Sentence("endless ones")
            ) from error
        return found, marks.pictures, list(dict.fromkeys(marks.left_out))


def _grouped(body: etree._Element, marks: Marks) -> Iterator[Block]:
    """Paragraphs of one list together; pictures behind the paragraph that they stand in."""
    entries: list[str] = []
    kind = ""
    for part in _parts(body):
        now = list_kind(part, marks) if local_name(part) == "p" else ""
        if entries and now != kind:
            yield Block("", f"<{kind}>{''.join(entries)}</{kind}>", "whole")
            entries = []
        kind = now
        if local_name(part) == "tbl":
            yield Block("", table(part, marks), "whole")
        elif now:
            html, text = inline(part, marks)
            entries += [f"<li>{html}</li>"] if text.strip() else []
        else:
            yield from _paragraph(part, marks)
        yield from _figures(marks)
        boxes, marks.boxes = marks.boxes, []
        for box in boxes:
            yield from (block for paragraph in descendants(box, "p") for block in _paragraph(paragraph, marks))
    if entries:
        yield Block("", f"<{kind}>{''.join(entries)}</{kind}>", "whole")


def _paragraph(part: etree._Element, marks: Marks) -> Iterator[Block]:
    html, text = inline(part, marks)
    if text.strip():
        yield Block(text.strip(), html.strip(), style_kind(part, marks))


def _figures(marks: Marks) -> Iterator[Block]:
    while marks.shown < len(marks.pictures):
        marks.shown += 1
        yield Block(kind="figure", figure=marks.shown)


def _parts(body: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs and tables, those inside content controls and kept insertions too."""
    for part in body:
        name = local_name(part)
        if name in ("p", "tbl"):
            yield part
        elif name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"):
            yield from _parts(part)


def _styles(root: etree._Element | None) -> dict[str, str]:
    """Style id -> its name in small letters: Word's ids are in the language of whoever made the file, its names are not."""
    found = {}
    for style in children(root, "style") if root is not None else ():
        name = child(style, "name")
        found[attribute(style, "styleId")] = attribute(name, "val").casefold() if name is not None else ""
    return found


def _bullets(root: etree._Element | None) -> dict[str, bool]:
    """Number id -> whether its first level has bullets."""
    if root is None:
        return {}
    shapes = {}
    for shape in children(root, "abstractNum"):
        first = child(shape, "lvl", "numFmt")
        shapes[attribute(shape, "abstractNumId")] = first is not None and attribute(first, "val") == "bullet"
    return {
        attribute(number, "numId"): shapes.get(attribute(of, "val"), False)
        for number in children(root, "num")
        if (of := child(number, "abstractNumId")) is not None
    }
