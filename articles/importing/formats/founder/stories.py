"""A story and its figures -> an article's record."""

import hashlib
import re

from articles.importing.formats import bylines
from articles.importing.formats.founder.drafts import PLACE, FigureDraft
from articles.importing.formats.founder.files import Files
from articles.importing.formats.founder.gathering import Gathered, ReadArticle
from articles.importing.formats.founder.markup import plain
from articles.importing.formats.founder.notes import Notes
from articles.importing.formats.founder.pages import Headline
from articles.importing.problems import quoted
from articles.importing.records import ArticleRecord, CorrectionRecord, FigureRecord
from issues.sentences import Sentence

LINE, WORD, TEXT, BODY = 500, 100, 5000, 990_000
_OWN_FIGURE = re.compile(r"fig_([0-9A-Za-z]{1,40})-[0-9]+-[0-9]+\.(?:jpe?g|webp|avif|png)$")
_FILE_NAME = re.compile(r"\S{1,200}\.(?:jpe?g|png|gif|bmp|tiff?|webp)", re.I)
_PLACE = re.compile(PLACE.format("([0-9]{1,6})"))
NO_TITLE = "（无题）"


class StoryRecords:
    """Of one issue. `addresses`: a figure's key here -> what its files are called in the tree."""

    def __init__(self, gathered: Gathered, keys: dict[str, str], notes: Notes, files: Files) -> None:
        self._gathered, self._keys, self._notes, self._files = gathered, keys, notes, files
        self._figure_keys: set[str] = set()
        self.addresses: dict[str, list[str]] = {}

    def headline(self, key: str, title: str, entry: Headline | None, origin: str) -> ArticleRecord:
        """What a page says of an article that has no file."""
        return ArticleRecord(
            title=self._notes.whole(title, LINE, Sentence("title"), origin),
            key=self._keys[key],
            kind="advertisement" if entry and entry.is_advertisement else "news",
            column=self._notes.clipped(entry.column, WORD, Sentence("column"), origin) if entry else "",
        )

    def article(self, article: ReadArticle, linked_title: str, continues: str | None) -> ArticleRecord:
        story, origin, notes = article.story, article.file.origin, self._notes
        figures, body = self._figures(article)
        byline = notes.clipped(story.byline, LINE, Sentence("byline"), origin)
        return ArticleRecord(
            title=notes.whole(self._title(article, linked_title), LINE, Sentence("title"), origin),
            key=self._keys[article.address.key],
            kind=story.kind,  # type: ignore[arg-type]
            column=notes.clipped(story.column, WORD, Sentence("column"), origin),
            kicker=notes.clipped(story.kicker, LINE, Sentence("kicker"), origin),
            subtitle=notes.clipped(story.subtitle, LINE, Sentence("subtitle"), origin),
            byline=byline,
            authors=tuple(name[:WORD] for name in (story.authors or bylines.authors(byline)))[:50],
            keywords=tuple(notes.mended(word)[:WORD] for word in story.keywords[:50]),
            source=notes.clipped(story.source, LINE, Sentence("source"), origin),
            original_source=notes.clipped(story.original_source, LINE, Sentence("original source"), origin),
            original_title=notes.clipped(story.original_title, LINE, Sentence("original title"), origin),
            lead=notes.clipped(story.lead, TEXT, Sentence("lead"), origin),
            body=notes.whole(body, BODY, Sentence("text"), origin),
            continues=continues,
            figures=figures,
            corrections=tuple(
                CorrectionRecord(one.date, notes.clipped(one.text, TEXT, Sentence("correction"), origin))
                for one in story.corrections
            ),
            is_indexed=story.is_indexed,
        )

    def _title(self, article: ReadArticle, linked: str) -> str:
        """Its own, else the one by which the page links to it, else what can stand for one."""
        story = article.story
        title = story.title or linked or story.title_tag
        if title:
            return title
        captions = [figure.caption for figure in story.figures if figure.caption]
        words = (captions[0] if captions else plain(_PLACE.sub("", story.body[:400]))).strip()
        title = (words[:30] + "…" if len(words) > 30 else words) or NO_TITLE
        self._notes.warn(
            Sentence("%(origin)s: it has no title; %(title)s stands for one", origin=article.file.origin, title=quoted(title))
        )
        return title

    def _figures(self, article: ReadArticle) -> tuple[tuple[FigureRecord, ...], str]:
        """Those whose picture is there, once each; the others' places go."""
        records: dict[str, FigureRecord] = {}
        keys: dict[int, str] = {}
        for number, draft in enumerate(article.story.figures):
            picture = self._files.picture(article.file, draft.addresses, Sentence("picture"))
            if picture is None or picture in records:
                continue
            records[picture] = record = self._figure(article, draft, picture, len(records) + 1)
            keys[number] = record.key or ""
            self.addresses[record.key or ""] = self._files.own_names(picture)

        def placed(match: re.Match[str]) -> str:
            key = keys.get(int(match[1]))
            return f'<figure data-figure="{key}"></figure>' if key else ""

        return tuple(records.values()), _PLACE.sub(placed, article.story.body)

    def _figure(self, article: ReadArticle, draft: FigureDraft, picture: str, number: int) -> FigureRecord:
        notes, origin = self._notes, article.file.origin
        caption, alt = draft.caption, draft.alt
        if _FILE_NAME.fullmatch(alt):
            alt = ""
        if not caption and alt and not article.story.is_own:
            caption, alt = alt, ""
        return FigureRecord(
            picture=picture,
            key=self._figure_key(article, draft, picture, number),
            caption=notes.clipped(caption, TEXT, Sentence("caption"), origin),
            credit=notes.clipped(draft.credit, LINE, Sentence("credit"), origin),
            alt="" if alt == caption else notes.clipped(alt, LINE, Sentence("alternative text"), origin),
            is_decorative=draft.is_decorative,
        )

    def _figure_key(self, article: ReadArticle, draft: FigureDraft, picture: str, number: int) -> str:
        """Our own site's is in the file's name; else it is made of the article's key, the same in every run."""
        own = _OWN_FIGURE.search(picture)
        made = f"{self._keys[article.address.key].replace('_', 'x')}p{number}"
        key = own[1] if own else made if len(made) <= 40 else hashlib.sha256(picture.encode()).hexdigest()[:20]
        while key in self._figure_keys:
            key = f"{key[:36]}x{number}" if not key.endswith(f"x{number}") else f"{key[:30]}x{len(self._figure_keys)}"
        self._figure_keys.add(key)
        return key


