"""The logical structure of a METS -> drafts of articles: which blocks are title, text, caption, in what order. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from lxml import etree

from articles.importing.formats.mets_alto.mets import div_type
from articles.importing.formats.xml_parsing import attribute, children, descendants, line_of
from articles.importing.problems import ImportProblem
from issues.sentences import Sentence

Kind = Literal["news", "picture", "advertisement", "notice", "other"]
Role = Literal["title", "kicker", "subtitle", "byline", "heading", "text", "caption", "image"]

AREAS_LIMIT = 50_000
DRAFTS_LIMIT = 10_000

_KINDS: dict[str, Kind] = {
    **dict.fromkeys("article news editorial letter interview review serial story feuilleton poem column_article".split(), "news"),
    **dict.fromkeys("advertisement advert ad advertising classified_advertisement classified".split(), "advertisement"),
    **dict.fromkeys("notice death_notice obituary birth_notice marriage_notice official_notice announcement".split(), "notice"),
    **dict.fromkeys("weather shipping market_report tv_listing radio_listing crossword".split(), "other"),
}
# These begin an article of their own even inside another one.
_ALWAYS = ("article", "advertisement")
_FIGURES = ("illustration", "picture", "photograph", "photo", "figure", "cartoon", "map", "drawing")
_SECTIONS = ("section", "rubric")
_FRONT = ("title_section", "masthead", "imprint", "publishing_stmt")
_BODIES = ("body", "body_content", "paragraph")
_IN_HEADING: dict[str, Role] = {
    **dict.fromkeys("heading headline title main_title".split(), "title"),
    **dict.fromkeys("overline kicker pretitle overheadline".split(), "kicker"),
    **dict.fromkeys("subheadline subtitle subheading".split(), "subtitle"),
}
_ANYWHERE: dict[str, Role] = {
    **dict.fromkeys("author byline signature".split(), "byline"),
    **dict.fromkeys("crosshead crossheading".split(), "heading"),
    **dict.fromkeys("caption legend".split(), "caption"),
}


@dataclass(frozen=True, slots=True)
class Area:
    """Blocks of an ALTO file: one, or from `begin` to `end`."""

    file: str
    begin: str
    end: str


@dataclass(slots=True)
class Piece:
    """Areas of one role. `is_paragraph`: they are one paragraph together; else each block is one. `figure` numbers the
    illustration that they belong to."""

    role: Role
    is_paragraph: bool
    figure: int | None
    areas: list[Area] = field(default_factory=list)


@dataclass(slots=True)
class Draft:
    """An article's div. `section`: the div of the column that it stands in."""

    id: str
    kind: Kind
    label: str
    dmds: tuple[str, ...]
    section: etree._Element | None
    pieces: list[Piece] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Place:
    """What the divs around say of the one at hand."""

    draft: Draft | None = None
    section: etree._Element | None = None
    role: Role = "text"
    figure: int | None = None
    is_in_body: bool = False
    is_front: bool = False
    paragraph: Piece | None = None


@dataclass(slots=True)
class Structure:
    """`loose` counts the blocks of text under a heading or column that belong to no article."""

    drafts: list[Draft] = field(default_factory=list)
    loose: int = 0


def read_structure(struct: etree._Element, origin: str) -> Structure:
    """Raises `ImportProblem` where there is more than any newspaper has."""
    found = Structure()
    to_see = [(div, _Place()) for div in reversed(list(children(struct, "div")))]
    areas = figures = 0
    while to_see:
        div, around = to_see.pop()
        figures += 1
        place = _place(div, around, found, figures)
        if len(found.drafts) > DRAFTS_LIMIT:
            raise ImportProblem(
                origin, Sentence("at most %(limit)s articles", limit=f"{DRAFTS_LIMIT:,}"), Sentence("more"), line=line_of(div)
            )
        for fptr in children(div, "fptr"):
            areas += _add(list(_areas(fptr)), place, found)
            if areas > AREAS_LIMIT:
                raise ImportProblem(
                    origin,
                    Sentence("at most %(limit)s blocks in articles", limit=f"{AREAS_LIMIT:,}"),
                    Sentence("more"),
                    line=line_of(fptr),
                )
        to_see += [(child, place) for child in reversed(list(children(div, "div")))]
    return found


def _place(div: etree._Element, around: _Place, found: Structure, number: int) -> _Place:
    kind = div_type(div)
    if kind in _FRONT:
        return replace(around, is_front=True)
    if around.is_front:
        return around
    if kind in _KINDS and (around.draft is None or kind in _ALWAYS):
        return _begun(div, _KINDS[kind], around, found)
    if kind in _FIGURES and around.draft is None:
        return replace(_begun(div, "picture", around, found), role="image", figure=number)
    if kind in _SECTIONS and around.draft is None:
        return replace(around, section=div)
    place = _within(kind, around, number)
    if kind == "paragraph" and place.draft is not None:
        paragraph = Piece(place.role, True, place.figure)
        place.draft.pieces.append(paragraph)
        return replace(place, paragraph=paragraph)
    return place


def _begun(div: etree._Element, kind: Kind, around: _Place, found: Structure) -> _Place:
    draft = Draft(attribute(div, "ID"), kind, attribute(div, "LABEL"), tuple(attribute(div, "DMDID").split()), around.section)
    found.drafts.append(draft)
    return _Place(draft=draft, section=around.section)


def _within(kind: str, around: _Place, number: int) -> _Place:
    if kind in _FIGURES:
        return replace(around, role="image", figure=number, paragraph=None)
    if kind in _ANYWHERE:
        return replace(around, role=_ANYWHERE[kind], paragraph=None)
    if kind in _IN_HEADING:
        role = _IN_HEADING[kind] if not around.is_in_body else "heading"
        return replace(around, role="caption" if around.figure is not None else role, paragraph=None)
    if kind in _BODIES:
        return replace(around, is_in_body=True, role=around.role if around.figure is not None else "text")
    if kind == "table":
        return replace(around, role="text", figure=None, paragraph=None)
    return around


def _areas(fptr: etree._Element) -> Iterator[Area]:
    for area in descendants(fptr, "fptr", "area"):
        if (file := attribute(area, "FILEID")) and (begin := attribute(area, "BEGIN")):
            yield Area(file, begin, attribute(area, "END"))


def _add(areas: list[Area], place: _Place, found: Structure) -> int:
    if place.draft is None:
        found.loose += len(areas) if place.is_in_body and place.section is not None and not place.is_front else 0
    elif place.paragraph is not None:
        place.paragraph.areas += areas
    elif areas:
        place.draft.pieces.append(Piece(place.role, False, place.figure, areas))
    return len(areas)
