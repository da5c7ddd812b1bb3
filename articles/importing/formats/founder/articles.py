"""One article's file -> a story, in the markup of old templates."""

import re

from lxml import etree

from articles.importing.formats.founder.bodies import read_body, without_residue
from articles.importing.formats.founder.drafts import FigureDraft, Story, figure_draft, table_figures
from articles.importing.formats.founder.headings import headings
from articles.importing.formats.founder.markup import Document, folded, parse, plain, words
from articles.importing.formats.founder.own_articles import is_own, read_own

# Where the text begins and ends, the surest marks first. Cut out of the file, its unclosed tags cannot eat the rest.
_MARKS = (
    (re.compile(r"<founder-content\b[^>]{0,200}>", re.I), re.compile(r"</founder-content\s{0,9}>", re.I)),
    (re.compile(r"<!--\s{0,9}enpcontent\s{0,9}-->", re.I), re.compile(r"<!--\s{0,9}/enpcontent", re.I)),
    (re.compile(r"<!--\s{0,9}<npm:article-content>\s{0,9}-->", re.I), re.compile(r"<!--\s{0,9}</npm:article-content>", re.I)),
)
_PLACE = "<founder-place></founder-place>"
_BODY_IDS = ("ozoom", "zoom", "articlecontent", "newscontent", "contenttext", "content")
_BODY_CLASSES = ("newsdetatext", "bmnr_con_con", "font6", "article-content", "text_c", "c_c", "content")
# What any site calls a part of its pages, an error page too.
_ANYBODYS = frozenset(("#content", ".content", ".article-content"))
_MEDIA = ("img", "image", "video", "audio", "embed", "object", "iframe")
_IDENTIFIED = etree.XPath("//*[@id or @class]")


def read_article(document: Document) -> Story:
    text = without_residue(document.text)
    if is_own(text):
        return read_own(parse(text, document.origin), document)
    rest, body = _cut(text)
    root = parse(rest, document.origin)
    heads = headings(root, rest, document.properties)
    above = _figures_above(root)
    name, content = ("<", parse(f"<body>{body}", document.origin)) if body is not None else _body_element(root)
    html, figures = read_body(content, len(above)) if content is not None else ("", [])
    places = "".join(f"\x00{number}\x00" for number in range(len(above)))
    return Story(
        title=heads.get("title", ""),
        kicker=heads.get("kicker", ""),
        subtitle=heads.get("subtitle", ""),
        byline=heads.get("byline", ""),
        body=places + html,
        label=document.properties.get("pagenum", ""),
        figures=[*above, *figures],
        title_tag=heads.get("title_tag", ""),
        is_marked=bool(document.properties) or name not in ("", *_ANYBODYS),
        has_media="[!--begin:" in document.text or _has_media(content),
    )


def _has_media(content: etree._Element | None) -> bool:
    return content is not None and next(content.iter(*_MEDIA), None) is not None


def _cut(text: str) -> tuple[str, str | None]:
    """The file with a mark in place of the text, and the text; None where no mark tells it."""
    for start, end in _MARKS:
        for opened in start.finditer(text):
            closed = end.search(text, opened.end())
            if closed is None:
                break
            body = text[opened.end() : closed.start()]
            if plain(body[:100_000]) or "<img" in body[:100_000].lower():
                return text[: opened.end()] + _PLACE + text[closed.start() :], body
    return text, None


def _body_element(root: etree._Element) -> tuple[str, etree._Element | None]:
    """The element that holds the text, by what it is called; <founder-content> that nobody closed ends with its parent. Without
    one the name of an empty one, if there is any."""
    found: dict[str, etree._Element] = {}
    for element in root.iter("founder-content"):
        found.setdefault("founder-content", element)
    for element in _IDENTIFIED(root) if "founder-content" not in found else ():
        for name in (f"#{folded(element, 'id')}", *(f".{name}" for name in folded(element, "class").split())):
            found.setdefault(name, element)
    wanted = ("founder-content", *(f"#{name}" for name in _BODY_IDS), *(f".{name}" for name in _BODY_CLASSES))
    named = [(name, found[name]) for name in wanted if name in found]
    full = ((name, element) for name, element in named if words(element) or _has_media(element))
    return next(full, (named[0][0] if named else "", None))


def _figures_above(root: etree._Element) -> list[FigureDraft]:
    """Pictures between the headings and the text, as templates set them, with their captions."""
    place = next(root.iter("founder-place"), None)
    if place is None:
        return []
    around = set(place.iterancestors())
    figures: list[FigureDraft] = []
    done: set[etree._Element] = set()
    for image in _images_before(root, place):
        block = _block(image, around)
        if block in done or figure_draft(image) is None:
            continue
        done.add(block)
        figures += _block_figures(block)
    return figures


def _images_before(root: etree._Element, place: etree._Element) -> list[etree._Element]:
    """Of those before the text: what follows the title, or stands in #newspic; all else is the page's furniture."""
    images: list[etree._Element] = []
    has_title = False
    for element in root.iter("img", "founder-title", "h1", "td", "div", "table", "founder-place"):
        if element is place:
            break
        if element.tag != "img":
            names = (folded(element, "id"), *folded(element, "class").split())
            is_title = element.tag in ("founder-title", "h1") or any(
                "font01" in name or "biaoti" in name or name == "title" for name in names
            )
            has_title = has_title or is_title or "newspic" in names
        elif has_title and not element.get("usemap"):
            images.append(element)
    return images


def _block(image: etree._Element, around: set[etree._Element]) -> etree._Element:
    """The largest element with the picture that does not hold the text too."""
    block = image
    for ancestor in image.iterancestors():
        if ancestor in around:
            break
        block = ancestor
    return block


def _block_figures(block: etree._Element) -> list[FigureDraft]:
    tables = [block] if block.tag in ("table", "tbody", "tr", "td") else list(block.iter("table"))
    if tables:
        return table_figures(tables[0])[0]
    figures = [draft for image in block.iter("img") if (draft := figure_draft(image))]
    said = words(block)
    if figures and said and len(said) <= 500:
        figures[-1].caption = said
    return figures
