"""Drafts and sheets -> article records and their zones. Pure."""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree

from articles.importing.formats.mets_alto import mods
from articles.importing.formats.mets_alto.alto import Sheet, Span
from articles.importing.formats.mets_alto.lines import Line, paragraph
from articles.importing.formats.mets_alto.mets import Manifest
from articles.importing.formats.mets_alto.outlines import GREATEST_BOXES, GREATEST_OBSTACLES, Box, box_around, overlap
from articles.importing.formats.mets_alto.structure import Area, Draft, Piece, Role
from articles.importing.problems import ImportProblem, quoted
from articles.importing.records import ArticleRecord
from issues.sentences import Sentence

BODY_LENGTH = 990_000  # with room for what a change of script may lengthen
TEXTS_LENGTH = 30_000_000
TITLE_LENGTH, WORD_LENGTH, FIRST_WORDS = 500, 100, 60

_NUMBERED = re.compile(r"[^\W\d]+\.? ?\d+(?: [^\W\d]+ \d+)?")


@dataclass(frozen=True, slots=True)
class Spot:
    """Blocks that stand on one page (counted from 0)."""

    page: int
    name: str
    span: Span


@dataclass(slots=True)
class Sheets:
    """The ALTO of an issue: by page, and by file with the pages that it belongs to."""

    by_page: list[Sheet | None]
    by_file: dict[str, list[int]] = field(default_factory=dict)

    def spot(self, area: Area) -> Spot | None:
        for page in self.by_file.get(area.file, ()):
            sheet = self.by_page[page]
            span = sheet.spans.get(area.begin) if sheet else None
            if sheet and span:
                last = sheet.spans.get(area.end, span)
                if last.end > span.end:
                    span = Span(None, span.first, last.end)
                return Spot(page, area.begin, span)
        return None

    def lines(self, spot: Spot) -> list[tuple[Line, ...]]:
        sheet = self.by_page[spot.page]
        return [block.lines for block in sheet.blocks[spot.span.first : spot.span.end]] if sheet else []


@dataclass(slots=True)
class Article:
    """A draft with its text found. `areas`: page -> boxes, without the illustrations; `figures`: those, each of one page."""

    draft: Draft
    texts: dict[Role, list[str]] = field(default_factory=dict)
    body: list[tuple[Role, list[Line]]] = field(default_factory=list)
    areas: dict[int, list[Box]] = field(default_factory=dict)
    figures: dict[tuple[int, int], list[Box]] = field(default_factory=dict)
    pages: list[int] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    @property
    def home(self) -> int:
        return self.pages[0]


class ArticleReader:
    """`warnings` grow while articles are read; so does what bounds their whole length."""

    def __init__(self, manifest: Manifest, sheets: Sheets) -> None:
        self.manifest = manifest
        self.sheets = sheets
        self.warnings: list[Sentence] = []
        self._length = 0

    def read_each(self, drafts: Sequence[Draft]) -> Iterator[Article]:
        """Without those that hold nothing: a picture without words is only a picture. Raises `ImportProblem`."""
        for draft in drafts:
            article = self._read(draft)
            if article.missing and not article.pages:
                found = Sentence(
                    "none of %(count)s, such as %(name)s", count=len(article.missing), name=quoted(article.missing[0])
                )
                raise ImportProblem(
                    self.manifest.origin, Sentence("the blocks of an article in the ALTO files"), found, field=_name(draft)
                )
            if article.missing:
                some = ", ".join(article.missing[:5]) + (" …" if len(article.missing) > 5 else "")
                self._warn(
                    Sentence(
                        "%(article)s: %(count)s of its blocks are not in the ALTO files: %(names)s",
                        article=_name(draft),
                        count=len(article.missing),
                        names=some,
                    )
                )
            if not article.pages and draft.kind != "picture":
                self._warn(Sentence("%(article)s: names no blocks of text and is left out", article=_name(draft)))
            if article.pages and (draft.kind != "picture" or article.texts or article.body):
                yield article

    def _warn(self, sentence: Sentence) -> None:
        self.warnings.append(Sentence("%(origin)s, %(sentence)s", origin=self.manifest.origin, sentence=sentence))

    def _read(self, draft: Draft) -> Article:
        article = Article(draft)
        seen: set[tuple[int, str]] = set()
        for piece in draft.pieces:
            spots = self._spots(piece, article, seen)
            for spot in spots:
                _mark(article, piece, spot, self.sheets)
            if piece.role != "image":
                self._take(article, piece, [lines for spot in spots for lines in self.sheets.lines(spot) if lines])
        return article

    def _spots(self, piece: Piece, article: Article, seen: set[tuple[int, str]]) -> list[Spot]:
        """Areas in other files than ALTO (the same place in the picture) are passed over."""
        found = []
        for area in piece.areas:
            if area.file not in self.sheets.by_file:
                named = self.manifest.files.get(area.file)
                if named is None or named.is_text:
                    article.missing.append(area.begin)
                continue
            spot = self.sheets.spot(area)
            if spot is None:
                article.missing.append(area.begin)
            elif (spot.page, spot.name) not in seen:
                seen.add((spot.page, spot.name))
                found.append(spot)
        return found

    def _take(self, article: Article, piece: Piece, blocks: list[tuple[Line, ...]]) -> None:
        self._length += sum(len(line.text) for lines in blocks for line in lines)
        if self._length > TEXTS_LENGTH:
            raise ImportProblem(
                self.manifest.origin,
                Sentence("articles of at most %(limit)s characters together", limit=f"{TEXTS_LENGTH:,}"),
                Sentence("more"),
            )
        groups = [[line for lines in blocks for line in lines]] if piece.is_paragraph else [list(lines) for lines in blocks]
        if piece.role in ("text", "heading", "caption"):
            for lines in filter(None, groups):
                _append(article.body, piece.role, lines)
        elif blocks:
            article.texts.setdefault(piece.role, []).append(paragraph([line for lines in groups for line in lines]))


