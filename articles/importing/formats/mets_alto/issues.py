"""One METS with its ALTO files -> one issue of records."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from articles.importing.cleaning import Repairs
from articles.importing.formats.mets_alto import mods
from articles.importing.formats.mets_alto.articles import Article, ArticleReader, Sheets, record
from articles.importing.formats.mets_alto.languages import language_of
from articles.importing.formats.mets_alto.mets import Manifest
from articles.importing.formats.mets_alto.pages import Files, read_sheets_of, sections
from articles.importing.formats.mets_alto.scripts import damage, in_script
from articles.importing.formats.mets_alto.structure import read_structure
from articles.importing.formats.mets_alto.zones import zones
from articles.importing.imported import ImportedIssue
from articles.importing.options import ReadingOptions
from articles.importing.problems import ImportProblem, quoted
from articles.importing.records import ArticleRecord, IssueRecord, NameRecord, PublicationRecord, SectionRecord
from articles.importing.sources import FoundFile
from issues.converters import FIRST_YEAR
from issues.sentences import Sentence

TOLD = frozenset("kind column kicker title subtitle byline authors body external_id page".split())
NAMED_ABSENT = 60
GREATEST_WARNINGS = 200

_SLUG = re.compile("[a-z][a-z0-9-]{0,39}")
_EDITION = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}_([0-9]{1,2})$")
_AFTER_TITLE = re.compile(r"[\s,.;:–-]*[0-9]{4}-[0-9]{2}-[0-9]{2}.*$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Listed:
    """What a batch says of an issue; empty where no batch lists it. `reels`: the METS of the films that it may be on, `title`
    what one of them calls the paper."""

    lccn: str = ""
    date: str = ""
    edition: str = ""
    title: str = ""
    reels: tuple[str, ...] = ()


def read_issue(file: FoundFile, manifest: Manifest, listed: Listed, options: ReadingOptions) -> ImportedIssue:
    """Raises `ImportProblem`."""
    warnings: list[Sentence] = []
    catalogue = Catalogue(manifest, listed, warnings)
    sheets = read_sheets_of(file, manifest)
    files = Files()
    pages = sections(file, manifest, sheets, files, warnings)
    pages = _with_articles(manifest, sheets, pages, warnings)
    warnings += _about_files(file.origin, files)
    issue = catalogue.issue(pages)
    issue, converted = in_script(issue, options.script)
    language = catalogue.language(sheets, pages, options)
    return ImportedIssue(
        origin=file.origin,
        publication=catalogue.publication(language),
        language=language,
        issue=issue,
        read_file=file.source.read,
        repairs=Repairs(converted=converted) + damage(issue),
        warnings=_bounded(warnings, file.origin),
        told=TOLD,
        paper_name=catalogue.title,
    )


def _with_articles(
    manifest: Manifest, sheets: Sheets, pages: list[SectionRecord], warnings: list[Sentence]
) -> list[SectionRecord]:
    if manifest.logical is None:
        return pages
    structure = read_structure(manifest.logical, manifest.origin)
    if structure.loose:
        several = Sentence("%(count)s blocks of text", count=structure.loose)
        blocks = several if structure.loose > 1 else Sentence("1 block of text")
        warnings.append(
            Sentence(
                "%(origin)s: %(blocks)s in no article; the words stand in the text of the page only",
                origin=manifest.origin,
                blocks=blocks,
            )
        )
    reader = ArticleReader(manifest, sheets)
    articles = list(reader.read_each(structure.drafts))
    warnings += reader.warnings
    keys, names = _keys(articles)
    pairs = list(zip(articles, keys, strict=True))
    found: list[list[ArticleRecord]] = [[] for _ in pages]
    for (article, key), name in zip(pairs, names, strict=True):
        found[article.home].append(record(article, manifest, key, name, warnings))
    marked = zones(pairs, sheets, warnings)
    return [_filled(page, tuple(found[at]), tuple(marked[at])) for at, page in enumerate(pages)]


def _filled(page: SectionRecord, articles: tuple[ArticleRecord, ...], marked: tuple[object, ...]) -> SectionRecord:
    return replace(page, articles=articles, zones=marked)


def _keys(articles: Sequence[Article]) -> tuple[list[str], list[str]]:
    """Keys of the digits of the divs' IDs, where they tell the articles apart; else their numbers. And the IDs themselves."""
    ids = [article.draft.id for article in articles]
    keys = ["_".join(re.findall("[0-9]+", name)) for name in ids]
    if len(set(keys)) < len(keys) or not all(1 <= len(key) <= 40 for key in keys):
        keys = [str(number) for number in range(1, len(ids) + 1)]
    counts = Counter(ids)
    return keys, [name if counts[name] == 1 and len(name) <= 200 else "" for name in ids]


