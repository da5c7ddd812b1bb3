"""METS -> a manifest: which files and pages an issue has, what is catalogued about it, and where its logical structure begins.

Pure. The structure of articles is read in `structure`, the catalogue's records in `mods`.
"""

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote

from lxml import etree

from articles.importing.formats.xml_parsing import attribute, children, descendants, line_of, local_name, parse, text_of
from articles.importing.problems import ImportProblem, quoted
from articles.importing.sources import FoundFile
from issues.sentences import Sentence

PAGES_LIMIT = 1000
FILES_LIMIT = 100_000
_PAPER_LEVELS = ("newspaper", "collection", "periodical", "year", "volume", "month", "day", "issue")


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file that the METS names. `name` is that in the source, None where the address leads out of it or elsewhere."""

    id: str
    address: str
    name: str | None
    use: str
    mime: str

    @property
    def ending(self) -> str:
        return posixpath.splitext(self.address.casefold())[1]

    @property
    def is_text(self) -> bool:
        """Whether it is meant to be ALTO: so says its group, or its type."""
        is_named_so = any(word in self.use for word in ("ocr", "alto", "text", "full"))
        return "alto" in self.mime or (is_named_so and ("xml" in self.mime or self.ending in (".xml", ".alto", "")))


@dataclass(frozen=True, slots=True)
class Page:
    """One page's div. `starts`: file ID -> the ID of the ALTO `Page` in it, where it is said."""

    label: str
    dmds: tuple[str, ...]
    files: tuple[str, ...]
    starts: dict[str, str]


@dataclass(slots=True)
class Manifest:
    """`dmds`: ID -> the MODS element; `paper_dmds`: the IDs of those about paper and issue, the widest first."""

    origin: str
    label: str
    object_id: str
    is_reel: bool
    files: dict[str, NamedFile] = field(default_factory=dict)
    pages: list[Page] = field(default_factory=list)
    dmds: dict[str, etree._Element] = field(default_factory=dict)
    paper_dmds: list[str] = field(default_factory=list)
    logical: etree._Element | None = None
    reel_titles: str = ""

    def records(self, ids: Sequence[str]) -> list[etree._Element]:
        return [self.dmds[name] for name in ids if name in self.dmds]


def read_manifest(file: FoundFile) -> Manifest:
    """Raises `ImportProblem`."""
    root = parse(file.read(), file.origin)
    if local_name(root) != "mets":
        raise ImportProblem(
            file.origin, Sentence("METS"), Sentence("the element %(name)s", name=quoted(local_name(root))), line=line_of(root)
        )
    words = (attribute(root, "TYPE") + attribute(root, "PROFILE")).casefold()
    manifest = Manifest(file.origin, attribute(root, "LABEL"), attribute(root, "OBJID"), "reel" in words)
    for section in children(root, "dmdSec"):
        mods = next(descendants(section, "mods"), None)
        if mods is not None:
            manifest.dmds.setdefault(attribute(section, "ID"), mods)
    _read_files(root, file, manifest)
    _read_structure(root, manifest)
    if manifest.is_reel:
        manifest.reel_titles = text_of(next(descendants(root, "titles"), None))
    return manifest


def _read_files(root: etree._Element, file: FoundFile, manifest: Manifest) -> None:
    for section in children(root, "fileSec"):
        for element in descendants(section, "file"):
            named = _named_file(element, file)
            if named is not None:
                manifest.files.setdefault(named.id, named)
            if len(manifest.files) > FILES_LIMIT:
                raise ImportProblem(
                    file.origin,
                    Sentence("at most %(limit)s files", limit=f"{FILES_LIMIT:,}"),
                    Sentence("more"),
                    line=line_of(element),
                )


def _named_file(element: etree._Element, file: FoundFile) -> NamedFile | None:
    location = next(children(element, "FLocat"), None)
    if location is None or not attribute(element, "ID"):
        return None
    address = attribute(location, "href")
    return NamedFile(
        attribute(element, "ID"), address, _resolved(address, file), _use(element), attribute(element, "MIMETYPE").casefold()
    )


def _use(element: etree._Element) -> str:
    """Its own, or that of the nearest group around it."""
    at: etree._Element | None = element
    while at is not None and local_name(at) in ("file", "fileGrp"):
        if use := attribute(at, "USE"):
            return use.casefold()
        at = at.getparent()
    return ""


def _resolved(address: str, file: FoundFile) -> str | None:
    """A name of the source: `file://./text/1.xml` is meant from the METS on, as `text/1.xml` is."""
    bare = re.sub(r"^file:(?://)?(?=[^/])", "", address)
    name = file.reference(bare)
    if name is not None and not file.source.has(name) and "%" in bare:
        name = file.reference(unquote(bare, errors="replace")) or name
    return name


def div_type(div: etree._Element) -> str:
    """Small letters, without a prefix: np:page is page."""
    return attribute(div, "TYPE").rpartition(":")[2].casefold()


def _read_structure(root: etree._Element, manifest: Manifest) -> None:
    maps = list(children(root, "structMap"))
    physical = sorted(maps, key=lambda found: "physical" not in _kind(found))
    for struct in physical:
        manifest.pages = list(_pages(struct))
        if manifest.pages:
            break
    if len(manifest.pages) > PAGES_LIMIT:
        raise ImportProblem(
            manifest.origin, Sentence("at most %(limit)s pages", limit=f"{PAGES_LIMIT:,}"), f"{len(manifest.pages):,}"
        )
    manifest.logical = next((found for found in maps if "logical" in _kind(found)), None)
    ids: list[str] = []
    for struct in maps:
        for div in descendants(struct, "div"):
            if div_type(div) in _PAPER_LEVELS:
                ids += attribute(div, "DMDID").split()
    manifest.paper_dmds = list(dict.fromkeys(ids)) or list(manifest.dmds)[:1]


def _kind(struct: etree._Element) -> str:
    return (attribute(struct, "TYPE") or attribute(struct, "LABEL")).casefold()


def _pages(struct: etree._Element) -> Iterator[Page]:
    divs = [div for div in descendants(struct, "div") if div_type(div).endswith("page")]
    orders = [attribute(div, "ORDER") for div in divs]
    if all(re.fullmatch("[0-9]{1,9}", order) for order in orders) and len({int(order) for order in orders}) == len(divs):
        divs.sort(key=lambda div: int(attribute(div, "ORDER")))
    for div in divs:
        pointers = [
            area for fptr in children(div, "fptr") for area in descendants(fptr, "fptr", "area") if attribute(area, "FILEID")
        ]
        starts = {attribute(area, "FILEID"): attribute(area, "BEGIN") for area in pointers if attribute(area, "BEGIN")}
        files = tuple(dict.fromkeys(attribute(area, "FILEID") for area in pointers))
        yield Page(attribute(div, "ORDERLABEL"), tuple(attribute(div, "DMDID").split()), files, starts)
