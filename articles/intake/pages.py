"""One page's PDF, read in a process of its own and written: layer, page text, picture, reading PDF, what is found on it."""

from dataclasses import dataclass, replace

from django.core.files.storage import storages

from articles.finding.page_text import page_text
from articles.intake.finding import Finding, find_on
from issues.files import files_with_rows
from issues.layer import LayerProblem, TextLayer, decode
from issues.models import PageSection
from issues.ocr import recognise
from issues.pdf import READING_LIMIT
from issues.pdf.process import PdfProcess
from issues.pictures import FileRefused
from issues.sentences import Sentence
from issues.writing import PageReading, receive_reading, receive_recognition

POINTS = 72 / 200  # to a pixel of a scan, whose resolution nobody says: sizes are told apart by each other alone
TEXT_LIMIT = 200_000  # characters of a page's text; a full broadsheet has some 15,000


@dataclass(frozen=True)
class PageOutcome:
    """`notes`: what an editor should know; `finding`: none where the page has no text layer, or another PDF came meanwhile."""

    notes: tuple[Sentence, ...] = ()
    finding: Finding | None = None
    is_read: bool = True


def read_page(section: PageSection, reader: PdfProcess) -> PageOutcome:
    """About a second; the page and what is found on it are written together. What the PDF does not give is a note, and the page
    is not tried again until another PDF comes. Raises OSError where the master is not there. `section` with its issue and
    publication."""
    with storages["masters"].open(section.pdf) as file:
        data = file.read()
    reading = _reading(section, data, reader)
    with files_with_rows():
        if not receive_reading(section, reading):
            return PageOutcome(is_read=False)
        section.refresh_from_db(fields=["picture", "width", "height"])
        finding = find_on(section, reading.layer) if reading.layer else None
    return PageOutcome(tuple(reading.notes), finding)


def _reading(section: PageSection, data: bytes, reader: PdfProcess) -> PageReading:
    reading = PageReading(master=section.pdf_digest)
    try:
        layer = reader.text_layer(data)
        reading = replace(reading, layer=layer, text=page_text(layer)[:TEXT_LIMIT], notes=_notes(layer))
        if section.awaits_picture:
            reading = replace(reading, picture=reader.page_picture(data))
        pdf = reader.reading_pdf(data)
    except FileRefused as refused:
        return replace(reading, notes=(*reading.notes, refused.sentence))
    return replace(reading, pdf=pdf, notes=(*reading.notes, *_size_note(pdf)))


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
    """Of a page without a text layer, by Tesseract: a quarter of a minute to a minute. Raises OcrMissing, and OSError where the
    master is not there."""
    with storages["masters"].open(section.picture) as file:
        picture = file.read()
    notes: tuple[Sentence, ...] = ()
    layer: TextLayer | None = None
    try:
        size = (section.width * POINTS, section.height * POINTS)
        layer = recognise(picture, section.issue.publication.language, size)
    except FileRefused as refused:
        notes = (refused.sentence,)
    text = page_text(layer)[:TEXT_LIMIT] if layer else ""
    with files_with_rows():
        if not receive_recognition(section, section.picture_digest, layer, text):
            return PageOutcome(is_read=False)
        return PageOutcome(notes, find_on(section, layer) if layer and layer.glyphs else None)


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
