"""A page's files: what was received is kept, what readers get is made from it, under paint where something was withdrawn."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.core.files.storage import storages

from issues import files, pictures
from issues.geometry import Polygon
from issues.layer import TextLayer, encode
from issues.models import PageSection, PageSectionQuerySet
from issues.sentences import Sentence
from issues.writing.changing import changing, refusals_as_validation
from issues.writing.pictures import retire_picture, serve_picture


@dataclass(frozen=True)
class PageReading:
    """Of the PDF with the digest `master`. `pdf`: the small one that readers get; `notes`: what an editor should know. All but
    the notes may be missing: a PDF that could not be read."""

    master: str
    layer: TextLayer | None = None
    text: str = ""
    picture: bytes | None = None
    pdf: bytes | None = None
    notes: Sequence[Sentence] = ()


def receive_picture(section: PageSection, data: bytes) -> None:
    with refusals_as_validation("picture"):
        picture, ending = pictures.open_picture(data, settings.MAX_PICTURE_PIXELS)
        retire_picture(section)
        section.picture_digest = files.digest(data)
        section.awaits_picture = False
        if section.text_source == PageSection.TextSource.OCR:
            _write_layer(section, None)
            section.text, section.text_source = "", ""
        section.width, section.height = picture.size
        section.picture = f"{files.folder(section.issue)}/page_{section.key}-{section.picture_version}.{ending}"
        files.write("masters", section.picture, data)
        serve_picture(section, picture, section.mask_polygons)


def receive_reading(section: PageSection, reading: PageReading) -> bool:
    """What a page's PDF gave. False, and nothing written, where another PDF came meanwhile. Text that an import or a person
    brought stays. Readers have the new files from the commit on."""
    with changing(section.issue, is_derived=True) as issue:
        now = issue.sections.filter(pk=section.pk, pdf_digest=reading.master).first()
        if now is None:
            return False
        now.issue = issue
        now.layer_digest, now.layer_notes = reading.master, [note.data for note in reading.notes]
        _receive_layer(now, reading)
        # Withdrawn print may stand elsewhere in the new PDF: a person brings its picture, who sees what the paint covers.
        if reading.picture is not None and now.awaits_picture and not now.masks:
            receive_picture(now, reading.picture)
            now.awaits_picture = False
        if reading.pdf is not None:
            _serve_pdf(now, reading.pdf)  # of the same version: the same page, only smaller
        now.save()
    return True


def read_again(sections: PageSectionQuerySet) -> None:
    """Puts the pages back into the queue; what they have stays until it is replaced."""
    sections.update(layer_digest="")


def receive_recognition(section: PageSection, picture: str, layer: TextLayer | None, text: str) -> bool:
    """What was recognised in the picture with that digest; nothing at all is worth remembering too. False, and nothing written,
    where another picture or a text came meanwhile."""
    with changing(section.issue, is_derived=True) as issue:
        now = issue.sections.unrecognised().filter(pk=section.pk, picture_digest=picture).first()
        if now is None:
            return False
        now.issue = issue
        _write_layer(now, layer)
        now.text, now.text_source = text, PageSection.TextSource.OCR
        now.save()
    return True


def _receive_layer(section: PageSection, reading: PageReading) -> None:
    """What could not be read takes nothing away, nor does a scan what was recognised in its picture."""
    if reading.layer is None or (section.text_source == PageSection.TextSource.OCR and not reading.text):
        return
    _write_layer(section, reading.layer)
    if section.text_source or not section.text:
        section.text, section.text_source = reading.text, reading.layer.source if reading.text else ""


def _write_layer(section: PageSection, layer: TextLayer | None) -> None:
    if section.layer:
        files.delete_after_commit("masters", section.layer)
    section.layer = ""
    if layer is not None:
        section.layer = f"{files.folder(section.issue)}/page_{section.key}-{section.pdf_version}-{section.picture_version}.layer"
        files.write("masters", section.layer, encode(layer))


def receive_pdf(section: PageSection, data: bytes) -> None:
    with refusals_as_validation("pdf"):
        clean = pictures.clean_pdf(data)
    _retire_served_pdf(section)
    _keep_earlier_layer(section)
    section.pdf_digest, section.layer_digest = files.digest(data), ""
    section.pdf = f"{files.folder(section.issue)}/page_{section.key}-{section.pdf_version}.pdf"
    files.write("masters", section.pdf, data)
    _serve_pdf(section, clean)


def _keep_earlier_layer(section: PageSection) -> None:
    """That of the version before, so that both can be compared once this one is read."""
    if section.layer:
        if section.earlier_layer:
            files.delete_after_commit("masters", section.earlier_layer)
        section.earlier_layer, section.layer = section.layer, ""


def _retire_served_pdf(section: PageSection) -> None:
    if section.pdf:
        files.delete_after_commit("served", files.served_pdf(section))
    section.pdf_version += 1


def serve_pdf_anew(section: PageSection) -> None:
    """Not yet made small: the queue of `read_pages` does it again."""
    _retire_served_pdf(section)
    section.layer_digest = ""
    with storages["masters"].open(section.pdf) as file:
        _serve_pdf(section, pictures.clean_pdf(file.read()))


def _serve_pdf(section: PageSection, clean: bytes) -> None:
    """Under a mask the PDF is the masked picture alone; without a picture none is served."""
    if not section.masks:
        files.write("served", files.served_pdf(section), clean)
    elif section.picture:
        largest = section.picture_widths[-1]
        name = files.served_picture(section.issue, "page", section.key, section.picture_version, largest)
        with storages["served"].open(name) as file:
            files.write("served", files.served_pdf(section), pictures.picture_pdf(file.read()))


def set_masks(section: PageSection, masks: Sequence[Polygon]) -> None:
    """Paints over what is served of a page, or takes the paint away; the masters stay. No-op when nothing changes. The smaller
    widths are gone at once too, and come back by the queue."""
    wanted = [[[x, y] for x, y in polygon] for polygon in masks]
    if wanted == [list(map(list, polygon)) for polygon in section.mask_polygons]:
        return
    with changing(section.issue):
        section.masks = wanted
        if section.picture:
            retire_picture(section)
            with storages["masters"].open(section.picture) as file:
                picture, _ending = pictures.open_picture(file.read(), settings.MAX_PICTURE_PIXELS)
            serve_picture(section, picture, section.mask_polygons)
        if section.pdf:
            serve_pdf_anew(section)
        section.save(update_fields=["masks", "picture_version", "has_avif", "pdf_version", "layer_digest"])
