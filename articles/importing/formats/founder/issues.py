"""One issue's files -> its records, with everything that was mended, missing or doubtful said."""

import datetime as dt
import re
from dataclasses import dataclass

from articles.importing.cleaning import detect_language
from articles.importing.formats.founder.addresses import written_date
from articles.importing.formats.founder.counters import next_keys
from articles.importing.formats.founder.damage import refuse_damaged, textless
from articles.importing.formats.founder.files import Files, find_upwards
from articles.importing.formats.founder.gathering import Gathered, gather
from articles.importing.formats.founder.markup import plain
from articles.importing.formats.founder.notes import Notes
from articles.importing.formats.founder.old_addresses import old_addresses
from articles.importing.formats.founder.placing import Links, place_articles
from articles.importing.formats.founder.sections import SectionDraft, Sections, article_key, read_sections, unique_keys
from articles.importing.formats.founder.stories import StoryRecords, chains, share_out
from articles.importing.formats.founder.trees import Group
from articles.importing.formats.founder.zones import Zones
from articles.importing.imported import ImportedIssue
from articles.importing.options import ReadingOptions
from articles.importing.problems import ImportProblem, quoted
from articles.importing.records import ArticleRecord, CreditRecord, IssueRecord, SectionRecord
from issues.converters import FIRST_YEAR, LAST_YEAR
from issues.sentences import Sentence, listed

_TOLD = frozenset("kicker title subtitle byline body figures page".split())
_TOLD_BY_OWN = frozenset("column lead source continues corrections is_indexed".split())
_TOLD_WHERE_SAID = ("original_source", "original_title", "authors", "keywords")
_TOLD_BY_PAGES = frozenset("title page".split())
_LANGUAGES = {"hans": "zh-Hans", "hant": "zh-Hant"}
_DATE_TEXT = re.compile(r"([0-9]{4})\s{0,3}年\s{0,3}([0-9]{1,2})\s{0,3}月\s{0,3}([0-9]{1,2})\s{0,3}日")
_WORD, _CREDITS = 100, 50


@dataclass(frozen=True, slots=True)
class FounderIssue(ImportedIssue):
    """`unseen`: the keys of articles of which there is a headline alone, while others of the issue came with their texts."""

    unseen: frozenset[str] = frozenset()

    def knows_text(self, article: ArticleRecord) -> bool:
        return article.key not in self.unseen


def read_issue(group: Group, options: ReadingOptions) -> ImportedIssue:
    """Raises `ImportProblem`."""
    notes = Notes(options)
    files = Files((group.pages or group.articles)[0].source, notes)
    gathered = gather(group, notes)
    date = _date(gathered, notes)
    sections = read_sections(gathered, notes)
    links = Links(gathered, sections)
    refuse_damaged(gathered, links, notes)
    place_articles(gathered, sections, links, notes)
    if not sections.drafts:
        expected = Sentence("a page with areas, headlines or articles")
        raise ImportProblem(
            group.folder,
            expected,
            Sentence("%(count)s files that are called like pages and show none", count=len(gathered.overviews)),
        )
    _say_what_is_missing(gathered, sections, notes)
    return _Assembly(gathered, sections, links, notes, files).issue(date)


