"""A fingerprint of all that reading an issue would see: its HTML, and the pictures and PDFs named there. Nothing is parsed."""

import hashlib
import re

from articles.importing.formats.founder.markup import FILE_LIMIT
from articles.importing.formats.founder.recognition import is_furniture
from articles.importing.formats.founder.trees import Group
from articles.importing.sources import FoundFile, Source

_ENDING = re.compile(rb"\.(?:jpe?g|png|webp|tiff?|pdf)\b", re.I)
_AROUND = [bytes([delimiter]) for delimiter in b"\"'<>=(){},; \t\r\n"]
_LENGTH = 300
_REMOTE = re.compile("(?:https?:)?//", re.I)


def digest(group: Group) -> str:
    """Empty where pictures lie elsewhere: whether those have changed, only fetching them can tell."""
    files = [*group.pages, *group.articles, *group.frames]
    whole = hashlib.sha256()
    names: dict[str, None] = {}
    for file in files:
        data = file.read(FILE_LIMIT)
        whole.update(f"{file.name}\n{len(data)}\n".encode("utf-8", "surrogatepass"))
        whole.update(data)
        for address in _addresses(data):
            names.update(dict.fromkeys(_names(file, address.decode("utf-8", "replace"))))
    for name in names:
        _add_file(files[0].source, name, whole)
    return whole.hexdigest()


def _addresses(data: bytes) -> dict[bytes, None]:
    """Whatever ends like a picture or a PDF, back to the mark or space before it."""
    found: dict[bytes, None] = {}
    for match in _ENDING.finditer(data):
        before = data[max(0, match.start() - _LENGTH) : match.start()]
        start = max(map(before.rfind, _AROUND)) + 1
        found.setdefault(before[start:] + match.group())
    return found


def _names(file: FoundFile, address: str) -> list[str]:
    if _REMOTE.match(address):
        return []
    name = file.reference(address.lstrip("/") if address.startswith("/") else address)
    return [name] if name and not is_furniture(name) else []


def _add_file(source: Source, name: str, whole: "hashlib._Hash") -> None:
    whole.update(f"{name}\n".encode("utf-8", "surrogatepass"))
    if source.has(name):
        data = source.read(name)
        whole.update(f"{len(data)}\n".encode())
        whole.update(data)
