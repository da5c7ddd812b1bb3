"""A page's files: what was received is kept, what readers get is made from it, under paint where something was withdrawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.files.storage import storages

from issues import files, pictures
from issues.geometry import Polygon
from issues.layer import TextLayer, encode
from issues.models import Issue, PageSection, PageSectionQuerySet
from issues.sentences import Sentence
from issues.writing.changing import changing, raise_derived_version, refusals_as_validation
from issues.writing.pictures import retire_picture, serve_picture

_NOTHING = Sentence("Nothing was recognised in the page's picture.")
_GIVEN = Sentence("Articles are looked for in what was recognised in the page's picture; the page text stays as it was given.")


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


@dataclass(frozen=True)
class Recognition:
    """Of a picture; without a layer it could not be recognised, and the notes say why."""

    layer: TextLayer | None = None
    text: str = ""
    notes: Sequence[Sentence] = ()


def receive_picture(section: PageSection, data: bytes) -> None:
    with refusals_as_validation("picture"):
        picture, ending = pictures.open_picture(data, settings.MAX_PICTURE_PIXELS)
        retire_picture(section)
        section.picture_digest = files.digest(data)
        section.awaits_picture = False
        if section.is_recognised:
            _write_layer(section, None)
            section.layer_notes = _notes_of(section, "pdf")
        if section.text_source == PageSection.TextSource.OCR:
            section.text, section.text_source = "", ""
        section.width, section.height = picture.size
        section.picture = f"{files.folder(section.issue)}/page_{section.key}-{section.picture_version}.{ending}"
        files.write("masters", section.picture, data)
        serve_picture(section, picture, section.mask_polygons)


def receive_reading(section: PageSection, reading: PageReading) -> bool:
    """What a page's PDF gave. False, and nothing written, where another PDF came meanwhile. Text that an import or a person
    brought stays, and so does all that was found where the PDF is a picture alone. Readers have the new files from the commit on;
    a text layer awaits its search."""
    with files.files_with_rows():
        now = _locked(section, PageSection.objects.filter(pdf_digest=reading.master))
        if now is None:
            return False
        raise_derived_version(now.issue_id)
        now.layer_digest = reading.master
        recognised = [] if _receive_layer(now, reading) else _notes_of(now, "ocr")
        now.layer_notes = recognised + [note.data for note in reading.notes]
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


def receive_recognition(section: PageSection, picture: str, recognition: Recognition) -> bool:
    """What was recognised in the picture with that digest; nothing at all is worth remembering too, and takes away nothing that
    was there before. Text that an import or a person brought stays. False, and nothing written, where another picture, a PDF
    or its text layer came meanwhile."""
    with files.files_with_rows():
        now = _locked(section, PageSection.objects.recognisable().filter(picture_digest=picture))
        if now is None:
            return False
        notes, is_given = list(recognition.notes), bool(now.text) and now.text_source != PageSection.TextSource.OCR
        if recognition.layer is not None and recognition.layer.glyphs:
            raise_derived_version(now.issue_id)
            _write_layer(now, recognition.layer)
            now.text = now.text if is_given else recognition.text
            notes += [_GIVEN] if is_given else []
        elif not notes:
            notes = [_NOTHING]
        now.text_source = now.text_source if is_given else PageSection.TextSource.OCR
        now.layer_notes = [note.data | {"of": "ocr"} for note in notes] + _notes_of(now, "pdf")
        now.save()
    return True


def search_again(issue_pk: int) -> None:
    """For who writes an article, in its transaction: the issue's pages that were read before it are searched anew by the queue of
    `read_pages`. One query. Nobody sees it, so neither the issue's version nor a history tells of it."""
    PageSection.objects.filter(issue=issue_pk, awaits_search=False).exclude(layer="").update(awaits_search=True)


def settle_search(section: PageSection, texts_version: int, notes: Sequence[Sentence] = ()) -> bool:
    """In the transaction that writes what was found in the page's `layer`: the search is done, unless somebody wrote to the issue
    since its texts were loaded, in its version `texts_version`. False where the page has another layer by now, of which nothing
    was found: then nothing is to be written. Holds the issue's lock; readers see nothing of it."""
    now = _locked(section, PageSection.objects.filter(layer=section.layer))
    if now is None:
        return False
    others = [note for note in now.layer_notes if note.get("of") != "search"]
    is_late = now.issue.version != texts_version
    kept = others + [note.data | {"of": "search"} for note in notes]
    PageSection.objects.filter(pk=now.pk).update(awaits_search=is_late, layer_notes=kept)
    return True


def _locked(section: PageSection, wanted: PageSectionQuerySet) -> PageSection | None:
    """The page as it is now, where it still is a wanted one, with its issue, whose lock is held."""
    issue = Issue.objects.select_for_update(of=("self",)).select_related("publication").get(pk=section.issue_id)
    now = wanted.filter(pk=section.pk).first()
    if now is not None:
        now.issue = issue
    return now


def _notes_of(section: PageSection, source: str) -> list[dict[str, Any]]:
    """Of the page's notes those of its PDF ("pdf"), or those of the recognition of its picture ("ocr")."""
    return [note for note in section.layer_notes if note.get("of", "pdf") == source]


def _receive_layer(section: PageSection, reading: PageReading) -> bool:
    """Whether the page has the PDF's text layer now. What could not be read takes nothing away, nor does a PDF without a letter,
    but for the text of the PDF before; a scan not what was recognised in its picture."""
    if reading.layer is None:
        return False
    has_glyphs = bool(reading.layer.glyphs)
    if not has_glyphs and section.text_source == PageSection.TextSource.PDF:
        section.text, section.text_source = "", ""
    if section.is_recognised and not reading.text:
        return False
    _write_layer(section, reading.layer if has_glyphs else None)  # None: one that was kept empty goes
    if has_glyphs and (section.text_source or not section.text):
        section.text, section.text_source = reading.text, reading.layer.source if reading.text else ""
    return has_glyphs


def _write_layer(section: PageSection, layer: TextLayer | None) -> None:
    if section.layer:
        files.delete_after_commit("masters", section.layer)
    section.layer, section.awaits_search = "", layer is not None
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
        _serve_pdf(section, pictures.clean_pdf(file.read(), is_kept=True))


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