class _Assembly:
    """All of one issue's parts, being put together."""

    def __init__(self, gathered: Gathered, sections: Sections, links: Links, notes: Notes, files: Files) -> None:
        self.gathered, self.sections, self.links, self.notes, self.files = gathered, sections, links, notes, files
        placed = [key for draft in sections.drafts.values() for key in draft.articles]
        self.keys = unique_keys(placed, article_key)
        self.homes = {key: place for place, draft in enumerate(sections.drafts.values()) for key in draft.articles}
        self.stories = StoryRecords(gathered, self.keys, notes, files)
        self.zones = Zones(gathered, self.keys, self.homes, notes, files)
        self.before = chains(gathered)
        self.masters: dict[str, tuple[list[str], list[str]]] = {}  # section's key -> names of picture and PDF in the tree

    def issue(self, date: dt.date) -> ImportedIssue:
        gathered, group = self.gathered, self.gathered.group
        share_out(gathered, self.before)
        unseen = textless(gathered, self.links, self.notes) if gathered.articles else frozenset()
        records = tuple(self._section(place, draft) for place, draft in enumerate(self.sections.drafts.values()))
        own = next((page.sheet.own for page in gathered.pages.values() if page.sheet.own), None)
        number_text = self.notes.clipped(own.number_text, _WORD, Sentence("number"), group.folder) if own else ""
        numbers = re.findall("[0-9]{1,9}", number_text)
        record = IssueRecord(
            date=date,
            edition=group.edition,
            edition_name=self.notes.clipped(own.edition_name, _WORD, Sentence("edition's name"), group.folder) if own else "",
            number_text=number_text,
            number=int(numbers[-1]) or None if numbers else None,
            kind="extra" if own and own.is_extra else "regular",
            next_keys=next_keys(records),
            sections=records,
            old_addresses=old_addresses(gathered, self.sections, self.keys, self.masters, self.stories.addresses, self.notes),
        )
        return FounderIssue(
            origin=group.folder,
            publication=None,
            language=self._language(records),
            issue=record,
            read_file=self.files.read,
            repairs=self.notes.repairs,
            warnings=self.notes.warnings,
            told=self._told(),
            paper_name=max(gathered.paper_names, key=lambda name: gathered.paper_names[name], default=""),
            unseen=frozenset(self.keys[key] for key in unseen if key in self.keys),
        )

    def _section(self, place: int, draft: SectionDraft) -> SectionRecord:
        page, notes = draft.page, self.notes
        picture, pdf, size = self._master(draft)
        articles = tuple(filter(None, (self._article(key) for key in draft.articles)))
        advertisements = {key for key, home in self.homes.items() if self._is_advertisement(key)}
        own = page.sheet.own if page else None
        return SectionRecord(
            key=draft.key,
            fold=notes.mended(draft.fold)[:_WORD],
            label=draft.label,
            name=notes.mended(draft.name)[:_WORD],
            kind="spread" if "-" in draft.label else "news",
            width=size[0],
            height=size[1],
            picture=picture,
            pdf=pdf,
            credits=tuple(CreditRecord(role[:_WORD], name[:_WORD]) for role, name in own.credits[:_CREDITS]) if own else (),
            articles=articles,
            zones=self.zones.read(page, place, advertisements) if page else (),
        )

    def _is_advertisement(self, key: str) -> bool:
        article = self.gathered.articles.get(key)
        if article is not None:
            return article.story.kind == "advertisement"
        return any(entry.is_advertisement for entry in self.links.headlines.get(key, {}).values())

    def _master(self, draft: SectionDraft) -> tuple[str | None, str | None, tuple[int, int]]:
        """The page's picture and PDF, and its size in pixels: the picture's, else what the page says, else a sheet's."""
        page = draft.page
        image = page.sheet.image if page else None
        picture = None
        if page and image and (image.src or image.others):
            src = image.src if image.width or page.sheet.areas else find_upwards(page.file, image.src)
            picture = self.files.picture(page.file, (*image.others, src), Sentence("page picture"))
        pdf = self.files.pdf(draft.pdf[1].file, draft.pdf[0]) if draft.pdf and draft.pdf[0] else None
        self.masters[draft.key] = (self.files.own_names(picture), self.files.own_names(pdf))
        sizes = [self.files.size(picture) if picture else (0, 0)]
        if page and page.sheet.own:
            sizes.append(page.sheet.own.size)
        if image:
            sizes.append((image.width, image.height))
        return picture, pdf, next((size for size in sizes if all(size)), (1000, 1414))

    def _article(self, key: str) -> ArticleRecord | None:
        title = self.links.title(key)
        if key in self.gathered.articles:
            before = self.before.get(key)
            return self.stories.article(self.gathered.articles[key], title, self.keys.get(before) if before else None)
        page_key, entry = next(iter(self.links.headlines.get(key, {}).items()), ("", None))
        page = self.gathered.pages.get(page_key)
        return self.stories.headline(key, title, entry, page.file.origin if page else self.gathered.group.folder)

    def _told(self) -> frozenset[str]:
        stories = [article.story for article in self.gathered.articles.values()]
        if not stories:
            return _TOLD_BY_PAGES
        told = _TOLD | (_TOLD_BY_OWN if any(story.is_own for story in stories) else frozenset())
        return told | {name for name in _TOLD_WHERE_SAID if any(getattr(story, name) for story in stories)}

    def _language(self, sections: tuple[SectionRecord, ...]) -> str:
        if self.notes.options.script != "keep":
            return _LANGUAGES[self.notes.options.script]
        own = next((page.sheet.language for page in self.gathered.pages.values() if page.sheet.own and page.sheet.language), "")
        if re.fullmatch("[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,2}", own):
            return own
        articles = [article for section in sections for article in section.articles][:20]
        return detect_language("".join(article.title + plain(article.body[:100]) for article in articles))