def _about_files(origin: str, files: Files) -> list[Sentence]:
    found: list[Sentence] = []
    for names, words in (
        (files.absent, Sentence("named in the METS and not there")),
        (files.not_taken, Sentence("JPEG 2000, which is not taken as a page's picture")),
    ):
        if names:
            some = ", ".join(names[:NAMED_ABSENT]) + (" …" if len(names) > NAMED_ABSENT else "")
            count = Sentence("%(count)s files", count=len(names)) if len(names) > 1 else Sentence("1 file")
            found.append(
                Sentence("%(origin)s: %(files)s %(what)s: %(names)s", origin=origin, files=count, what=words, names=some)
            )
    return found


def _bounded(warnings: list[Sentence], origin: str) -> tuple[Sentence, ...]:
    if len(warnings) <= GREATEST_WARNINGS:
        return tuple(warnings)
    return (
        *warnings[:GREATEST_WARNINGS],
        Sentence("%(origin)s: %(count)s more of the kind", origin=origin, count=len(warnings) - GREATEST_WARNINGS),
    )


class Catalogue:
    """Which paper and which issue it is, from the METS, else from the batch that lists it."""

    def __init__(self, manifest: Manifest, listed: Listed, warnings: list[Sentence]) -> None:
        self.manifest = manifest
        self.listed = listed
        self.warnings = warnings
        self.records = manifest.records(manifest.paper_dmds)
        self.date = self._date()
        self.title = self._title()[:100]

    def issue(self, pages: Sequence[SectionRecord]) -> IssueRecord:
        number_text = next((text for found in self.records[::-1] if (text := mods.number_text(found))), "")[:100]
        digits = re.findall("[0-9]{1,9}", number_text)
        return IssueRecord(
            date=self.date,
            edition=self._edition(),
            edition_name=next((name for found in self.records if (name := mods.details(found, "edition")[1])), "")[:100],
            number_text=number_text,
            number=int(digits[-1]) or None if digits else None,
            sections=tuple(pages),
        )

    def _date(self) -> dt.date:
        places = (self.manifest.label, self.manifest.object_id, self.listed.date)
        date = next((found for one in self.records[::-1] if (found := mods.issue_date(one))), None)
        date = date or next((found for text in places if (found := mods.date_in(text))), None)
        if date is None:
            expected = Sentence("the issue's date in MODS dateIssued, as 1878-01-03")
            raise ImportProblem(self.manifest.origin, expected, Sentence("none"), field="dmdSec")
        other = mods.date_in(self.listed.date)
        if other and other != date:
            self.warnings.append(
                Sentence(
                    "%(origin)s: of %(date)s, though the batch says %(other)s",
                    origin=self.manifest.origin,
                    date=date,
                    other=other,
                )
            )
        return date

    def _title(self) -> str:
        cleaned = _AFTER_TITLE.sub("", self.manifest.label).strip()
        known = (text for found in self.records if (text := mods.paper_title(found)))
        return next(known, "") or cleaned or self.listed.title or self.lccn

    @property
    def lccn(self) -> str:
        return self.listed.lccn or next((name for found in self.records for name in mods.identifiers(found, "lccn")), "")

    def _edition(self) -> int:
        numbers = [number for found in self.records[::-1] if (number := mods.details(found, "edition")[0])]
        texts = (self.manifest.label, self.manifest.object_id)
        marks = [match[1] for text in texts if (match := _EDITION.search(text))]
        wanted = next(filter(None, [*numbers, self.listed.edition, *marks]), "1")
        if re.fullmatch("0*[1-9][0-9]?", wanted):
            return int(wanted)
        self.warnings.append(
            Sentence(
                "%(origin)s: the edition %(edition)s is not 1 to 99 and is taken as 1",
                origin=self.manifest.origin,
                edition=quoted(wanted),
            )
        )
        return 1

    def language(self, sheets: Sheets, pages: Sequence[SectionRecord], options: ReadingOptions) -> str:
        counted: Counter[str] = Counter()
        for sheet in filter(None, sheets.by_page):
            counted += sheet.languages
        declared = next((codes for found in self.records[::-1] if (codes := mods.languages(found))), [])
        found = language_of(declared, counted, "".join(page.text[:20_000] for page in pages[:4]))
        if found.startswith("zh-") and options.script != "keep":
            return {"hans": "zh-Hans", "hant": "zh-Hant"}[options.script]
        return found

    def publication(self, language: str) -> PublicationRecord | None:
        """Where an identifier is fit for an address; else the user names the paper."""
        local = [name for found in self.records for name in mods.identifiers(found, "local")]
        slug = next((name for name in (self.lccn, *local) if _SLUG.fullmatch(name)), None)
        if slug is None:
            return None
        names = (NameRecord(from_date=dt.date(FIRST_YEAR, 1, 1), name=self.title or slug),)
        return PublicationRecord(slug=slug, names=names, language=language)
