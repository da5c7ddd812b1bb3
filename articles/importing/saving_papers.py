"""The publication that an import belongs to: found by its slug, or made of what the import and the user say."""

import datetime as dt

from articles.importing.imported import ImportedIssue
from articles.importing.problems import ImportProblem
from articles.importing.records import PublicationRecord
from issues.models import Publication, PublicationName, Suspension
from issues.writing import save_publication

FIELDS = (
    "language motto weekdays time_zone offers_other_script license_number license_category license_holder icp_number police_number "
    "supervisor sponsor report_contact copyright_notice"
).split()
SINCE_EVER = dt.date(1, 1, 1)


def find_or_make_paper(imported: ImportedIssue, slug: str, name: str) -> tuple[Publication, bool]:
    """The paper and whether it is new. A paper that is there keeps its own fields; names and suspensions that it lacks are added."""
    record = imported.publication
    slug = slug or (record.slug if record else "")
    if not slug:
        raise ImportProblem(imported.origin, "the paper's slug in --paper, since the file does not name its paper")
    paper = Publication.objects.filter(slug=slug).first()
    if paper is None:
        return _make(imported, slug, name), True
    if record:
        _add_names(paper, record)
    return paper, False


def _make(imported: ImportedIssue, slug: str, name: str) -> Publication:
    record = imported.publication
    paper = Publication(slug=slug, language=imported.language)
    if record:
        for field in FIELDS:
            setattr(paper, field, getattr(record, field))
    save_publication(paper, masthead=imported.read_file(record.masthead) if record and record.masthead else None)
    if record and not name:
        _add_names(paper, record)
    else:
        _save_name(PublicationName(publication=paper, from_date=SINCE_EVER, name=name or slug))
    return paper


def _save_name(name: PublicationName) -> None:
    name.full_clean()
    name.save()


def _add_names(paper: Publication, record: PublicationRecord) -> None:
    there = set(paper.names.values_list("from_date", flat=True))
    for name in record.names:
        if name.from_date not in there:
            _save_name(PublicationName(publication=paper, from_date=name.from_date, name=name.name, cn_number=name.cn_number))
    paused = set(paper.suspensions.values_list("first", flat=True))
    for pause in record.suspensions:
        if pause.first not in paused:
            row = Suspension(publication=paper, first=pause.first, last=pause.last, note=pause.note)
            row.full_clean()
            row.save()
