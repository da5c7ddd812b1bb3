"""Whether a file is METS, ALTO or a batch, by its root element. Pure, and cheap: only the first bytes are looked at."""

import re

from articles.importing.formats.xml_parsing import looks_like_xml

_ROOT = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?([A-Za-z]+)(?=[\s/>])")
_KINDS = {"mets": "mets", "alto": "alto", "batch": "batch"}


def kind_of(start: bytes, name: str) -> str:
    """ "mets", "alto", "batch" or nothing. The name says nothing here."""
    if not looks_like_xml(start):
        return ""
    encoding = "utf-16" if start.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
    text = start.decode(encoding, "ignore").lstrip("\ufeff")
    match = _ROOT.match(text, _root_at(text))
    kind = _KINDS.get(match[1], "") if match else ""
    return "" if kind == "batch" and "ndnp" not in text else kind


def _root_at(text: str) -> int:
    """Past declaration, comments and DOCTYPE; -1 is never a place where an element begins."""
    at = 0
    while True:
        at += len(text[at:]) - len(text[at:].lstrip())
        for opening, closing in (("<!--", "-->"), ("<?", "?>"), ("<!DOCTYPE", ">")):
            if text.startswith(opening, at):
                end = text.find(closing, at)
                if end < 0:
                    return len(text)
                at = end + len(closing)
                break
        else:
            return at
