"""One page's PDF, read in a process of its own and written: layer, page text, picture, reading PDF, what is found on it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.core.files.storage import storages

from articles.finding.page_text import page_text
from articles.intake.bounding import bounded
from articles.intake.finding import SECONDS, Finding, find_on
from issues.files import files_with_rows
from issues.layer import LayerProblem, TextLayer, decode
from issues.models import PageSection
from issues.ocr import recognise
from issues.pdf import READING_LIMIT
from issues.pdf.process import PdfProcess
from issues.pictures import FileRefused
from issues.sentences import Sentence
from issues.writing import PageReading, Recognition, receive_reading, receive_recognition, settle_search

POINTS = 72 / 200  # to a pixel of a scan, whose resolution nobody says: sizes are told apart by each other alone
TEXT_LIMIT = 200_000  # characters of a page's text; a full broadsheet has some 15,000


class LayerMissing(Exception):
    """A page that was read has no text layer to search: its file is gone, or of another version of this program."""


@dataclass(frozen=True)
class PageOutcome:
    """`notes`: what an editor should know; `finding`: none where the page has no text layer, or another PDF came meanwhile."""

    notes: tuple[Sentence, ...] = ()
    finding: Finding | None = None
    is_read: bool = True


def read_page(section: PageSection, reader: PdfProcess) -> PageOutcome:
    """About a second; then the page is searched, and where that is broken off it awaits its search. What the PDF does not give is
    a note, and the page is not tried again until another PDF comes. Raises OSError where the master is not there. `section` with
    its issue and publication."""
    with storages["masters"].open(section.pdf) as file:
        data = file.read()
    reading = _reading(section, data, reader)
    if not receive_reading(section, reading):
        return PageOutcome(is_read=False)
    return _with_notes(_searched(section), reading.notes)


def search_page(section: PageSection) -> PageOutcome:
    """Of a page that was read before. Raises LayerMissing. `section` with its issue and publication."""
    layer = layer_of(section)
    if layer is None:
        raise LayerMissing
    if not layer.glyphs:  # an earlier version kept such: nothing can be found, and nothing is taken away
        with files_with_rows():
            return PageOutcome(is_read=settle_search(section, section.issue.version))
    try:
        finding = find_on(section, layer)
    except FileRefused as refused:
        return PageOutcome((refused.sentence,))
    return PageOutcome(finding=finding, is_read=finding is not None)


def _searched(section: PageSection) -> PageOutcome:
    """A page that was written just now."""
    section.refresh_from_db(fields=["picture", "width", "height", "layer"])
    return search_page(section) if section.layer else PageOutcome()


def _reading(section: PageSection, data: bytes, reader: PdfProcess) -> PageReading:
    reading = PageReading(master=section.pdf_digest)
    try:
        layer = reader.text_layer(data)
        text, notes = _text(layer)
        reading = replace(reading, layer=layer, text=text, notes=(*_notes(layer), *notes))
        if section.awaits_picture:
            reading = replace(reading, picture=reader.page_picture(data))
        pdf = reader.reading_pdf(data)
    except FileRefused as refused:
        return replace(reading, notes=(*reading.notes, refused.sentence))
    return replace(reading, pdf=pdf, notes=(*reading.notes, *_size_note(pdf)))


def _text(layer: TextLayer) -> tuple[str, tuple[Sentence, ...]]:
    """The page's text; none and why, where it takes too long to tell its lines apart."""
    try:
        with bounded(SECONDS):
            return page_text(layer)[:TEXT_LIMIT], ()
    except FileRefused as refused:
        return "", (refused.sentence,)


def _notes(layer: TextLayer) -> tuple[Sentence, ...]:
    if layer.unmapped:
        return (
            Sentence(
                "%(count)s printed characters cannot be read: their fonts do not tell which characters they are.",
                count=layer.unmapped,
            ),
        )
    if not layer.glyphs:
        return (Sentence("The PDF has no text layer: the page is a picture."),)
    return ()


def _size_note(pdf: bytes) -> tuple[Sentence, ...]:
    if len(pdf) <= READING_LIMIT:
        return ()
    return (
        Sentence(
            "The reading PDF has %(size)s MB; type and lines alone are more than %(limit)s MB.",
            size=f"{len(pdf) / 1e6:.1f}",
            limit=READING_LIMIT // 1_000_000,
        ),
    )


def recognise_page(section: PageSection) -> PageOutcome:
    """Of a page without a text layer, by Tesseract: a quarter of a minute to a minute. Raises OcrMissing, ModelMissing where it
    only lacks the paper's language, and OSError where the master is not there."""
    with storages["masters"].open(section.picture) as file:
        picture = file.read()
    try:
        size = (section.width * POINTS, section.height * POINTS)
        layer = recognise(picture, section.issue.publication.language, size)
        recognition = Recognition(layer, *_text(layer))
    except FileRefused as refused:
        recognition = Recognition(notes=(refused.sentence,))
    if not receive_recognition(section, section.picture_digest, recognition):
        return PageOutcome(is_read=False)
    has_layer = recognition.layer is not None and recognition.layer.glyphs
    return _with_notes(_searched(section) if has_layer else PageOutcome(), recognition.notes)


def _with_notes(outcome: PageOutcome, notes: Sequence[Sentence]) -> PageOutcome:
    return replace(outcome, notes=(*notes, *outcome.notes))


def layer_of(section: PageSection) -> TextLayer | None:
    """As it was read last."""
    return layer_at(section.layer)


def layer_at(name: str) -> TextLayer | None:
    """None where the page was not read, has no text, or the file is gone or from another version of this program: it can be read
    again."""
    if not name:
        return None
    try:
        with storages["masters"].open(name) as file:
            return decode(file.read())
    except (OSError, LayerProblem):
        return None
