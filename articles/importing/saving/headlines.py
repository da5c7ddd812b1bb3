"""Which page the headlines of a text dump belong to, where several dumps of one issue come one after the other."""

from collections.abc import Sequence

from articles.importing.problems import ImportProblem, quoted
from articles.importing.records import SectionRecord
from articles.models import Article
from issues.models import PageSection
from issues.sentences import Sentence


def headlines_of(record: SectionRecord, rows: Sequence[Article]) -> list[Article]:
    """The rows that an earlier dump with the same headlines made."""
    return [row for row in rows if _list_of(row.external_id) == _list_of(record.articles[0].external_id)]


def home_of_headlines(
    origin: str, record: SectionRecord, section: PageSection, rows: Sequence[Article], *, is_page_named: bool
) -> PageSection:
    """Headlines that are known stay where they are, unless the user names their page. New ones go to the named page or the
    first (`section`), which must not be another list's."""
    known = headlines_of(record, rows)
    if known and not is_page_named:
        return known[0].page_section
    others = [row for row in rows if row.page_section_id == section.pk and row not in known]
    if is_page_named:
        others = [row for row in others if row.external_id.startswith("dump:")]
    if others:
        option = Sentence("another page in --page") if is_page_named else Sentence("the page of these headlines, in --page")
        found = Sentence(
            "other articles on %(page)s already, the first %(title)s",
            page=section.label or section.name,
            title=quoted(others[0].title, 30),
        )
        raise ImportProblem(origin, option, found)
    return section


def _list_of(external_id: str) -> str:
    """`dump:<headline list>:<place>` without the place; nothing for ids of other kinds."""
    return external_id.rpartition(":")[0] if external_id.startswith("dump:") else external_id
