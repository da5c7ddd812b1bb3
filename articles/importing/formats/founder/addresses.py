"""What the name of a file in an old e-paper's tree says: page or article, of which day, under which key. Pure text.

Four dialects: html/2023-02/14/node_1.htm with content_12.htm · layout|col|column/202302/14/node_01.html with
content|con|c/202302/14/content_12.html · 20230214/html/page_01.htm · nbs.D110000code_01.htm with
nw.D110000code_20230214_1-01.htm.
"""

import datetime as dt
import posixpath
import re
from dataclasses import dataclass, replace
from functools import lru_cache

from articles.importing.sources import joined

_TAIL = r"(?:\.[a-z0-9]{1,5}){0,2}"
_PAGE = re.compile(rf"(?:node_(?P<node>[0-9a-z_-]{{1,60}})|page_(?P<page>[0-9a-z-]{{1,40}}))(?P<tail>{_TAIL})", re.I)
_NBS = re.compile(rf"nbs\.[a-z]?[0-9]*[a-z]\w{{0,40}}_(?P<page>[0-9a-z-]{{1,40}})(?P<tail>{_TAIL})", re.I)
_ARTICLE = re.compile(
    rf"(?:page_(?P<page>[0-9a-z]{{1,40}})_)?content_(?P<id>[0-9a-z]{{1,60}}(?:_[0-9a-z]{{1,60}})*)(?P<tail>{_TAIL})", re.I
)
_NW = re.compile(
    rf"nw\.[a-z]?[0-9]*[a-z]\w{{0,40}}_(?P<date>[0-9]{{8}})_(?P<number>[0-9]{{1,9}})-(?P<page>[0-9a-z]{{1,40}})(?P<tail>{_TAIL})",
    re.I,
)
_ROLE = re.compile("(?:layout|col|column|content|con|c)", re.I)
# 2023-02/14, 202302/14, 2023/02/14, 20230214, 2023-02-14; the second edition of a day is 14-2.
_EDITION = "(?:-(?P<edition>[1-9][0-9]?))?"
_DATED = re.compile(
    rf"(?:(?P<y>[0-9]{{4}})-?(?P<m>[0-9]{{2}})/(?P<d>[0-9]{{2}}){_EDITION}"
    rf"|(?P<y2>[0-9]{{4}})/(?P<m2>[0-9]{{2}})/(?P<d2>[0-9]{{2}})"
    rf"|(?P<y3>[0-9]{{4}})(?P<m3>[0-9]{{2}})(?P<d3>[0-9]{{2}})(?:-(?P<edition3>[1-9][0-9]?))?"
    rf"|(?P<y4>[0-9]{{4}})-(?P<m4>[0-9]{{2}})-(?P<d4>[0-9]{{2}}))"
)
# What wget makes of content_12.htm?div=-1.
_QUERY = re.compile("(?:[?@]|%3f).*", re.I | re.S)
_HOST = re.compile(r"(?:[a-z0-9-]{1,63}\.){1,6}([a-z]{2,12})(?::[0-9]+)?", re.I)
_LINK = re.compile("node_|page_|content_|nbs\\.|nw\\.", re.I)
_ABSOLUTE = re.compile(r"(?:https?:)?//[^/]{1,200}/", re.I)
_NO_HOSTS = {"bak", "old", "new", "tmp", "orig", "files", "html", "htm", "zip", "tar", "copy", "d", "data", "dir"}


@dataclass(frozen=True, slots=True)
class Address:
    """`place`: what the files of one issue have in common before the date. `date`: as written, eight digits, empty where the
    name tells none. `key`: N of node_N, the id of an article. `page`: the page that the name of an article gives, and of a page
    where its key is what is printed on it."""

    kind: str
    place: str
    date: str = ""
    edition: int = 1
    key: str = ""
    page: str = ""
    is_plain: bool = True


@lru_cache(maxsize=4096)
def address_of(name: str) -> Address | None:
    """None where the file is called neither like a page nor like an article."""
    plain = _QUERY.sub("", name)
    folder, file = posixpath.split(plain)
    found = _file_address(file)
    if found is None:
        return None
    place, date, edition = _day(folder)
    if _is_old_modern(folder) and found.kind == "page" and not found.page:
        found = replace(found, page=found.key)
    return replace(found, place=place, date=found.date or date, edition=edition, is_plain=plain == name)


