"""What a file is by its first bytes, whatever it is called, and the sentence for one that is not what was expected. Pure."""

import posixpath
from collections.abc import Collection

from articles.importing.formats import texts
from articles.importing.problems import ImportProblem
from articles.importing.sources import FoundFile
from issues.pdf import looks_like_pdf
from issues.sentences import Sentence

START = 4096  # bytes by which a file is recognised
PICTURE_STARTS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\x00", b"MM\x00*")


def content_kind(start: bytes, name: str) -> str:
    """ "pdf", "picture", "text" or nothing, by the first bytes."""
    if looks_like_pdf(start):
        return "pdf"
    if start.startswith(PICTURE_STARTS) or (start.startswith(b"RIFF") and start[8:12] == b"WEBP"):
        return "picture"
    return "text" if texts.kind_of(start, name) else ""


def claims_pdf(name: str) -> bool:
    """By its ending. A hidden file is a system's own: ._01.pdf beside 01.pdf holds what a Mac remembers of it."""
    return name.lower().endswith(".pdf") and not posixpath.basename(name).startswith(".")


def check_content(start: bytes, name: str, origin: str, expected: Sentence, kinds: Collection[str]) -> str:
    """The kind, which is one of `kinds`. Raises `ImportProblem`."""
    kind = content_kind(start, name)
    if not start or kind not in kinds:
        raise ImportProblem(origin, expected, _seen(start))
    return kind


def check_pdf(file: FoundFile) -> None:
    """Raises `ImportProblem`. A file that is refused counts as used: its sentence says all there is to say."""
    try:
        check_content(file.source.start(file.name, START), file.name, file.origin, Sentence("a PDF"), ("pdf",))
    except ImportProblem:
        file.source.used.add(file.name)
        raise


def _seen(start: bytes) -> Sentence:
    """A page that says “404 Not Found” is what a download most often leaves in a PDF's place."""
    if not start:
        return Sentence("an empty file")
    kind = "picture" if start.startswith(b"GIF8") else content_kind(start, "")
    if kind:
        return {"pdf": Sentence("a PDF"), "picture": Sentence("a picture"), "text": Sentence("a text")}[kind]
    head = start[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    is_html = head.startswith(b"<") and (b"<html" in head or head.startswith(b"<!doctype html"))
    return Sentence("an HTML page") if is_html else Sentence("other bytes")
