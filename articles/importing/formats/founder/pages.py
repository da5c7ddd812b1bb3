"""One page's file -> what it shows: picture with areas, headlines, the list of pages, PDF. Addresses stay as written."""

import re
from collections import Counter
from dataclasses import dataclass, field

from lxml import etree

from articles.importing.formats.founder.addresses import link_address
from articles.importing.formats.founder.areas import Area, corners
from articles.importing.formats.founder.markup import Document, folded, one_line, parse, plain, words
from articles.importing.formats.founder.own_pages import OwnMarks, own_marks, svg_areas, svg_rows
from articles.importing.formats.founder.pictures import PageImage, page_image

_PDF = re.compile(r"\.pdf(?:[?#].*)?", re.I | re.S)
_STEPS = re.compile("[上下前后後][一个個]?[版篇页頁期]|首页|首頁|版面导航|版面導航|标题导航|標題導航|返回.*")
_DATE = re.compile(r"[0-9]{4}\s{0,3}年\s{0,3}[0-9]{1,2}\s{0,3}月\s{0,3}[0-9]{1,2}\s{0,3}日")
_TITLE = re.compile(r"<title[^>]{0,100}>([^<]{0,500})", re.I)
_INLINE = frozenset("a abbr b big em font i label mark s small span strong sub sup tt u".split())
_SOFT = frozenset(("td", "th", "br"))
_UNSEEN = frozenset(("script", "style", "title", "select", "textarea"))
_TEXTS_LENGTH = 20_000


@dataclass(frozen=True, slots=True)
class ListedPage:
    """An entry of 版面目录."""

    href: str
    text: str
    fold: str = ""
    pdf: str = ""


@dataclass(frozen=True, slots=True)
class Headline:
    """An entry of a page's list of titles."""

    href: str
    title: str
    column: str = ""
    is_advertisement: bool = False


@dataclass(frozen=True, slots=True)
class PageSheet:
    document: Document
    image: PageImage | None
    areas: list[Area]
    headlines: list[Headline]
    listed: list[ListedPage]
    pdf: str
    own: OwnMarks | None = None
    title: str = ""
    language: str = ""
    texts: str = field(default="", repr=False)  # a block a line, cells by tabs, without the headlines
    date_text: str = ""


def read_page(document: Document, name: str) -> PageSheet:
    """`name`: of the file, which relative addresses start from."""
    root = parse(document.text, document.origin)
    anchors = [anchor for anchor in root.iter("a") if anchor.get("href")]
    own = own_marks(root)
    links = _page_links(root, anchors, name)
    pdfs, own_pdf = _pdfs(anchors, links)
    folds = own.folds if own else {}
    image, picture_map = page_image(root, document.properties.get("pagepicurl", ""))
    areas = _areas(root, picture_map)
    if own is not None:
        rows = svg_rows(root)
        areas = [Area(area.corners, area.href, area.title, area.href in rows) for area in areas] or svg_areas(root)
    title = _TITLE.search(document.text)
    return PageSheet(
        document,
        image,
        areas,
        _headlines(root, anchors, name),
        [ListedPage(link.get("href"), words(link), folds.get(link.get("href"), ""), pdfs.get(link, "")) for link in links],
        own_pdf,
        own,
        plain(title[1]) if title else "",
        root.get("lang", ""),
        "" if links else _texts(root, name)[:_TEXTS_LENGTH],
        date_text[0] if (date_text := _DATE.search(document.text)) else "",
    )


def _page_links(root: etree._Element, anchors: list[etree._Element], name: str) -> list[etree._Element]:
    """The entries of the list of pages: marked as the field marks them, else every link to a page that is no mere step."""
    marked = [anchor for anchor in anchors if folded(anchor, "id") == "pagelink"]
    if marked:
        return marked
    listed = _inside(root, "pagelist") or anchors
    found = []
    for anchor in listed:
        address = link_address(name, anchor.get("href"))
        if address and address.kind == "page" and (text := words(anchor)) and not _STEPS.fullmatch(text):
            found.append(anchor)
    return found


def _texts(root: etree._Element, name: str) -> str:
    parts: list[str] = []
    walker = etree.iterwalk(root, events=("start", "end", "comment"))
    for event, element in walker:
        mark = "" if event == "comment" or element.tag in _INLINE else "\t" if element.tag in _SOFT else "\n"
        if event == "start":
            parts.append(mark)
            if element.tag in _UNSEEN or _is_headline(element, name):
                parts.append("\n")
                walker.skip_subtree()
            else:
                parts.append(_spaced(element.text))
        else:
            parts += (mark, _spaced(element.tail) if element is not root else "")
    return "".join(parts)