def without_query(name: str) -> str:
    """content_12.htm, whatever wget made of content_12.htm?div=-1."""
    return _QUERY.sub("", name)


def day_of(name: str) -> tuple[str, str, int]:
    """Place, date and edition of a file that is called in no known way."""
    return _day(posixpath.dirname(name))


def _file_address(file: str) -> Address | None:
    if match := _NW.fullmatch(file):
        page = match["page"]
        return Address("article", "", match["date"], key=f"{match['number']}_{page}", page=page)
    if match := _ARTICLE.fullmatch(file):
        first, _, rest = match["id"].rpartition("_")
        page = match["page"] or first
        return Address(
            "article", "", key=f"{match['page']}_{match['id']}" if match["page"] else match["id"], page=page if rest else ""
        )
    if match := _PAGE.fullmatch(file):
        return Address("page", "", key=match["node"] or match["page"], page=match["page"] or "")
    if match := _NBS.fullmatch(file):
        return Address("page", "", key=match["page"], page=match["page"])
    return None


def _day(folder: str) -> tuple[str, str, int]:
    """The date is the last one among the folders, alone or with html behind it."""
    parts = folder.split("/") if folder else []
    tail = parts[-1:] if parts and parts[-1].lower() == "html" else []
    parts = parts[: len(parts) - len(tail)]
    for length in (3, 2, 1):
        match = _DATED.fullmatch("/".join(parts[-length:])) if len(parts) >= length else None
        if match:
            before = parts[:-length]
            if before and _ROLE.fullmatch(before[-1]):
                before = before[:-1]
            return "/".join(before), _digits(match), int(match["edition"] or match["edition3"] or 1)
    return folder, "", 1


def _digits(match: re.Match[str]) -> str:
    groups = match.groupdict()
    return next(
        f"{groups['y' + number]}{groups['m' + number]}{groups['d' + number]}"
        for number in ("", "2", "3", "4")
        if groups["y" + number]
    )


def _is_old_modern(folder: str) -> bool:
    """layout/202302/14: there the number of a page's file is what is printed on the page."""
    return bool(re.search("(?:^|/)(?:layout|col|column)/[0-9]{6}/[0-9]{2}(?:-[0-9]+)?$", folder, re.I))


def written_date(digits: str) -> dt.date | None:
    """None for a day that is not in the calendar."""
    try:
        return dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None


def looks_like_host(folder: str) -> bool:
    """www.example.com, as wget calls the first folder of a copy."""
    match = _HOST.fullmatch(folder)
    return bool(match) and match is not None and match[1].lower() not in _NO_HOSTS


def old_path(name: str, root: str) -> str:
    """The path that a file of the tree had on the old site."""
    first, slash, rest = name.partition("/")
    if slash and looks_like_host(first):
        name = rest
    base = root.strip("/")
    return f"/{base}/{name}" if base else f"/{name}"


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """For sorting: 2 before 10, A2 before A10, B after A."""
    pieces = re.findall("[0-9]+|[^0-9]+", text)
    return tuple((0, int(piece), "") if piece.isdecimal() and len(piece) < 40 else (1, 0, piece.casefold()) for piece in pieces)


def link_address(name: str, href: str) -> Address | None:
    """What a link in the file called `name` leads to; None where that is called neither like a page nor like an article.

    A link with a host, or one that climbs out of the tree, is judged by what follows the date."""
    href = href.strip()
    if not href or href.startswith("#") or not _LINK.search(href):
        return None
    if match := _ABSOLUTE.match(href):
        return address_of(href[match.end() :].partition("#")[0].lstrip("/"))
    bare = href.partition("#")[0].removeprefix("./")
    if "/" not in bare:
        return address_of(f"{posixpath.dirname(name)}/{bare}" if "/" in name else bare)
    inside = joined(posixpath.dirname(name), _QUERY.sub("", bare))
    return address_of(inside if inside is not None else re.sub(r"^(?:\.\.?/)+", "", bare.lstrip("/")))
