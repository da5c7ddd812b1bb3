"""One `nitf` element -> a story: where docdata, pubdata and the body's head say what a record holds. Pure."""

import posixpath
import re

from lxml import etree

from articles.importing.formats import bylines
from articles.importing.formats.nitf.bodies import BodyReader, spaced
from articles.importing.formats.stories import LABEL, NO_PAGE, Day, Kind, Spot, Story, shortened
from articles.importing.formats.story_pictures import Pictures
from articles.importing.formats.story_texts import (
    ID_LENGTH,
    WORD_LENGTH,
    Clipping,
    checked_body,
    checked_title,
    one_line,
)
from articles.importing.formats.xml_parsing import attribute, child, descendants, line_of, local_name
from articles.importing.naming import narrowed, real_date
from articles.importing.options import ReadingOptions
from articles.importing.problems import ImportProblem, at_line, quoted
from articles.importing.records import ArticleRecord
from articles.importing.sources import FoundFile
from issues.sentences import Sentence

_DATE = re.compile(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})(?:[T ].*|[0-9]{6}.*)?", re.DOTALL)
_LANGUAGE = re.compile("[A-Za-z]{2,3}(-[0-9A-Za-z]{1,8}){0,3}")
_LABEL = re.compile(r"第?\s*([0-9A-Za-z]+(?:-[0-9A-Za-z]+)*)\s*版?")
_KINDS: dict[str, Kind] = {"advert": "advertisement", "photo": "picture", "picture": "picture", "notice": "notice"}


