"""A fingerprint of all that reading an issue would see: its HTML, and the files named there, found where the reader finds them.

The HTML is not parsed, so that an issue that is as it was costs little more than reading it from the disk.
"""

import hashlib
import html
import posixpath
import re
from collections.abc import Iterator
from itertools import chain

from articles.importing.formats.founder.files import find, find_upwards
from articles.importing.formats.founder.markup import FILE_LIMIT, document_of
from articles.importing.formats.founder.pictures import looks_like_picture
from articles.importing.formats.founder.recognition import ARTICLE, PAGE
from articles.importing.formats.founder.trees import Group
from articles.importing.sources import FoundFile, Source

# What follows src=, data-src=, href=, srcset= or a = with a space before it. It begins with the rare letter, so that most of a
# file is passed over quickly; of the quotation marks only the last one can be looked for in vain.
_VALUE = re.compile(
    rb"""=(?:(?<=[Ss][Rr][Cc]=)|(?<=[Rr][Ee][Ff]=)|(?<=[Cc][Ss][Ee][Tt]=)|(?<=\s=))\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))"""
)
_NO_FILE = re.compile(rb"\s*(?:#|[a-z]+:|[^?#]*\.(?:s?html?|css|js)\s*(?:[?#]|$))", re.I)
_ODD = re.compile(rb"[^ -\[\]-~]")  # a backslash, or not ASCII
_LENGTH = 6000


def digest(group: Group) -> str:
    """Raises `ImportProblem` where a file cannot be read."""
    whole = hashlib.sha256()
    found: dict[tuple[str, str, str], list[str]] = {}
    files = [*group.pages, *group.articles, *group.frames]
    for file in files:
        data = file.read(FILE_LIMIT)
        whole.update(f"{file.name}\n{len(data)}\n".encode("utf-8", "surrogatepass"))
        whole.update(data)
        if file.kind in (PAGE, ARTICLE):
            _find(file, data, found)
    for name in dict.fromkeys(chain.from_iterable(found.values())):
        _add_file(files[0].source, name, whole)
    return whole.hexdigest()


def _find(file: FoundFile, data: bytes, found: dict[tuple[str, str, str], list[str]]) -> None:
    """What all files of a folder are dressed with is looked for once."""
    folder = posixpath.dirname(file.name)
    for address in _addresses(file, data):
        if (file.kind, folder, address) not in found:
            found[file.kind, folder, address] = list(_names(file, address))


def _names(file: FoundFile, address: str) -> Iterator[str]:
    """Of files that are there. On a page an address may be meant as the one in its comment is."""
    for written in dict.fromkeys((address, html.unescape(address))):
        for meant in dict.fromkeys((written, find_upwards(file, written))) if file.kind == PAGE else (written,):
            if name := find(file, meant):
                yield name


def _addresses(file: FoundFile, data: bytes) -> dict[str, None]:
    """Whatever may name a file. Where bytes are not what they mean, the text as the reader sees it is searched, too."""
    values = _values(data)
    addresses: dict[str, None] = {}
    is_told = file.kind == PAGE and b"pagepicurl" in data.lower()
    if is_told or b"\0" in data or any(map(_ODD.search, values)) or (b"document.write" in data and b"\\" in data):
        document = document_of(data, file.origin)
        values |= _values(document.text.encode("utf-8", "replace"))
        addresses[document.properties.get("pagepicurl", "")] = None
    return addresses | {value.decode("utf-8", "replace"): None for value in values}


def _values(data: bytes) -> dict[bytes, None]:
    found: dict[bytes, None] = {}
    for groups in _VALUE.findall(data):
        value = groups[0] or groups[1] or groups[2]
        if len(value) > _LENGTH or _NO_FILE.match(value):
            continue
        found[value] = None
        if b"," in value:  # srcset="a.jpg 700w, b.jpg 1400w"
            found.update((entry.split()[0], None) for entry in value.split(b",") if entry.strip())
    return found


def _add_file(source: Source, name: str, whole: "hashlib._Hash") -> None:
    """What the reader would take counts as looked at; other files that a page links to are only part of the fingerprint."""
    was_used = name in source.used
    data = source.read(name)
    if not (was_used or looks_like_picture(source, name) or b"%PDF-" in data[:1024]):
        source.used.discard(name)
    whole.update(f"{name}\n{len(data)}\n".encode("utf-8", "surrogatepass"))
    whole.update(data)