def _append(body: list[tuple[Role, list[Line]]], role: Role, lines: list[Line]) -> None:
    """A paragraph whose last word is split goes on in the next one: the columns, or the pages, end there."""
    if role == "text" and body and body[-1][0] == "text" and body[-1][1][-1].hyphen:
        body[-1][1].extend(lines)
    else:
        body.append((role, lines))


def _mark(article: Article, piece: Piece, spot: Spot, sheets: Sheets) -> None:
    sheet = sheets.by_page[spot.page]
    if spot.page not in article.pages:
        article.pages.append(spot.page)
    boxes = sheet.boxes(spot.span) if sheet else []
    if piece.figure is not None:
        article.figures.setdefault((spot.page, piece.figure), []).extend(boxes)
    else:
        article.areas.setdefault(spot.page, []).extend(boxes)


def _name(draft: Draft) -> str:
    return f"div {draft.id}" if draft.id else f"div {quoted(draft.label)}"


def others(sheet: Sheet, own: Sequence[Box]) -> list[Box]:
    """What an outline must not run over: blocks and pictures that are not the article's own, within the frame around it."""
    frame, mine = box_around(own), set(own)
    if frame is None:
        return []
    pictures = (span.box for span in sheet.spans.values() if span.first == span.end)
    every = (box for box in (*(block.box for block in sheet.blocks), *pictures) if box is not None)
    near = [box for box in every if overlap(box, frame) and box not in mine][:GREATEST_OBSTACLES]
    return [box for box in near if not any(overlap(box, one) for one in own[:GREATEST_BOXES])]


def record(article: Article, manifest: Manifest, key: str, external_id: str, warnings: list[Sentence]) -> ArticleRecord:
    """Titles come from the catalogue, then the div's label, then the heading as printed, then the first words."""
    draft = article.draft
    place = f"{manifest.origin}, {_name(draft)}"
    records = manifest.records(draft.dmds)
    known = [title for found in records for title in mods.titles(found)]
    kicker = _joined(article, "kicker")
    if len(known) > 1 and kicker:
        kicker, known = known[0].text, known[1:]
    body = "".join(map(_html, article.body))
    if len(body) > BODY_LENGTH:
        expected = Sentence("an article of at most %(limit)s characters", limit=f"{BODY_LENGTH:,}")
        raise ImportProblem(manifest.origin, expected, f"{len(body):,}", field=_name(draft))
    subtitle = " ".join(filter(None, (title.subtitle for title in known))) or _joined(article, "subtitle")
    column = _column(draft.section, manifest) if draft.kind != "advertisement" else ""

    def clipped(text: str, length: int, what: Sentence) -> str:
        if len(text) <= length:
            return text
        warnings.append(
            Sentence("%(place)s: the %(what)s is cut to %(length)s characters", place=place, what=what, length=length)
        )
        return text[: length - 1] + "…"

    return ArticleRecord(
        title=clipped(" ".join(title.text for title in known) or _other_title(article), TITLE_LENGTH, Sentence("title")),
        key=key,
        kind=draft.kind,
        column=clipped(column, WORD_LENGTH, Sentence("column")),
        kicker=clipped(kicker, TITLE_LENGTH, Sentence("kicker")),
        subtitle=clipped(subtitle, TITLE_LENGTH, Sentence("subtitle")),
        byline=clipped(_joined(article, "byline"), TITLE_LENGTH, Sentence("byline")),
        authors=tuple(
            dict.fromkeys(clipped(name, WORD_LENGTH, Sentence("author")) for found in records for name in mods.authors(found))
        ),
        body=body,
        external_id=external_id,
    )


def _joined(article: Article, role: Role) -> str:
    return " ".join(article.texts.get(role, ()))


def _other_title(article: Article) -> str:
    """A label that only counts ("Advertisement 3") is none."""
    label = " ".join(article.draft.label.split())
    is_title = label and article.draft.kind != "advertisement" and not _NUMBERED.fullmatch(label)
    return (label if is_title else "") or _joined(article, "title") or _first_words(article) or label or _name(article.draft)


def _first_words(article: Article) -> str:
    text = paragraph(article.body[0][1]) if article.body else ""
    if len(text) <= FIRST_WORDS:
        return text
    cut = text[:FIRST_WORDS]
    return (cut[: cut.rindex(" ")] if " " in cut[20:] else cut).rstrip(" ,;:，；：、") + "…"


def _column(section: etree._Element | None, manifest: Manifest) -> str:
    if section is None:
        return ""
    ids = (section.get("DMDID") or "").split()
    known = " ".join(title.text for found in manifest.records(ids) for title in mods.titles(found))
    label = " ".join((section.get("LABEL") or "").split())
    return known or ("" if _NUMBERED.fullmatch(label) else label)


def _html(part: tuple[Role, list[Line]]) -> str:
    role, lines = part
    text = html.escape(paragraph(lines), quote=False)
    return {"heading": f"<h3>{text}</h3>", "caption": f"<p><em>{text}</em></p>"}.get(role, f"<p>{text}</p>")
