"""Tonight's rules about articles: complete, turned to the right page, and without what a proof-reader would stop at."""

import re
from collections.abc import Iterator, Sequence

from articles import personal
from articles.models import Article
from articles.preflight.gathering import Gathered, Printed
from articles.preflight.items import Subject
from articles.proofreading.characters import leftover_glosses, strange_characters
from articles.proofreading.days import wrong_weekdays
from articles.proofreading.finding import Finding
from articles.proofreading.marks import unpaired_marks
from articles.proofreading.minors import named_minors
from articles.proofreading.titles import same_titles
from issues.sentences import Sentence

Found = tuple[Subject, Finding]
Kind = Article.Kind
NEEDS_NO_BODY = frozenset([Kind.PICTURE, Kind.POINTER, Kind.ADVERTISEMENT])
NUMBERS: dict[personal.Kind, Sentence] = {
    "id": Sentence("ID number"),
    "mobile": Sentence("mobile number"),
    "landline": Sentence("telephone number"),
    "card": Sentence("bank card number"),
}
# A caption that names its photographer or its source itself.
_CREDITED = re.compile(
    r"(?:[摄攝]影?(?:[报報]道)?|[绘繪]|\s[图圖])[）)。]?\s*$|[摄攝]影?[：:/／]|供[图圖]|[资資]料[图圖照]|[图圖][源片/／]|[图圖][：:]|[制製][图圖]|[来來]源"
    r"|[发發][）)。]?\s*$|©|\b[Pp]hoto\b"
)


def text_findings(gathered: Gathered) -> Iterator[Found]:
    for one in gathered.articles:
        for finding in (*_completeness(one), *_in_article(gathered, one)):
            yield one.subject, finding
        for figure in one.figures:
            subject = one.figure_subject(figure)
            needs_credit = one.article.kind != Kind.ADVERTISEMENT and not figure.is_decorative
            if needs_credit and not figure.credit.strip() and not _CREDITED.search(figure.caption):
                yield subject, Finding("no_credit", Sentence("The figure has no credit."))
            texts = [figure.caption, figure.credit, figure.alt]
            for finding in (*unpaired_marks(figure.caption.split("\n")), *_in_texts(gathered, texts)):
                yield subject, finding
    yield from _twice(gathered)


def _completeness(one: Printed) -> Iterator[Finding]:
    is_seen = one.article.kind == Kind.OTHER and one.figures  # the weather as a drawing
    if not one.body and one.article.kind not in NEEDS_NO_BODY and not is_seen:
        yield Finding("no_body", Sentence("The article has no text."))


def _in_article(gathered: Gathered, one: Printed) -> Iterator[Finding]:
    article = one.article
    for unit in ([f"{article.kicker}{article.title}"], [article.subtitle], [article.byline], one.body):
        yield from unpaired_marks(unit)
    yield from _in_texts(gathered, [*one.head, *one.body])


def _in_texts(gathered: Gathered, texts: Sequence[str]) -> Iterator[Finding]:
    for text in filter(None, texts):
        yield from strange_characters(text)
        yield from leftover_glosses(text)
        yield from wrong_weekdays(text, gathered.issue.date)
        yield from gathered.watch_list.found_in(text)
        yield from _numbers(text)
        yield from named_minors(text)


def _numbers(text: str) -> Iterator[Finding]:
    """Shown masked: the list is looked at by more people than need to know."""
    for found in personal.find(text):
        sentence = Sentence("%(kind)s: %(number)s", kind=NUMBERS[found.kind], number=personal.masked(found))
        yield Finding("personal", sentence, found.text)


def _twice(gathered: Gathered) -> Iterator[Found]:
    kinds = (Kind.ADVERTISEMENT, Kind.NOTICE, Kind.POINTER)  # of notices a page is full
    articles = {one.article.pk: one for one in gathered.articles if one.article.kind not in kinds}
    titles = {pk: one.article.title for pk, one in articles.items()}
    for earlier, later in same_titles(titles, gathered.first_parts):
        label = articles[earlier].subject.label
        sentence = Sentence("An article on page %(label)s bears the same title.", label=label)
        yield articles[later].subject, Finding("same_title", sentence, f"{earlier} {titles[later]}")
