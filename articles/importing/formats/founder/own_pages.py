"""What only this project's own page files tell: folds, the page's true size, who made it, the issue's number; zones as SVG."""

import re
from dataclasses import dataclass

from lxml import etree

from articles.importing.formats.founder.areas import Area, corners
from articles.importing.formats.founder.markup import folded, words

_NUMBERED = re.compile("期|總|总|号|號|[Nn]o|[0-9]")


@dataclass(frozen=True, slots=True)
class OwnMarks:
    """`folds`: by the address in the list of pages. `size`: in pixels, (0, 0) where it is not told."""

    folds: dict[str, str]
    size: tuple[int, int]
    credits: tuple[tuple[str, str], ...]
    number_text: str
    edition_name: str
    is_extra: bool


def own_marks(root: etree._Element) -> OwnMarks | None:
    """None where the file is not one of ours."""
    if not any("data-zones" in sheet.attrib for sheet in root.iter("div") if folded(sheet, "id") == "sheet"):
        return None
    number, edition, is_extra = _issue_number(root)
    return OwnMarks(_folds(root), _size(root), _credits(root), number, edition, is_extra)


def has_class(element: etree._Element, name: str) -> bool:
    return name in element.get("class", "").split()


def _folds(root: etree._Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for box in root.iter("div"):
        if box.get("id") == "pageList":
            fold = ""
            for element in box.iter("h3", "a"):
                if element.tag == "h3":
                    fold = words(element)
                elif element.get("id") == "pageLink" and fold:
                    found[element.get("href", "")] = fold
    return found


def _size(root: etree._Element) -> tuple[int, int]:
    """The small picture of the page itself, among those of the others, says its master's size."""
    for link in root.iter("a"):
        parent = link.getparent()
        if link.get("aria-current") == "page" and parent is not None and parent.tag == "li" and _in_thumbnails(link):
            for picture in link.iter("img", "svg"):
                sides = (
                    picture.get("viewbox", "").split()[2:]
                    if picture.tag == "svg"
                    else [picture.get("width"), picture.get("height")]
                )
                if len(sides) == 2 and all((side or "").isdecimal() and int(side[:9]) > 0 for side in sides):
                    return int(sides[0][:9]), int(sides[1][:9])
    return 0, 0


def _in_thumbnails(link: etree._Element) -> bool:
    return any(has_class(ancestor, "thumbnails") for ancestor in link.iterancestors("nav"))


def _credits(root: etree._Element) -> tuple[tuple[str, str], ...]:
    """责任编辑 高静; before them the number of articles may stand, which begins with a figure."""
    head = next((head for head in root.iter("header") if has_class(head, "section-head")), None)
    lines = [words(span) for span in head.iter("span")] if head is not None else []
    if lines and re.match("[0-9]", lines[0]):
        del lines[0]
    pairs = [line.partition(" ") for line in lines]
    return tuple((role, name) for role, _, name in pairs if role and name)


def _issue_number(root: etree._Element) -> tuple[str, str, bool]:
    line = next((one for one in root.iter("p") if has_class(one, "date-bar-number")), None)
    spans = list(line.iter("span")) if line is not None else []
    lines = [words(span) for span in spans if not has_class(span, "mark")]
    is_extra = any(has_class(span, "mark") for span in spans)
    if len(lines) == 1 and not _NUMBERED.search(lines[0]):
        return "", lines[0], is_extra
    return (lines[0] if lines else ""), (lines[1] if len(lines) > 1 else ""), is_extra


def svg_areas(root: etree._Element) -> list[Area]:
    """The zones of a page without a picture, which has no image map; in units of the drawing."""
    return [
        Area(
            corners("poly", polygon.get("points", "")),
            link.get("href", ""),
            words(next(link.iter("title"), None)),
            has_class(link, "is-row"),
        )
        for link in _zone_links(root)
        for polygon in link.iter("polygon")
        if not has_class(polygon, "reach")
    ]


def svg_rows(root: etree._Element) -> set[str]:
    return {link.get("href", "") for link in _zone_links(root) if has_class(link, "is-row")}


def svg_size(root: etree._Element) -> tuple[float, float]:
    drawing = next((one for one in root.iter("svg") if has_class(one, "zones")), None)
    sides = drawing.get("viewbox", "").split()[2:] if drawing is not None else []
    if len(sides) == 2 and all(re.fullmatch("[0-9]{1,9}", side) for side in sides):
        return float(sides[0]), float(sides[1])
    return 0.0, 0.0


def _zone_links(root: etree._Element) -> list[etree._Element]:
    drawing = next((one for one in root.iter("svg") if has_class(one, "zones")), None)
    return list(drawing.iter("a")) if drawing is not None else []