class ArticleReader:
    """`number` counts the articles of a file that has several, from 0."""

    def __init__(self, file: FoundFile, element: etree._Element, number: int | None, options: ReadingOptions) -> None:
        self.file, self.element, self.number, self.options = file, element, number, options
        self.line = line_of(element) if number is not None else None
        self.origin = file.origin if self.line is None else at_line(file.origin, self.line)
        self.clipping = Clipping(self.origin)
        self.pubdata = self._pubdata()

    def _pubdata(self) -> etree._Element | None:
        """Of several uses of an article, that in print with a date."""
        head = child(self.element, "head")
        found = list(descendants(head, "pubdata")) if head is not None else []
        dated = [one for one in found if one.get("date.publication")]
        printed = [one for one in dated if one.get("type") == "print"]
        return next(iter([*printed, *dated, *found]), None)

    def _said(self, name: str) -> str:
        return "" if self.pubdata is None else one_line(attribute(self.pubdata, name))

    def _docdata(self, name: str, key: str) -> str:
        found = child(self.element, "head", "docdata", name)
        return "" if found is None else one_line(attribute(found, key))

    def problem(self, field: str, expected: Sentence, found: str) -> ImportProblem:
        return ImportProblem(self.file.origin, expected, found, line=self.line, field=field)

    def day(self) -> Day:
        """Raises `ImportProblem` where nobody can tell the issue."""
        for field, value in (
            ("pubdata/@date.publication", self._said("date.publication")),
            ("docdata/date.issue/@norm", self._docdata("date.issue", "norm")),
        ):
            if value:
                match = _DATE.fullmatch(value)
                date = real_date(*match.group(1, 2, 3)) if match else None
                if date is None:
                    raise self.problem(field, Sentence("a date such as 20230214 or 2023-02-14T06:00:00"), quoted(value))
                return Day(date, self._edition())
        raise self.problem(
            "pubdata/@date.publication", Sentence("the issue's date (or docdata/date.issue/@norm)"), Sentence("none")
        )

    def _edition(self) -> int:
        """The number in the edition's name; without one it is the first."""
        number = re.search("[0-9]{1,3}", narrowed(self._said("edition.name")))
        edition = int(number[0]) if number else 1
        if not 1 <= edition <= 99:
            raise self.problem("pubdata/@edition.name", Sentence("an edition from 1 to 99"), quoted(self._said("edition.name")))
        return edition

    def story(self) -> Story:
        day, spot, number = self.day(), self._spot(), self._external_id()
        pictures = Pictures(self.file, number, self.clipping)
        body = BodyReader(pictures, self.options.fetch)
        html = checked_body(self._body(body), self.file.origin, self.line)
        article = ArticleRecord(
            title=self._title(),
            kind=self._kind(),
            column=self.clipping.line(self._column(), Sentence("a column"), WORD_LENGTH),
            subtitle=self.clipping.line(self._lines("hl2"), Sentence("a subtitle")),
            byline=self.clipping.line(self._byline(), Sentence("a byline")),
            authors=self.clipping.words(self._authors(), Sentence("an author")),
            source=self.clipping.line(self._source(), Sentence("a source")),
            lead=self.clipping.text(self._lead(), Sentence("an abstract")),
            body=html,
            keywords=self.clipping.words(self._keywords(), Sentence("a keyword")),
            figures=tuple(body.figures),
            external_id=number,
        )
        return Story(
            origin=self.origin,
            day=day,
            spot=spot,
            article=article,
            edition_name=self.clipping.line(self._said("edition.name"), Sentence("an edition's name"), WORD_LENGTH),
            number_text=self.clipping.line(self._number_text(), Sentence("an issue's number"), WORD_LENGTH),
            paper_name=self.clipping.line(self._said("name"), Sentence("a paper's name"), WORD_LENGTH),
            language=self._language(),
            warnings=tuple(self.clipping.warnings),
            pictures=pictures.files,
        )

    def _body(self, body: BodyReader) -> str:
        try:
            return body.read(self.element)
        except RecursionError as error:
            raise self.problem(
                "body", Sentence("elements within elements of sensible depth"), Sentence("endless ones")
            ) from error

    def _spot(self) -> Spot:
        """`position.section` is a label (A01) or a name (Sports, 要闻); `position.sequence` the place on the page."""
        section, page = self._said("position.section"), self._said("position.page")
        match = _LABEL.fullmatch(narrowed(page or section)[:60])
        label = match[1] if match and (re.search("[0-9]", match[1]) or len(match[1]) <= 2) else ""
        if len(label) > 20 or not LABEL.fullmatch(label):
            label = ""
        name = section if page or not label else ""
        if not label and not name:
            label = self.options.page or ""
            if not label:
                raise self.problem("pubdata/@position.section", NO_PAGE, Sentence("none"))
        sequence = self._said("position.sequence")
        order = int(sequence) if re.fullmatch("[0-9]{1,6}", sequence) else None
        if sequence and order is None:
            self.clipping.warn(
                Sentence("the place on the page is no number, so it comes last: %(sequence)s", sequence=quoted(sequence))
            )
        return Spot(label, self.clipping.line(name, Sentence("a page's name"), WORD_LENGTH), order=order)

    def _external_id(self) -> str:
        """The id of the document; else that of the item around it; else the file's name and the place in it."""
        item = next((attribute(above, "guid") for above in self.element.iterancestors() if above.get("guid")), "")
        number = self._docdata("doc-id", "id-string") or one_line(str(self.element.get("uno") or "")) or item
        if number and len(number) <= ID_LENGTH:
            return number
        stem = posixpath.basename(self.file.name).rpartition(".")[0] or self.file.name
        return shortened(f"nitf:{number or stem}" + ("" if self.number is None or number else f":{self.number + 1}"))

    def _title(self) -> str:
        head = child(self.element, "head", "title")
        title = self._lines("hl1") or (spaced(head) if head is not None else "")
        return checked_title(title, self.file.origin, Sentence("a headline in hedline/hl1"), self.line)

    def _lines(self, name: str) -> str:
        """The hedline's elements of one name, joined."""
        hedline = child(self.element, "body", "body.head", "hedline")
        return " ".join(filter(None, map(spaced, descendants(hedline, name)))) if hedline is not None else ""

    def _kind(self) -> Kind:
        head = child(self.element, "head")
        subjects = descendants(head, "tobject", "tobject.property") if head is not None else ()
        said = " ".join(str(value) for subject in subjects for value in subject.values()).casefold()
        return next((kind for word, kind in _KINDS.items() if word in said), "news")

    def _column(self) -> str:
        return self._docdata("fixture", "fix-id") or self._docdata("series", "series.name")

    def _byline(self) -> str:
        return spaced(child(self.element, "body", "body.head", "byline"))

    def _authors(self) -> list[str]:
        """Persons marked as such; else those in the text; a title alone (byttl) is none."""
        byline = child(self.element, "body", "body.head", "byline")
        if byline is None:
            return []
        persons = [spaced(person) for person in descendants(byline, "person")]
        if persons:
            return persons
        if any(local_name(part) == "byttl" for part in byline) and not (byline.text or "").strip():
            return []
        return bylines.authors(" ".join([byline.text or "", *(part.tail or "" for part in byline)]).strip())

    def _source(self) -> str:
        head = child(self.element, "body", "body.head")
        found = [child(head, name) for name in ("distributor", "rights")] if head is not None else []
        said = next(filter(None, map(spaced, found)), "")
        return said or self._docdata("doc.copyright", "holder")

    def _lead(self) -> str:
        abstract = child(self.element, "body", "body.head", "abstract")
        if abstract is None:
            return ""
        return "\n".join(filter(None, map(spaced, descendants(abstract, "p")))) or spaced(abstract)

    def _keywords(self) -> list[str]:
        words = child(self.element, "head", "docdata", "key-list")
        return [attribute(word, "key") or spaced(word) for word in descendants(words, "keyword")] if words is not None else []

    def _number_text(self) -> str:
        volume, number = self._said("volume"), self._said("number")
        return f"{volume}/{number}" if volume and number else number or self._said("issue")

    def _language(self) -> str:
        said = [attribute(one, "lang") for one in (self.element, child(self.element, "body")) if one is not None]
        return next((word for word in said if len(word) <= 20 and _LANGUAGE.fullmatch(word)), "")
