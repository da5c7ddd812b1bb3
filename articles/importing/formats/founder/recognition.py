"""Is this a file of an old e-paper's site, and which: by its first bytes, with its name's help. Cheap, never fails."""

import re

from articles.importing.formats import text_dump
from articles.importing.formats.founder.addresses import address_of, day_of, without_query

PAGE, ARTICLE, FRAME = "page", "article", "frame"
# Called like an article in HTML, without being HTML.
ILLEGIBLE = "illegible"

_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|title|script|table|div|link|map|!--)", re.I)
_MARKS = re.compile(
    rb"founder-|enpproperty|enpcontent|npm:article|pagepicmap|id=[\"']?(?:pagelink|pagelist|titlelist|ozoom)\b|tplimg/|bmnr_con|class=\"masthead"
    rb"|(?:href|url)=[\"']?[^\"'<>]{0,200}(?:node_[0-9a-z]{1,9}|content_[0-9_]{1,30}|nbs\.[0-9a-z]{1,40}_[0-9a-z]{1,9}|page_[0-9]{1,3})\.s?htm",
    re.I,
)
_HTML_NAME = re.compile(r"\.s?html?$", re.I)
_XML = re.compile(rb"<\?xml|<!doctype\s+(?!html)\w|<(?:\w{1,20}:)?(?:nitf|news\w{2,8}|mets|alto)\b", re.I)
# A redirect of our own static copies: a page without a language.
_LEADS_ON = re.compile(rb"<!doctype html>\s{0,9}<html lang=\"zxx\">", re.I)
_OVERVIEW = re.compile(r"(?:index|default|titles|paperindex|node|page)(?:_[0-9a-z]{1,9})?\.s?html?", re.I)
_FURNITURE = re.compile(
    r"\.(?:css|js|mjs|ico|cur|woff2?|ttf|eot|otf|swf|htc|map|db)$"
    r"|(?:^|/)(?:tplimg|templet|css|js|skins?|static)/[^\0]*\.(?:gif|png|jpe?g|svg|bmp|html?|xml|webp)$"
    r"|(?:^|/)(?:robots\.txt|sitemap[^/]*\.xml|(?:feed|rss)\.xml|period\.xml|favicon\.[a-z]{3}|thumbs\.db|paperindex\.html?)$",
    re.I,
)


def kind_of(start: bytes, name: str) -> str:
    """A page or an article must be called like one and be HTML; what is called like an article in HTML and is none is told apart.
    What else bears the marks of such a site is a frame: an overview, a list of titles, a redirect."""
    head = start[:4096].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0")
    if head[:13].lower() == b"<periodlist>\n" or (head.startswith((b"<?xml", b"<period")) and b"<periodlist" in head[:400]):
        return FRAME
    if not head.startswith(b"<") or b"\0\0\0" in head or _HTML.search(head[:1024]) is None:
        return _illegible(head, name)
    if _LEADS_ON.match(head):
        return FRAME
    address = address_of(name)
    if address is not None:
        return address.kind
    if _MARKS.search(head) or (_OVERVIEW.fullmatch(name.rpartition("/")[2]) and day_of(name)[1]):
        return FRAME
    return ""


def _illegible(head: bytes, name: str) -> str:
    """What begins as another format's file does is left to that."""
    address = address_of(name)
    if address is None or address.kind != ARTICLE or not _HTML_NAME.search(without_query(name)):
        return ""
    return "" if _XML.match(head) or text_dump.looks_like(head) else ILLEGIBLE


def is_furniture(name: str) -> bool:
    """What every page of such a site is dressed with, and nobody reads."""
    return bool(_FURNITURE.search(name))
