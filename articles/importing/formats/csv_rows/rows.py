"""One row of the CSV -> a story. Pure."""

import html
import re
from collections import Counter
from collections.abc import Sequence

from articles.importing.formats import bylines
from articles.importing.formats.csv_rows import values
from articles.importing.formats.csv_rows.columns import Header
from articles.importing.formats.stories import Day, Kind, Spot, Story, shortened
from articles.importing.formats.story_pictures import Pictures
from articles.importing.formats.story_texts import (
    BODY_LENGTH,
    ID_LENGTH,
    LINE_LENGTH,
    TITLE_LENGTH,
    WORD_LENGTH,
    Clipping,
    one_line,
    plain,
    plain_body,
)
from articles.importing.problems import ImportProblem, at_line, quoted
from articles.importing.records import ArticleRecord, FigureRecord
from articles.importing.sources import FoundFile
from issues.sentences import Sentence

_IS_HTML = re.compile(r"\s*<(?:[A-Za-z][A-Za-z0-9]*[\s/>]|!)")
_HTML_PICTURE = re.compile(r"<img\b", re.IGNORECASE)


class RowReader:
    """One row's cells by field, and messages that name line and column."""

    def __init__(self, file: FoundFile, header: Header, line: int, cells: Sequence[str]) -> None:
        self.file, self.header, self.line = file, header, line
        self.told = {field: plain(cell).strip() for field, cell in zip(header.fields, cells, strict=False) if field and cell}
        self.origin = at_line(file.origin, line)
        self.clipping = Clipping(self.origin)

    def cell(self, field: str) -> str:
        return self.told.get(field, "")

    def problem(self, field: str, expected: Sentence, found: str = "") -> ImportProblem:
        word = self.header.word(field)
        found = found or (quoted(self.cell(field)) if self.cell(field) else Sentence("nothing"))
        return ImportProblem(self.file.origin, expected, found, line=self.line, field=word)

    def day(self) -> Day:
        """Raises `ImportProblem` where nobody can tell the issue."""
        cell = self.cell("date")
        date = values.read_date(cell)
        if date is None:
            raise self.problem("date", Sentence("a date such as %(dates)s", dates=values.DATES), values.date_mistake(cell))
        edition = values.read_number(self.cell("edition"), 99) if self.cell("edition") else 1
        if edition is None:
            raise self.problem("edition", Sentence("a number from 1 to 99"))
        return Day(date, edition)

    def story(self, page: str | None, seen: Counter[str]) -> Story:
        """`seen`: the ids made up so far for rows of this day, so that two untold pictures of one headline stay two."""
        day, spot = self.day(), self._spot(page)
        title = self._title()
        number = self._external_id(spot, title, seen)
        pictures = Pictures(self.file, number, self.clipping)
        figures = self._figures(pictures)
        article = ArticleRecord(
            title=title,
            kind=self._kind(),
            column=self._line("column", WORD_LENGTH),
            kicker=self._line("kicker"),
            subtitle=self._line("subtitle"),
            byline=self._line("byline"),
            source=self._line("source"),
            original_source=self._line("original_source"),
            original_title=self._line("original_title"),
            authors=self._authors(),
            lead=self.clipping.text(self.cell("lead"), self.header.word("lead")),
            body=self._body(),
            keywords=self.clipping.words(re.split(r"[、,，;；|\n]|\s{1,}", self.cell("keywords")), self.header.word("keywords")),
            figures=figures,
            external_id=number,
        )
        return Story(
            origin=self.origin,
            day=day,
            spot=spot,
            article=article,
            edition_name=self.clipping.line(self.cell("edition_name"), self.header.word("edition_name"), WORD_LENGTH),
            number_text=self.clipping.line(self.cell("number_text"), self.header.word("number_text"), WORD_LENGTH),
            paper_name=self.clipping.line(self.cell("paper"), self.header.word("paper"), WORD_LENGTH),
            warnings=tuple(self.clipping.warnings),
            pictures=pictures.files,
        )

    def _spot(self, page: str | None) -> Spot:
        label = values.read_label(self.cell("label"))
        if label is None:
            raise self.problem("label", Sentence("a page's label such as 01, A01 or 04-05"))
        name = self.clipping.line(self.cell("page_name"), self.header.word("page_name"), WORD_LENGTH)
        fold = self.clipping.line(self.cell("fold"), self.header.word("fold"), WORD_LENGTH)
        if not label and not name:
            label = page or ""
            if not label:
                raise self.problem("label", Sentence("a page's label (or --page LABEL, for all articles that name none)"))
        return Spot(label, name, fold, self._number("position"), self._number("order"))

    def _number(self, field: str) -> int | None:
        if not self.cell(field):
            return None
        number = values.read_number(self.cell(field), 999_999)
        if number is None:
            raise self.problem(field, Sentence("a whole number from 1 on"))
        return number

    def _title(self) -> str:
        title = one_line(self.cell("title"))
        if not title:
            raise self.problem("title", Sentence("a headline"))
        if len(title) > TITLE_LENGTH:
            raise self.problem(
                "title", Sentence("at most %(limit)s characters", limit=TITLE_LENGTH), f"{len(title)}: {quoted(title, 30)}"
            )
        return title

    def _kind(self) -> Kind:
        kind = values.read_kind(self.cell("kind"))
        if kind is None:
            raise self.problem(
                "kind", Sentence("one of 新闻 图片 广告 公告 导读 其他 (news picture advertisement notice pointer other)")
            )
        return kind

    def _line(self, field: str, length: int = LINE_LENGTH) -> str:
        """As printed; what is too long is cut, and that is said."""
        return self.clipping.line(self.cell(field), self.header.word(field), length)

    def _authors(self) -> tuple[str, ...]:
        """The persons of their own column; without one, those that the byline names."""
        return self.clipping.words(bylines.authors(self.cell("authors") or self.cell("byline")), self.header.word("authors"))

    def _body(self) -> str:
        text = self.cell("body")
        if _IS_HTML.match(text):
            body = text
            if _HTML_PICTURE.search(body):
                self.clipping.warn(
                    Sentence("pictures inside the HTML are not taken; name their files in %(column)s", column=quoted("图片"))
                )
        else:
            body = plain_body(text)
        if len(body) > BODY_LENGTH:
            raise self.problem("body", Sentence("at most %(limit)s characters", limit=f"{BODY_LENGTH:,}"), f"{len(body):,}")
        return body

    def _external_id(self, spot: Spot, title: str, seen: Counter[str]) -> str:
        """Its own, else page and order where the sheet numbers its rows, else page and title."""
        number = one_line(self.cell("external_id"))
        if len(number) > ID_LENGTH:
            raise self.problem("external_id", Sentence("at most %(limit)s characters", limit=ID_LENGTH), f"{len(number)}")
        if number:
            return number
        page = "/".join(filter(None, (spot.fold, spot.label or spot.name)))
        made_up = shortened(f"csv:{page}:{title if spot.order is None else spot.order}")
        seen[made_up] += 1
        return made_up if seen[made_up] == 1 else f"{made_up}:{seen[made_up]}"

    def _figures(self, pictures: Pictures) -> tuple[FigureRecord, ...]:
        files = values.split_files(self.cell("picture"))
        captions, credits = (self._beside(field, len(files)) for field in ("caption", "credit"))
        found = (pictures.beside(file, captions[at], credits[at]) for at, file in enumerate(files))
        return tuple(figure for figure in found if figure)

    def _beside(self, field: str, count: int) -> list[str]:
        """As many texts as there are files; one alone is said of each."""
        cell = self.cell(field)
        texts = [cell] if count == 1 else values.split_texts(cell)
        if len(texts) == 1 or not cell:
            texts = texts[:1] * count
        if count and len(texts) != count:
            raise self.problem(
                field, Sentence("as many texts as there are pictures, which are %(count)s", count=count), f"{len(texts)}"
            )
        return [html.unescape(text) if "&" in text else text for text in texts]