def _spaced(text: str | None) -> str:
    """Line ends and tabs of the source are spaces to a reader."""
    return re.sub("[ \t\r\n\f\v\xa0]+", " ", text or "")


def _is_headline(element: etree._Element, name: str) -> bool:
    address = link_address(name, element.get("href", "")) if element.tag == "a" else None
    return address is not None and address.kind == "article"


def _inside(root: etree._Element, identity: str) -> list[etree._Element]:
    """The links in the elements with that id."""
    boxes = [box for box in _IDENTIFIED(root) if folded(box, "id") == identity]
    return list(dict.fromkeys(anchor for box in boxes for anchor in box.iter("a") if anchor.get("href")))


_IDENTIFIED = etree.XPath("//*[@id]")


def _pdfs(anchors: list[etree._Element], links: list[etree._Element]) -> tuple[dict[etree._Element, str], str]:
    """The PDF beside each entry of the list, and the one that stands for itself. In a row with several entries and several PDFs
    each belongs to the entry before it."""
    rows: dict[etree._Element, list[etree._Element]] = {}
    for link in links:
        for ancestor in near(link):
            rows.setdefault(ancestor, []).append(link)
    found: list[tuple[etree._Element | None, etree._Element | None, str]] = []  # row, entry before, address
    entry: etree._Element | None = None
    listed = set(links)
    for anchor in anchors:
        href = anchor.get("href").strip()
        if anchor in listed:
            entry = anchor
        elif _PDF.search(href):
            found.append((next((ancestor for ancestor in near(anchor) if ancestor in rows), None), entry, href))
    counts = Counter(row for row, _, _ in found)
    beside: dict[etree._Element, str] = {}
    alone = ""
    for row, before, href in found:
        entries = rows.get(row, [])
        if len(entries) == 1:
            beside.setdefault(entries[0], href)
        elif before in entries and counts[row] > 1:
            beside.setdefault(before, href)
        else:
            alone = alone or href
    return beside, alone


def near(element: etree._Element) -> list[etree._Element]:
    """The three elements around one."""
    return [ancestor for ancestor, _ in zip(element.iterancestors(), range(3), strict=False)]


def _areas(root: etree._Element, name: str) -> list[Area]:
    """Of the map that the page picture uses; of the first one where that cannot be found."""
    maps = list(root.iter("map"))
    used = [one for one in maps if name and name in (folded(one, "name"), folded(one, "id"))] or maps[:1]
    found = []
    for area in used[0].iter("area") if used else ():
        href = (area.get("href") or _clicked(area)).strip()
        found.append(
            Area(
                corners(area.get("shape", ""), area.get("coords", "")), href, one_line(area.get("alt") or area.get("title") or "")
            )
        )
    return found


def _clicked(area: etree._Element) -> str:
    match = re.search(r"""["']([^"'\s]{1,300}\.s?html?[^"'\s]{0,50})["']""", area.get("onclick", "")[:1000])
    return match[1] if match else ""


def _headlines(root: etree._Element, anchors: list[etree._Element], name: str) -> list[Headline]:
    """Each article once, in the order in which the page lists them; first what stands in the list of titles."""
    marked = _inside(root, "titlelist")
    found: dict[str, Headline] = {}
    # Where the page has a list of titles, what is linked elsewhere on it is not of this page.
    for anchor in marked or anchors:
        href = anchor.get("href").strip()
        address = link_address(name, href)
        if address is None or address.kind != "article":
            continue
        title = words(anchor)
        known = found.get(address.key)
        if _STEPS.fullmatch(title) or (known and known.title):
            continue
        column, is_advertisement = _mark_before(anchor)
        found[address.key] = Headline(href, title, column, is_advertisement)
    return [headline for headline in found.values() if headline.title]


def _mark_before(anchor: etree._Element) -> tuple[str, bool]:
    """Our own list says column and advertisement in a label before the title."""
    parent = anchor.getparent()
    label = (
        next((one for one in parent.iter("span") if "label" in folded(one, "class").split()), None)
        if parent is not None
        else None
    )
    if label is None or parent is None or parent.tag != "li":
        return "", False
    is_advertisement = "label-plain" in folded(label, "class").split()
    return ("" if is_advertisement else words(label)), is_advertisement
