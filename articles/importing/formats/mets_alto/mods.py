"""What a METS catalogues about a paper, an issue, a page or an article: MODS elements -> titles, names, numbers, dates. Pure."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from articles.importing.formats.xml_parsing import attribute, child, children, text_of
from issues.converters import FIRST_YEAR, LAST_YEAR

_DATE = re.compile(r"(?<![0-9])([0-9]{4})[-./]?([0-9]{2})[-./]?([0-9]{2})(?![0-9])")


@dataclass(frozen=True, slots=True)
class Title:
    text: str
    subtitle: str


def titles(mods: etree._Element) -> list[Title]:
    """In their order; those of other kinds (abbreviated, translated …) only where there are none."""
    every = [(attribute(info, "type"), _title(info)) for info in children(mods, "titleInfo")]
    plain = [title for kind, title in every if title.text and not kind]
    return plain or [title for _, title in every if title.text]


def _title(info: etree._Element) -> Title:
    article, main = text_of(child(info, "nonSort")), text_of(child(info, "title"))
    space = "" if article.endswith(("'", "’")) or not article else " "
    return Title((article + space + main).strip(), text_of(child(info, "subTitle")))


def paper_title(mods: etree._Element) -> str:
    """Of the paper that an issue belongs to, or of the paper itself."""
    for related in children(mods, "relatedItem"):
        if attribute(related, "type") in ("host", "series") and (found := titles(related)):
            return found[0].text
    return " ".join(title.text for title in titles(mods)[:1])


def authors(mods: etree._Element) -> list[str]:
    return [name for element in children(mods, "name") if _is_author(element) and (name := _name(element))]


def _is_author(element: etree._Element) -> bool:
    roles = {text_of(term).casefold() for role in children(element, "role") for term in children(role, "roleTerm")}
    return not roles or bool(roles & {"aut", "author", "cre", "creator"})


def _name(element: etree._Element) -> str:
    parts = [(attribute(part, "type"), text_of(part)) for part in children(element, "namePart")]
    given = [text for kind, text in parts if kind == "given"]
    other = [text for kind, text in parts if kind not in ("given", "date", "termsOfAddress")]
    return " ".join(filter(None, [*given, *other]))


def languages(mods: etree._Element) -> list[str]:
    terms = [term for language in children(mods, "language") for term in children(language, "languageTerm")]
    return [text_of(term) for term in terms if attribute(term, "type") in ("code", "")]


def identifiers(mods: etree._Element, kind: str) -> list[str]:
    """Of the record itself and of the paper that it belongs to."""
    hosts = [related for related in children(mods, "relatedItem") if attribute(related, "type") in ("host", "series")]
    every = [element for place in (mods, *hosts) for element in children(place, "identifier")]
    return [text_of(element) for element in every if attribute(element, "type").casefold() == kind]


def issue_date(mods: etree._Element) -> dt.date | None:
    """The first that no attribute calls into question; one that is marked as key goes first."""
    issued = [date for origin in children(mods, "originInfo") for date in children(origin, "dateIssued", "dateOther")]
    issued.sort(key=lambda date: (attribute(date, "keyDate") != "yes", _is_doubtful(date)))
    return next((found for date in issued if (found := date_in(text_of(date)))), None)


def _is_doubtful(date: etree._Element) -> bool:
    return any(str(value) in ("questionable", "inferred", "approximate") for value in date.values())


def date_in(text: str) -> dt.date | None:
    """The first date that exists, as 1878-01-03 or 18780103."""
    for match in _DATE.finditer(text[:500]):
        try:
            date = dt.date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            continue
        if FIRST_YEAR <= date.year <= LAST_YEAR:
            return date
    return None


def details(mods: etree._Element, kind: str) -> tuple[str, str]:
    """The number and the caption of a `part`'s detail ("volume", "issue", "edition", "page number", "section label")."""
    for part in _parts(mods):
        for detail in children(part, "detail"):
            if attribute(detail, "type") == kind:
                return text_of(child(detail, "number")), text_of(child(detail, "caption"))
    return "", ""


def page_label(mods: etree._Element) -> str:
    starts = [start for part in _parts(mods) if (start := child(part, "extent", "start")) is not None]
    return details(mods, "page number")[0] or (text_of(starts[0]) if starts else "")


def _parts(mods: etree._Element) -> Iterator[etree._Element]:
    yield from children(mods, "part")
    for related in children(mods, "relatedItem"):
        yield from children(related, "part")


def number_text(mods: etree._Element) -> str:
    """As catalogued: "Jg. 4, Nr. 12", or volume and issue."""
    part_numbers = [text_of(part) for info in children(mods, "titleInfo") for part in children(info, "partNumber")]
    if part_numbers:
        return part_numbers[0]
    words = []
    for kind, word in (("volume", "Vol."), ("issue", "No.")):
        number, caption = details(mods, kind)
        if number:
            words.append(f"{caption or word} {number}")
    return ", ".join(words)


def notes(mods: etree._Element, kind: str) -> list[str]:
    """Their texts, without "Present", the note of every page that is there."""
    found = [text_of(note) for note in children(mods, "note") if attribute(note, "type") == kind]
    return [text for text in found if text and text != "Present"]
