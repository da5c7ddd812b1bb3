"""Page sections of one issue with pictures, PDFs and credits: records -> rows. Nothing is deleted."""

from collections.abc import Callable

from articles.importing.cleaning import simplified
from articles.importing.imported import ImportedIssue
from articles.importing.labels import label_key, label_rank
from articles.importing.ordering import merged_order
from articles.importing.outcome import IssueOutcome
from articles.importing.records import IssueRecord, SectionRecord, ZoneRecord
from articles.importing.saving.refusals import refusals, row_refusals
from issues import files
from issues.geometry import WHOLE_SHEET, Polygon
from issues.models import Issue, PageSection
from issues.sentences import Sentence
from issues.writing import NewSection, create_sections, free_label, give_reason, order_sections, save_section

FIELDS = ("fold", "label", "name", "kind")


class PageSaver:
    """`sections` are the rows of the records, in their order, once `save` is done; `new` are those of them made here."""

    def __init__(self, imported: ImportedIssue, issue: Issue, outcome: IssueOutcome) -> None:
        self.imported = imported
        self.issue = issue
        self.outcome = outcome
        self.rows = [] if outcome.is_new else list(issue.sections.in_order().prefetch_related("credits"))
        self.masks = planned_masks(imported.issue)
        self.sections: list[PageSection] = []
        self.new: set[int] = set()

    def save(self) -> None:
        records = self.imported.issue.sections
        found = [self._find(record) for record in records]
        if self.imported.is_whole:
            self._free_labels(records, found)
        drafts: list[NewSection] = []
        places: list[int] = []
        for at, (record, row) in enumerate(zip(records, found, strict=True)):
            if row is None:
                drafts.append(self._draft(at, record))
                places.append(at)
                self.sections.append(drafts[-1].section)
            else:
                row.issue = self.issue
                with refusals(self.imported.origin, f"issue.sections[{at}]", picture=record.picture, pdf=record.pdf):
                    self._write(row, record)
                self.sections.append(row)
        self._create(drafts, places)
        self.outcome.sections = len(self.sections)
        self._order()

    def _find(self, record: SectionRecord) -> PageSection | None:
        """By key; a format without keys knows labels only, and names where nothing is printed."""
        if record.key:
            return next((row for row in self.rows if row.key == record.key), None)
        if record.label:
            return next((row for row in self.rows if _is_same_label(row, record)), None)
        return next((row for row in self.rows if (row.fold, row.label, row.name) == (record.fold, "", record.name)), None)

    def _free_labels(self, records: tuple[SectionRecord, ...], found: list[PageSection | None]) -> None:
        """A label that goes from one page to another is free before the other takes it."""
        wanted = {(record.fold, record.label) for record in records if record.label}
        for record, row in zip(records, found, strict=True):
            if row and (row.fold, row.label) in wanted - {(record.fold, record.label)}:
                free_label(row)

    def _draft(self, at: int, record: SectionRecord) -> NewSection:
        """Receiving a file raises its version: the package's is what comes out. What was withdrawn is painted over at once."""
        section = PageSection(
            issue=self.issue,
            key=record.key or "",
            text=record.text,
            text_source=record.text_source,
            width=record.width,
            height=record.height,
            masks=[[[x, y] for x, y in polygon] for polygon in self.masks.get(at, [])],
            picture_version=record.picture_version - 1,
            pdf_version=record.pdf_version - 1,
            **{name: getattr(record, name) for name in FIELDS},
        )
        credits = [(credit.role, credit.name) for credit in record.credits]
        return NewSection(section, self._reader(record.picture), self._reader(record.pdf), credits)

    def _reader(self, name: str | None) -> Callable[[], bytes] | None:
        return None if name is None else lambda: self.imported.read_file(name)

    def _create(self, drafts: list[NewSection], places: list[int]) -> None:
        records = [self.imported.issue.sections[at] for at in places]
        pictures = [{"picture": record.picture, "pdf": record.pdf} for record in records]
        with row_refusals(self.imported.origin, [f"issue.sections[{at}]" for at in places], pictures):
            create_sections(self.issue, drafts, are_first=self.outcome.is_new)
        self.new = {draft.section.pk for draft in drafts}
        if drafts:
            self.outcome.created["page section"] += len(drafts)

    def _write(self, section: PageSection, record: SectionRecord) -> None:
        changes = {name: value for name, value in self._wanted(section, record).items() if getattr(section, name) != value}
        picture = self._new_file(record.picture, section.picture_digest)
        pdf = self._new_file(record.pdf, section.pdf_digest)
        credits = self._new_credits(section, record)
        if not changes and picture is None and pdf is None and credits is None:
            return
        for name, value in changes.items():
            setattr(section, name, value)
        give_reason(section, "import")
        has_own_picture = record.picture is not None
        save_section(section, picture=picture, pdf=pdf, credits=credits, renditions=False, has_own_picture=has_own_picture)
        self.outcome.updated["page section"] += 1

    def _wanted(self, section: PageSection, record: SectionRecord) -> dict[str, object]:
        """A source that does not tell the whole issue only fills in a name, or turns it into the other script, and brings page
        text; a package's pages are as it says, but what it leaves empty stays."""
        wanted: dict[str, object] = {"text": section.text, "text_source": section.text_source}
        if record.text and not (record.text_source and section.layer):  # what was read here is in the order of reading
            wanted = {"text": record.text, "text_source": record.text_source}
        if not self.imported.is_whole:
            is_same = simplified(section.name) in ("", simplified(record.name))
            return wanted | {"name": record.name if is_same else section.name}
        wanted |= {name: getattr(record, name) for name in FIELDS}
        if not record.picture and not section.picture:
            wanted |= {"width": record.width, "height": record.height}
        return wanted

    def _new_file(self, name: str | None, digest: str) -> bytes | None:
        """The bytes, where they differ from what was received before."""
        if name is None:
            return None
        data = self.imported.read_file(name)
        return None if files.digest(data) == digest else data

    def _new_credits(self, section: PageSection, record: SectionRecord) -> list[tuple[str, str]] | None:
        wanted = [(credit.role, credit.name) for credit in record.credits]
        there = [(credit.role, credit.name) for credit in section.credits.all()]
        return wanted if wanted and wanted != there else None

    def _order(self) -> None:
        if self.outcome.is_new or (not self.imported.is_whole and not self.new):
            return
        current = list(self.issue.sections.in_order().values_list("pk", flat=True))
        wanted = [section.pk for section in self.sections]
        order = merged_order(current, wanted) if self.imported.is_whole else self._with_new_pages_placed(current)
        if order != current:
            order_sections(self.issue, order)
            self.outcome.updated["page order"] += 1

    def _with_new_pages_placed(self, current: list[int]) -> list[int]:
        """Pages that come one by one, as their files do: each before the first that has a later label; the others stay as an
        editor may have put them."""
        ranks = {row.pk: label_rank(row.fold, row.label) for row in self.rows if row.label}
        ranks |= {section.pk: label_rank(section.fold, section.label) for section in self.sections if section.label}
        order = [pk for pk in current if pk not in self.new]
        for pk in (pk for pk in current if pk in self.new):
            later = (at for at, other in enumerate(order) if pk in ranks and other in ranks and ranks[other] > ranks[pk])
            order.insert(next(later, len(order)), pk)
        return order


def _is_same_label(row: PageSection, record: SectionRecord) -> bool:
    return label_key(row.label) == label_key(record.label) and (row.fold == record.fold or not record.fold)


def page_name(section: PageSection) -> str:
    """For the report."""
    return Sentence("page %(page)s", page=" ".join(filter(None, [section.fold, section.label, section.name])))


def planned_masks(issue: IssueRecord) -> dict[int, list[Polygon]]:
    """Place (from 0) of a section -> what articles.covering.update_masks paints over on it for the issue's withdrawn articles."""
    masks: dict[int, list[Polygon]] = {}
    for home, section in enumerate(issue.sections):
        for article in section.articles:
            if article.withdrawn_at:
                zones = _zones_of(article.key, issue)
                for at, zone in zones:
                    masks.setdefault(at, []).append(list(zone.polygon))
                if not any(at == home for at, _zone in zones):
                    masks[home] = [WHOLE_SHEET]
    return masks


def _zones_of(article: str | None, issue: IssueRecord) -> list[tuple[int, ZoneRecord]]:
    """With the places of their sections."""
    return [(at, zone) for at, section in enumerate(issue.sections) for zone in section.zones if zone.article == article]
