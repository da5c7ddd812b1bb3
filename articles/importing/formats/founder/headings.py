"""Title, kicker, subtitle and byline of an article, from all the places where old templates put them."""

import re
from collections.abc import Iterator
from functools import lru_cache

from lxml import etree

from articles.importing.formats.founder.markup import first_words, plain, words

PARTS = ("kicker", "title", "subtitle", "byline")

# What each part is called: in comments of the template, as ids, as (pieces of) class names, in the comment at the end.
_COMMENTS = {"pretitle": "kicker", "title": "title", "subtitle": "subtitle", "author": "byline"}
_COMMENT = re.compile(r"<!--\s{0,9}<npm:article-(pretitle|title|subtitle|author)\s{0,9}/?>\s{0,9}-->", re.I)
_IDS = {
    "pretitle": "kicker", "introtitle": "kicker", "yinti": "kicker", "title": "title", "newsarticletitle": "title",
    "biaoti": "title",
    "subtitle": "subtitle", "futi": "subtitle", "author": "byline", "newsarticleauthor": "byline", "zuozhe": "byline",
}  # fmt: skip
_CLASSES = {
    "yinti": "kicker", "bmnr_con_yinti": "kicker", "intro": "kicker", "pretitle": "kicker", "introtitle": "kicker",
    "biaoti": "title", "bmnr_con_biaoti": "title", "title_a": "title",
    "futi": "subtitle", "bmnr_con_futi": "subtitle", "sub": "subtitle", "subtitle": "subtitle",
    "zuozhe": "byline", "bmnr_con_zuozhe": "byline", "font01": "", "font02": "",
}  # fmt: skip
_PROPERTIES = {
    "title": "title", "subtitle": "subtitle", "introtitle": "kicker", "pretitle": "kicker", "author": "byline",
}  # fmt: skip
_ELEMENTS = {"founder-title": "title", "founder-author": "byline", "founder-subtitle": "subtitle", "founder-introtitle": "kicker"}
_AUTHOR = re.compile(r"^(?:作者|记者|記者|文)\s*[:：/]\s*")
_SITE = re.compile(r"(?:\s*[-—|_–]{1,3}\s*[^-—|_–]{1,30})+$")

Heads = dict[str, str]


def headings(root: etree._Element, text: str, properties: dict[str, str]) -> Heads:
    """Every part that is said somewhere; the surest place wins. `title_tag` is what <title> says, for want of anything better."""
    found: Heads = {}
    marked = _marked(root)
    for source in (_founder(root), _commented(text), _named(marked), _by_fonts(marked), _by_ranks(root), _told(properties)):
        for part, said in source:
            if said and not found.get(part):
                found[part] = said
    found["byline"] = _AUTHOR.sub("", found.get("byline", ""))
    found["title_tag"] = _SITE.sub("", first_words(root.iter("title")))
    for part in ("kicker", "subtitle"):
        if found.get(part) == found.get("title"):
            found[part] = ""
    return found


def _founder(root: etree._Element) -> Iterator[tuple[str, str]]:
    for element in root.iter(*_ELEMENTS):
        yield _ELEMENTS[element.tag], words(element)


def _commented(text: str) -> Iterator[tuple[str, str]]:
    """<!--<npm:article-title>-->…<!--</npm:article-title>-->"""
    if "npm:article-" not in text:
        return
    for match in _COMMENT.finditer(text):
        end = text.find("<!--", match.end(), match.end() + 5000)
        if end >= 0:
            yield _COMMENTS[match[1].lower()], plain(text[match.end() : end])


def _marked(root: etree._Element) -> list[tuple[etree._Element, str, str]]:
    """What has an id or a class that says which part it is, with both words; one pass over the page."""
    found = []
    for element in _IDENTIFIED(root):
        identity, names = _part_of_id(element.get("id", "")), _part_of_class(element.get("class", ""))
        if identity or names:
            found.append((element, identity, names))
    return found


_IDENTIFIED = etree.XPath("//*[@id or @class][not(self::body or self::img or self::input)]")


@lru_cache(maxsize=4096)
def _part_of_id(identity: str) -> str:
    return _IDS.get(identity.strip().lower(), "")


@lru_cache(maxsize=4096)
def _part_of_class(names: str) -> str:
    """A part, or font01 or font02."""
    words_ = names.lower().split()
    return next((name if name.startswith("font0") else _CLASSES[name] for name in words_ if name in _CLASSES), "")


def _named(marked: list[tuple[etree._Element, str, str]]) -> Iterator[tuple[str, str]]:
    yield from ((identity, words(element)) for element, identity, _ in marked if identity)
    yield from ((name, words(element)) for element, _, name in marked if name in PARTS)


def _by_fonts(marked: list[tuple[etree._Element, str, str]]) -> Iterator[tuple[str, str]]:
    """font02 above font01 is the kicker, below it the subtitle; with <founder-author> in it the byline."""
    has_title = False
    for element, _, name in marked:
        said = words(element) if name in ("font01", "font02") else ""
        if said and name == "font01":
            yield "title", said
            has_title = True
        elif said:
            is_byline = next(element.iter("founder-author"), None) is not None
            yield "byline" if is_byline else "subtitle" if has_title else "kicker", said


def _by_ranks(root: etree._Element) -> Iterator[tuple[str, str]]:
    """h3, h1, h2, h4 are kicker, title, subtitle, byline; without an h1, h3, h2, h4 are kicker, title, subtitle; h3 may be
    alone."""
    ranks = {tag: first_words(_outside_lists(root, tag)) for tag in ("h1", "h2", "h3", "h4")}
    if ranks["h1"]:
        order = (("title", "h1"), ("kicker", "h3"), ("subtitle", "h2"), ("byline", "h4"))
    elif ranks["h2"]:
        order = (("title", "h2"), ("kicker", "h3"), ("subtitle", "h4"), ("byline", ""))
    else:
        order = (("title", "h3"), ("kicker", ""), ("subtitle", "h4"), ("byline", ""))
    for part, tag in order:
        yield part, ranks.get(tag, "")


def _outside_lists(root: etree._Element, tag: str) -> Iterator[etree._Element]:
    for element in root.iter(tag):
        if not any(up.tag in ("li", "ul", "nav", "a") for up in element.iterancestors()):
            yield element


def _told(properties: dict[str, str]) -> Iterator[tuple[str, str]]:
    for name, part in _PROPERTIES.items():
        yield part, properties.get(name, "")
