"""Pages of a METS -> section records: labels, picture and PDF as far as they are there, text and size from ALTO."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from articles.importing.formats.mets_alto import mods
from articles.importing.formats.mets_alto.alto import Sheet, read_sheets
from articles.importing.formats.mets_alto.articles import Sheets
from articles.importing.formats.mets_alto.lines import page_text
from articles.importing.formats.mets_alto.mets import Manifest, NamedFile, Page
from articles.importing.problems import ImportProblem, quoted
from articles.importing.records import SectionRecord
from articles.importing.sources import FoundFile
from issues.sentences import Sentence

SHEET_WIDTH = 2000
GREATEST_SIDE = 100_000
TEXT_LENGTH = 990_000
PATH_LENGTH = 200

_PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff")
_NOT_TAKEN = (".jp2", ".j2k", ".jpx", ".jpf")
# What a page's picture is best made of, by the words of its group; thumbnails never.
_USES = ("master", "image", "default", "max", "service", "reference", "presentation", "derivative")
_LABEL = re.compile("[0-9A-Za-z]+(-[0-9A-Za-z]+)*")


@dataclass(slots=True)
class Files:
    """What became of the files that pages name: for the warnings."""

    absent: list[str] = field(default_factory=list)
    not_taken: list[str] = field(default_factory=list)


def read_sheets_of(file: FoundFile, manifest: Manifest) -> Sheets:
    """Every page's ALTO, each file read once. One that is named and not there is refused: its words would be lost."""
    sheets = Sheets([])
    known: dict[str, list[Sheet]] = {}
    for at, page in enumerate(manifest.pages):
        found = None
        for named in (manifest.files[name] for name in page.files if name in manifest.files):
            if not named.is_text:
                continue
            if named.id not in known:
                known[named.id] = _read(file, named)
            found = found or _sheet(known[named.id], page.starts.get(named.id, ""))
            sheets.by_file.setdefault(named.id, []).append(at)
        sheets.by_page.append(found)
    return sheets


def _read(file: FoundFile, named: NamedFile) -> list[Sheet]:
    if named.name is None or not file.source.has(named.name):
        found = Sentence("one that leads out of it") if named.name is None else Sentence("no such file")
        raise ImportProblem(
            file.origin,
            Sentence("the ALTO %(address)s in the source", address=quoted(named.address)),
            found,
            field=f"file {named.id}",
        )
    return read_sheets(file.source.read(named.name), file.source.described(named.name))


def _sheet(sheets: Sequence[Sheet], begin: str) -> Sheet:
    return next((sheet for sheet in sheets if begin and (sheet.id == begin or begin in sheet.spans)), sheets[0])


def sections(file: FoundFile, manifest: Manifest, sheets: Sheets, files: Files, warnings: list[Sentence]) -> list[SectionRecord]:
    """In the order of the pages; keys are their numbers in it."""
    labels = _labels(manifest, warnings)
    records = []
    for at, (page, sheet) in enumerate(zip(manifest.pages, sheets.by_page, strict=True)):
        named = [manifest.files[name] for name in page.files if name in manifest.files]
        width, height = _size(sheet)
        fold = next((label for found in manifest.records(page.dmds) if (label := mods.details(found, "section label")[0])), "")
        records.append(
            SectionRecord(
                key=str(at + 1),
                fold=fold[:100],
                label=labels[at],
                width=width,
                height=height,
                picture=_picture(file, named, files),
                pdf=_pdf(file, named, files),
                text=_text(sheet),
            )
        )
        if sheet is None:
            note = Sentence("%(origin)s: page %(label)s has no ALTO, so no text", origin=file.origin, label=labels[at])
            warnings.append(_with_reason(note, manifest, page))
        elif sheet.repeated:
            warnings.append(
                Sentence(
                    "%(origin)s: %(id)s is the ID of several blocks; the first counts",
                    origin=sheet.origin,
                    id=quoted(sheet.repeated[0]),
                )
            )
    return records


def _with_reason(note: Sentence, manifest: Manifest, page: Page) -> Sentence:
    """A page that the print or the film lacks says so in a note."""
    notes = [note for found in manifest.records(page.dmds) for note in mods.notes(found, "noteAboutReproduction")]
    return Sentence("%(sentence)s (%(reason)s)", sentence=note, reason=", ".join(notes)[:100]) if notes else note


