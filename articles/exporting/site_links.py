"""Links in what the site answers: found, and made relative where they are absolute paths. No Django; text in, text out.

Links within an issue and to its neighbours are relative file names already and stay, byte for byte.
"""

import posixpath
import re
from dataclasses import dataclass
from html import escape, unescape
from urllib.parse import quote, unquote, urlsplit

_TAG = re.compile(r"""<([A-Za-z][A-Za-z0-9:-]*)([^<>"]*(?:"[^"]*"[^<>"]*)*)>""")
_ATTRIBUTE = re.compile(r"""(?<=[\s"])(href|src|srcset|action|poster|content)(\s*=\s*")([^"]*)(")""", re.I)
_REFRESH = re.compile(r"(\s*\d+\s*;\s*url\s*=\s*)(\S+)(.*)", re.I | re.S)
_SEARCH = re.compile(r"/[a-z][a-z0-9-]*/search/?\Z")
_SEARCH_FORM = re.compile(r"""<form\b[^>]*\baction\s*=\s*"[^"]*/search/?"[^>]*>.*?</form>""", re.I | re.S)
_STYLE_LINK = re.compile(r"""(url\(\s*["']?|@import\s+["'])([^"')\s]+)""", re.I)
_SCRIPT_LINK = re.compile(r"""(\bfrom\s*|\bimport\s*\(?\s*)(["'])(\.{0,2}/[^"']+)""")
INDEX = "index.html"


@dataclass(frozen=True)
class Rewriting:
    """`own`: the site's address in the world, and `base_url` the copy's; `search_url`: where searching goes, none: no search.
    `for_disk`: links to folders name their index.html, so that the copy opens without a web server."""

    own: str
    base_url: str = ""
    search_url: str = ""
    for_disk: bool = False

    def in_the_world(self, address: str) -> str:
        """Canonical and feed addresses are the copy's, where it has one."""
        rest = address.removeprefix(self.own)
        if self.base_url and self.own and rest != address and rest[:1] in ("", "/", "?", "#"):
            return self.base_url.rstrip("/") + rest
        return address


@dataclass(frozen=True)
class Rewritten:
    """A text as it goes into the copy, and the site's own addresses that it links to, decoded and absolute."""

    text: str
    links: frozenset[str]


def rewrite(kind: str, text: str, address: str, how: Rewriting) -> Rewritten:
    """`address` is the text's own, a decoded path."""
    writer = _Writer(address, how)
    if kind == "text/html":
        text = writer.page(text)
    elif kind == "text/css":
        text = _STYLE_LINK.sub(lambda match: match[1] + writer.link(match[2]), text)
    elif kind.endswith("javascript"):
        text = _SCRIPT_LINK.sub(lambda match: match[1] + match[2] + writer.module(match[3]), text)
    elif kind.endswith("xml") and how.own:
        text = re.sub(re.escape(how.own) + r"(?=[/?#<\"'\s])", lambda match: how.in_the_world(match[0]), text)
    return Rewritten(text, frozenset(writer.links))


class _Writer:
    def __init__(self, address: str, how: Rewriting) -> None:
        self.address = address
        self.how = how
        self.links: set[str] = set()

    def page(self, text: str) -> str:
        if not self.how.search_url:
            text = _SEARCH_FORM.sub("", text)
        return _TAG.sub(self._tag, text)

    def _tag(self, match: re.Match[str]) -> str:
        name, attributes = match[1], match[2]
        if '"' not in attributes:
            return match[0]
        return f"<{name}{_ATTRIBUTE.sub(lambda found: self._attribute(name.lower(), found), attributes)}>"

    def _attribute(self, tag: str, match: re.Match[str]) -> str:
        name, value = match[1].lower(), unescape(match[3])
        if name == "srcset":
            new = ", ".join(self._candidate(part) for part in value.split(","))
        elif name == "content":
            new = self._content(tag, value)
        else:
            new = self.link(value)
        return match[0] if new == value else f"{match[1]}{match[2]}{escape(new)}{match[4]}"

    def _candidate(self, part: str) -> str:
        address, _space, width = part.strip().partition(" ")
        return f"{self.link(address)} {width}".strip()

    def _content(self, tag: str, value: str) -> str:
        refresh = _REFRESH.fullmatch(value)
        if tag == "meta" and refresh:
            return refresh[1] + self.link(refresh[2]) + refresh[3]
        return self.how.in_the_world(value)

    def module(self, value: str) -> str:
        """A script's address begins with a dot; without one it would be a bare name."""
        link = self.link(value)
        return link if link.startswith(".") else f"./{link}"

    def link(self, value: str) -> str:
        """As it stands in the copy."""
        own = own_address(self.address, value)
        if own is None:
            return self.how.in_the_world(value)
        path, tail = own
        if _SEARCH.fullmatch(path) and self.how.search_url:
            return _search(self.how.search_url, path) + tail
        self.links.add(path)
        if self.how.for_disk and path.endswith("/"):
            return relative(self.address, path + INDEX) + tail
        return relative(self.address, path) + tail if value.startswith("/") else value


def own_address(base: str, value: str) -> tuple[str, str] | None:
    """The decoded path that a link in `base` leads to, and its query and fragment; None for what leads out of the site, and
    for places in the page itself."""
    try:
        parts = urlsplit(value.strip())
    except ValueError:
        return None
    if parts.scheme or parts.netloc or not parts.path:
        return None
    path = unquote(parts.path)
    if not path.startswith("/"):
        path = base[: base.rfind("/") + 1] + path
    tail = (f"?{parts.query}" if parts.query else "") + (f"#{parts.fragment}" if parts.fragment else "")
    return _normal(path), tail


def _normal(path: str) -> str:
    """Without `.` and `..`, which cannot climb above the root; the slash at the end stays."""
    is_folder = path.endswith(("/", "/.", "/.."))
    normal = "/" + posixpath.normpath(path).lstrip("/")
    return normal if normal == "/" or not is_folder else f"{normal}/"


def relative(start: str, target: str) -> str:
    """From one address to another, percent-encoded: from /a/b/c.htm to /a/d/ it is ../d/."""
    folder, _slash, name = target.rpartition("/")
    way = posixpath.relpath(folder or "/", posixpath.dirname(start))
    link = name if way == "." else f"{way}/{name}"
    return quote(f"./{link}" if not link or ":" in link.partition("/")[0] else link)


def _search(search_url: str, path: str) -> str:
    """A host alone keeps the site's own path; an address with a path is the search itself."""
    parts = urlsplit(search_url)
    return search_url if parts.path.strip("/") or parts.query else search_url.rstrip("/") + path


def redirect_page(start: str, target: str, how: Rewriting) -> str:
    """A small page that leads on, for hosts that cannot answer 301; `target` is a path of the site or an address outside."""
    path, mark, fragment = target.partition("#")
    address = target
    if path.startswith("/"):
        wanted = path + INDEX if how.for_disk and path.endswith("/") else path
        address = relative(start, wanted) + mark + fragment
    shown = escape(address)
    canonical = f'<link rel="canonical" href="{escape(how.base_url.rstrip("/") + quote(path))}">' if how.base_url else ""
    return (
        f'<!DOCTYPE html>\n<html lang="zxx">\n<head><meta charset="utf-8"><title>{shown}</title>{canonical}'
        f'<meta http-equiv="refresh" content="0; url={shown}"></head>\n'
        f'<body><p><a href="{shown}">{shown}</a></p></body>\n</html>\n'
    )