def chains(gathered: Gathered) -> dict[str, str]:
    """Later part -> the part before it, by the keys in their addresses, as our own site links the parts of a story."""
    before: dict[str, str] = {}
    for key, article in gathered.articles.items():
        last = key
        for href in article.story.parts:
            part = gathered.key_at(article.file, href, "article")
            if part in gathered.articles and part != last:
                before[part] = last
                last = part
    for key, article in gathered.articles.items():
        first = gathered.key_at(article.file, article.story.first_part, "article") if article.story.first_part else ""
        if key not in before and first in gathered.articles and first != key:
            before[key] = first
    return _without_circles(before)


def _without_circles(before: dict[str, str]) -> dict[str, str]:
    """Damaged links may run in a circle; each part continues one that is continued once."""
    kept: dict[str, str] = {}
    for key, first in sorted(before.items()):
        at: str | None = first
        while at is not None and at != key:
            at = kept.get(at)
        if at is None and first not in kept.values():
            kept[key] = first
    return kept


def share_out(gathered: Gathered, before: dict[str, str]) -> None:
    """A story's page shows the corrections of all its parts, and is kept out of indexes where one of them is: what the next part
    shows too is not this one's."""
    stories = {key: article.story for key, article in gathered.articles.items()}
    shown = {key: (story.corrections, story.is_indexed) for key, story in stories.items()}
    for later, first in before.items():
        corrections, is_indexed = shown[later]
        stories[first].corrections = tuple(one for one in stories[first].corrections if one not in corrections)
        stories[first].is_indexed = stories[first].is_indexed or not is_indexed
