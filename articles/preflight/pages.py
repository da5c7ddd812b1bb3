"""Tonight's rules about pages: signed, with their files, of the right day, and saying what their articles say."""

from collections.abc import Iterator
from typing import Any

from articles.models import PageComparison
from articles.preflight.gathering import Gathered, page_subject
from articles.preflight.items import Subject
from articles.proofreading.days import page_days
from articles.proofreading.finding import Finding
from issues.models import PageSection
from issues.sentences import Sentence

Found = tuple[Subject, Finding]
State = PageSection.State
MOST_PRINTED = 60  # characters of print that a sentence quotes


def page_findings(gathered: Gathered, least_width: int) -> Iterator[Found]:
    for section in gathered.sections:
        subject = page_subject(section)
        for finding in (*_state(section), *_files(section, least_width)):
            yield subject, finding
        if not section.is_recognised:
            for finding in page_days(section.text, gathered.issue.date):
                yield subject, finding
        yield from _comparison(gathered, section)


def _print_of(section: PageSection) -> str:
    """What was signed off of one print of the page is not signed off of the next. Masks make no other print."""
    return f"{section.picture_digest} {section.pdf_digest}".strip()


def _state(section: PageSection) -> Iterator[Finding]:
    if section.state == State.AWAITED:
        yield Finding("awaited", Sentence("The page is still awaited."), _print_of(section))
    elif section.state != State.SIGNED:
        yield Finding("unsigned", Sentence("The page is not signed."), _print_of(section))


def _files(section: PageSection, least_width: int) -> Iterator[Finding]:
    if not section.picture and not section.pdf:
        yield Finding("no_files", Sentence("The page has neither picture nor PDF."))
    elif not section.picture:
        yield Finding("no_picture", Sentence("The page has no picture."), _print_of(section))
    elif not section.pdf:
        yield Finding("no_pdf", Sentence("The page has no PDF."), _print_of(section))
    if section.picture and section.width < least_width:
        sentence = Sentence(
            "The page picture is %(width)s pixels wide; expected at least %(least)s.", width=section.width, least=least_width
        )
        yield Finding("small_picture", sentence, _print_of(section))


def _comparison(gathered: Gathered, section: PageSection) -> Iterator[Found]:
    """Recognised text is not compared: what Tesseract misread would hide what the page says."""
    if section.pdf and section.layer_digest != section.pdf_digest:
        yield page_subject(section), Finding("unread", Sentence("The page's PDF has not been read yet."), section.pdf_digest)
        return
    printed = [one for one in gathered.articles if one.section.pk == section.pk]
    if not section.layer or not printed or section.is_recognised:
        return
    kept = gathered.comparisons.get(section.pk)
    if kept is None or kept.digest != gathered.texts[section.pk]:
        sentence = Sentence("The page has not been compared with its articles as they are now.")
        yield page_subject(section), Finding("not_compared", sentence, gathered.texts[section.pk])
        return
    subjects = {one.article.pk: one.subject for one in printed}
    for difference in kept.differences:
        if difference["article"] is None:
            sentence = Sentence("The page prints “%(printed)s”, which no article has.", printed=shortened(difference["printed"]))
            yield page_subject(section), Finding("unknown_print", sentence, difference["printed"])
        elif difference["article"] in subjects:
            yield subjects[difference["article"]], Finding("differs", _said(difference))
    for pk in kept.missing:
        if pk in subjects:
            yield subjects[pk], Finding("not_on_page", Sentence("The article was not found in the print of its page."))


def _said(difference: dict[str, Any]) -> Sentence:
    """As `compare_section` kept it."""
    printed, written = difference["printed"], difference["written"]
    if not written:
        return Sentence("The page says “%(printed)s”, the article does not.", printed=printed)
    if not printed:
        return Sentence("The article says “%(written)s”, the page does not.", written=written)
    return Sentence("The page says “%(printed)s”, the article “%(written)s”.", printed=printed, written=written)


def shortened(printed: str) -> str:
    """Its beginning and its end, which tell an editor the place."""
    return printed if len(printed) <= MOST_PRINTED else f"{printed[: MOST_PRINTED - 10]}……{printed[-8:]}"


def is_to_be_compared(section: PageSection, kept: PageComparison | None, digest: str) -> bool:
    """Whether it was read, and has changed or its articles have since the comparison that is kept."""
    is_read = bool(section.layer) and not section.is_recognised
    is_up_to_date = not section.pdf or section.layer_digest == section.pdf_digest
    return is_read and is_up_to_date and (kept is None or kept.digest != digest)
