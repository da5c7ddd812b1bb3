"""Tonight's rule about 转版: what sends a reader to another page has its other part there, and the other way round."""

from collections.abc import Iterator

from articles.models import Article
from articles.preflight.gathering import Gathered, Printed, called
from articles.preflight.items import Subject
from articles.proofreading.finding import Finding
from articles.proofreading.turn_lines import TurnLine, turn_lines
from articles.turns import named_pages
from issues.models import PageSection
from issues.sentences import Sentence

Found = tuple[Subject, Finding]


def turn_findings(gathered: Gathered) -> Iterator[Found]:
    by_pk = {one.article.pk: one for one in gathered.articles}
    later: dict[int, list[Printed]] = {}
    for one in gathered.articles:
        if one.article.continues_id in by_pk:
            later.setdefault(one.article.continues_id, []).append(one)
    for one in gathered.articles:
        if one.article.kind == Article.Kind.POINTER:
            continue
        lines = turn_lines(one.body)
        before = by_pk.get(one.article.continues_id or 0)
        for line in lines:
            parts = later.get(one.article.pk, []) if line.way == "on" else [before] if before else []
            if sentence := _problem(line, one.section, parts, gathered):
                yield one.subject, Finding("turn", sentence)
        if sentence := _silence(one.section, lines, later.get(one.article.pk, []), gathered):
            yield one.subject, Finding("turn", sentence)


def _problem(line: TurnLine, section: PageSection, parts: list[Printed], gathered: Gathered) -> Sentence | None:
    pages = named_pages(line.label, section, gathered.sections)
    if not pages:
        return Sentence("“%(line)s”: the issue has no such page.", line=line.text)
    if not parts:
        return Sentence("“%(line)s”: no other part of the article is linked with it.", line=line.text)
    if not any(part.section in pages for part in parts):
        return Sentence("“%(line)s”: the other part stands on page %(label)s.", line=line.text, label=called(parts[0].section))
    return None


def _silence(section: PageSection, lines: list[TurnLine], later: list[Printed], gathered: Gathered) -> Sentence | None:
    """A story goes on elsewhere, and neither its text says so nor its page. Pages whose text nobody knows say nothing."""
    elsewhere = [part for part in later if part.section != section]
    is_known = section.text and section.text_source != PageSection.TextSource.OCR
    if not elsewhere or not is_known or any(line.way == "on" for line in lines):
        return None
    printed = [line for line in turn_lines(section.text.splitlines()) if line.way == "on"]
    said = [page for line in printed for page in named_pages(line.label, section, gathered.sections)]
    if any(part.section in said for part in elsewhere):
        return None
    label = called(elsewhere[0].section)
    return Sentence("The story goes on on page %(label)s; neither its text nor its page says so.", label=label)