def _date(gathered: Gathered, notes: Notes) -> dt.date:
    group = gathered.group
    told = {date: origin for text, origin in gathered.dates.items() if (date := written_date(text.replace("-", "")))}
    if group.date:
        date = written_date(group.date)
        if date is None:
            raise ImportProblem(group.folder, Sentence("a date that exists in the address"), quoted(group.date))
        for other, origin in told.items():
            if other != date:
                notes.warn(
                    Sentence(
                        "%(origin)s: its comment says %(other)s, its address %(date)s; the address is believed",
                        origin=origin,
                        other=other,
                        date=date,
                    )
                )
    else:
        told = told or _dates_in_text(gathered)
        if len(told) != 1:
            found = ", ".join(sorted(map(str, told))[:5]) or Sentence("neither")
            expected = Sentence("one date for the files of a folder, in the address or in the comment at a page's end")
            raise ImportProblem(group.folder, expected, found)
        date = next(iter(told))
    if not FIRST_YEAR <= date.year <= LAST_YEAR:
        raise ImportProblem(
            group.folder, Sentence("a date from %(first)s to %(last)s", first=FIRST_YEAR, last=LAST_YEAR), str(date)
        )
    return date


def _dates_in_text(gathered: Gathered) -> dict[dt.date, str]:
    """2023年2月14日 on the pages, where nothing else tells the day."""
    found: dict[dt.date, str] = {}
    for page in gathered.pages.values():
        match = _DATE_TEXT.search(page.sheet.date_text)
        date = written_date(f"{match[1]}{int(match[2]):02}{int(match[3]):02}") if match else None
        if date:
            found.setdefault(date, page.file.origin)
    return found


def _say_what_is_missing(gathered: Gathered, sections: Sections, notes: Notes) -> None:
    folder = gathered.group.folder
    if sections.missing:
        names = [draft.described for draft in sections.missing.values()]
        notes.warn(
            Sentence(
                "%(folder)s: %(names)s: listed, but without a file and without articles here; left out",
                folder=folder,
                names=_listed(names),
            )
        )
    headlines = [key for draft in sections.drafts.values() for key in draft.articles if key not in gathered.articles]
    if headlines and not gathered.articles:
        notes.warn(
            Sentence(
                "%(folder)s: no article files; the %(count)s headlines and their zones are those of the pages",
                folder=folder,
                count=len(headlines),
            )
        )
    elif headlines:
        notes.warn(
            Sentence(
                "%(folder)s: %(count)s articles have no file, only headline and zones are known: %(headlines)s",
                folder=folder,
                count=len(headlines),
                headlines=_listed(headlines),
            )
        )
    for file in gathered.overviews:
        notes.warn(Sentence("%(origin)s: no page: it has no areas, is in no list of pages, and was left", origin=file.origin))


def _listed(names: list[str]) -> str:
    more = len(names) - 10
    some = listed(names[:10])
    return Sentence("%(names)s and %(count)s more", names=some, count=more) if more > 0 else some
