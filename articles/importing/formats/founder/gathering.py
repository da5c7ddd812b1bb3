"""One issue's files, read: pages and articles by the keys in their addresses, each once."""

from dataclasses import dataclass, field

from articles.importing.formats.founder.addresses import Address, address_of, link_address, natural
from articles.importing.formats.founder.articles import read_article
from articles.importing.formats.founder.drafts import Story
from articles.importing.formats.founder.markup import Document, DocumentEnd, read_document
from articles.importing.formats.founder.notes import Notes
from articles.importing.formats.founder.pages import PageSheet, read_page
from articles.importing.formats.founder.recognition import ILLEGIBLE
from articles.importing.formats.founder.trees import Group
from articles.importing.problems import ImportProblem
from articles.importing.sources import FoundFile
from issues.sentences import Sentence

PAGES_LIMIT, ARTICLES_LIMIT = 1000, 20_000


@dataclass(frozen=True, slots=True)
class ReadPage:
    file: FoundFile
    address: Address
    sheet: PageSheet


@dataclass(frozen=True, slots=True)
class ReadArticle:
    file: FoundFile
    address: Address
    story: Story
    document_end: DocumentEnd


@dataclass(slots=True)
class Gathered:
    """`pages` and `articles` by the keys of their addresses; `illegible`: files in the place of articles that are no HTML.
    `overviews` are called like pages and are none. `documents`: names, dates and charsets, the files' words being let go."""

    group: Group
    pages: dict[str, ReadPage] = field(default_factory=dict)
    articles: dict[str, ReadArticle] = field(default_factory=dict)
    illegible: dict[str, FoundFile] = field(default_factory=dict)
    overviews: list[FoundFile] = field(default_factory=list)
    twins: list[tuple[FoundFile, str, str]] = field(default_factory=list)  # file, kind, key
    dates: dict[str, str] = field(default_factory=dict)  # as comments say -> the first file that says so
    paper_names: dict[str, int] = field(default_factory=dict)

    def key_at(self, file: FoundFile, href: str, kind: str) -> str:
        """The key in the address that a link leads to; empty where that is of another kind or another issue."""
        address = link_address(file.name, href)
        return address.key if address and address.kind == kind and self.group.holds(address) else ""


def gather(group: Group, notes: Notes) -> Gathered:
    """Raises `ImportProblem` for a file that cannot be read."""
    gathered = Gathered(group)
    for count, limit, what in (
        (len(group.pages), PAGES_LIMIT, Sentence("pages")),
        (len(group.articles), ARTICLES_LIMIT, Sentence("articles")),
    ):
        if count > limit:
            raise ImportProblem(
                group.folder,
                Sentence("at most %(limit)s %(what)s in an issue", limit=f"{limit:,}", what=what),
                Sentence("%(count)s files", count=f"{count:,}"),
            )
    read: dict[str, ReadPage] = {}
    for file, address in _once(group.pages, gathered):
        document = _document(file, gathered, notes)
        read[address.key] = ReadPage(file, address, read_page(document, file.name))
    listed = {gathered.key_at(page.file, entry.href, "page") for page in read.values() for entry in page.sheet.listed}
    for key, page in read.items():
        if key in listed or _shows_a_page(page, is_any_listed=bool(listed - {""})):
            gathered.pages[key] = page
        else:
            gathered.overviews.append(page.file)
    for file, address in _once(group.articles, gathered):
        if file.kind == ILLEGIBLE:
            gathered.illegible[address.key] = file
            continue
        document = _document(file, gathered, notes)
        gathered.articles[address.key] = ReadArticle(file, address, read_article(document), document.end)
    for file in group.frames:
        file.source.used.add(file.name)
    return gathered


def _once(files: list[FoundFile], gathered: Gathered) -> list[tuple[FoundFile, Address]]:
    """One file a key: content_1.htm before the content_1.htm?div=-1 that wget saved beside it, whole ones first of all."""
    chosen: dict[str, tuple[FoundFile, Address]] = {}
    for file in sorted(files, key=_preference):
        address = _address(file)
        if address.key in chosen:
            file.source.used.add(file.name)
            gathered.twins.append((file, address.kind, address.key))
        else:
            chosen[address.key] = (file, address)
    return sorted(chosen.values(), key=lambda pair: natural(pair[1].key))


def _preference(file: FoundFile) -> tuple[bool, bool, int, str]:
    return file.kind == ILLEGIBLE, not _address(file).is_plain, len(file.name), file.name


def _address(file: FoundFile) -> Address:
    return address_of(file.name) or Address(file.kind, "", key=file.name)


def _document(file: FoundFile, gathered: Gathered, notes: Notes) -> Document:
    document = read_document(file)
    if document.is_misdeclared:
        notes.warn(
            Sentence(
                "%(origin)s: read as %(encoding)s, which is not the charset that it declares",
                origin=file.origin,
                encoding=document.encoding,
            )
        )
    if (date := document.properties.get("date", "")[:10]) and file.kind != "frame":
        gathered.dates.setdefault(date, file.origin)
    if name := document.properties.get("papername", ""):
        gathered.paper_names[name] = gathered.paper_names.get(name, 0) + 1
    return document


def _shows_a_page(page: ReadPage, *, is_any_listed: bool) -> bool:
    """Not an overview of all pages, nor a redirect, that is called like one."""
    sheet = page.sheet
    if any(area.corners for area in sheet.areas) or sheet.document.properties.get("pagenum"):
        return True
    return not is_any_listed and bool(sheet.headlines or sheet.image)