def _labels(manifest: Manifest, warnings: list[Sentence]) -> list[str]:
    """As printed; one that is missing, twice there or no label is made of the page's number."""
    wanted = [_label(page, manifest) for page in manifest.pages]
    taken: set[str] = set()
    labels = []
    for number, label in enumerate(wanted, 1):
        if not label or label in taken:
            other = next(name for name in (str(number), f"{label or 'p'}-{number}", f"p{number}") if name not in taken)
            if label:
                warnings.append(
                    Sentence(
                        "%(origin)s: page %(number)s is labelled %(label)s like another one; it becomes %(other)s",
                        origin=manifest.origin,
                        number=number,
                        label=label,
                        other=other,
                    )
                )
            label = other
        taken.add(label)
        labels.append(label)
    return labels


def _label(page: Page, manifest: Manifest) -> str:
    printed = page.label or next((text for found in manifest.records(page.dmds) if (text := mods.page_label(found))), "")
    plain = re.sub("[–—/]", "-", unicodedata.normalize("NFKC", printed))
    plain = re.sub(r"[\s\[\]().]", "", plain).strip("-")
    return plain if len(plain) <= 12 and _LABEL.fullmatch(plain) else ""


def _size(sheet: Sheet | None) -> tuple[int, int]:
    """Pixels where the file counts in them, else in proportion; a blank sheet is drawn in this size where there is no picture."""
    if sheet is None or not sheet.width or not sheet.height:
        return 1000, 1414
    scale = 1.0 if sheet.is_pixels and max(sheet.width, sheet.height) <= GREATEST_SIDE else SHEET_WIDTH / sheet.width
    sides = (round(sheet.width * scale), round(sheet.height * scale))
    return min(max(sides[0], 1), GREATEST_SIDE), min(max(sides[1], 1), GREATEST_SIDE)


def _text(sheet: Sheet | None) -> str:
    text = page_text(block.lines for block in sheet.blocks) if sheet else ""
    if sheet and len(text) > TEXT_LENGTH:
        raise ImportProblem(
            sheet.origin, Sentence("a page of at most %(limit)s characters", limit=f"{TEXT_LENGTH:,}"), f"{len(text):,}"
        )
    return text


def _picture(file: FoundFile, named: Sequence[NamedFile], files: Files) -> str | None:
    """The best that is there, by what its first bytes are."""
    taken = None
    for found in sorted((one for one in named if _is_picture(one)), key=_rank):
        name = _there(file, found, files)
        kind = _picture_kind(file.source.start(name, 16)) if name else ""
        if kind == "jp2":
            files.not_taken.append(found.address)
        if name and kind:
            file.source.used.add(name)
        if kind == "picture" and taken is None:
            taken = name
    return taken


def _is_picture(named: NamedFile) -> bool:
    is_picture = named.mime.startswith("image/") or named.ending in _PICTURES + _NOT_TAKEN
    return is_picture and "thumb" not in named.use and "thumb" not in named.address.casefold()


def _rank(named: NamedFile) -> int:
    if "black" in named.use or "bitonal" in named.use:
        return len(_USES) + 1
    return next((at for at, use in enumerate(_USES) if use in named.use), len(_USES))


def _picture_kind(start: bytes) -> str:
    is_webp = (start[:4], start[8:12]) == (b"RIFF", b"WEBP")
    if is_webp or start.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n", b"II*\x00", b"MM\x00*")):
        return "picture"
    return "jp2" if start.startswith((b"\x00\x00\x00\x0cjP", b"\xff\x4f\xff\x51")) else ""


def _pdf(file: FoundFile, named: Sequence[NamedFile], files: Files) -> str | None:
    for found in named:
        if found.mime == "application/pdf" or found.ending == ".pdf":
            name = _there(file, found, files)
            if name and file.source.start(name, 1024).lstrip().startswith(b"%PDF"):
                file.source.used.add(name)
                return name
    return None


def _there(file: FoundFile, named: NamedFile, files: Files) -> str | None:
    """Its name, noted as absent where it is not in the source."""
    if named.name is not None and file.source.has(named.name) and len(named.name) <= PATH_LENGTH:
        return named.name
    files.absent.append(named.address)
    return None
