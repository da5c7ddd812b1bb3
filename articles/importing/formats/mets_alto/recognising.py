"""Whether a file is METS, ALTO or a batch, by its root element. Pure, and cheap: only the first bytes are looked at."""

import re

from articles.importing.formats.xml_parsing import looks_like_xml

_ROOT = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?([A-Za-z]+)(?=[\s/>])")
_NAMED = re.compile(r"<!DOCTYPE\s+(?:[A-Za-z_][\w.-]*:)?([A-Za-z]+)(?=[\s>\[])")
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]*(?:\[[^\]]*\]\s*)?>")
_KINDS = {"mets": "mets", "alto": "alto", "batch": "batch"}


def kind_of(start: bytes, name: str) -> str:
    """ "mets", "alto", "batch" or nothing. The name says nothing here."""
    if not looks_like_xml(start):
        return ""
    encoding = "utf-16" if start.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
    text = start.decode(encoding, "ignore").lstrip("\ufeff")
    at = _root_at(text)
    match = _ROOT.match(text, at) or _NAMED.match(text, at)
    kind = _KINDS.get(match[1], "") if match else ""
    return "" if kind == "batch" and "ndnp" not in text else kind


def _root_at(text: str) -> int:
    """Past declaration, comments and DOCTYPE. One that does not end in these bytes tells the root's name itself."""
    at = 0
    while True:
        at += len(text[at:]) - len(text[at:].lstrip())
        if text.startswith("<!--", at):
            end = text.find("-->", at) + 3
        elif text.startswith("<?", at):
            end = text.find("?>", at) + 2
        elif doctype := _DOCTYPE.match(text, at):
            end = doctype.end()
        else:
            return at
        if end <= at:
            return len(text)
        at = end
