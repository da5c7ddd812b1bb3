"""The issue's pages in their order, with keys, labels and names, from what their files and their lists say."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from articles.importing.formats.founder.addresses import natural
from articles.importing.formats.founder.gathering import Gathered, ReadPage
from articles.importing.formats.founder.labels import label_somewhere, name_beside, printed_label, split_label
from articles.importing.formats.founder.notes import Notes
from articles.importing.formats.founder.pages import ListedPage
from articles.importing.labels import label_key
from articles.importing.problems import quoted
from issues.sentences import Sentence

KEY_LENGTH, NAME_LENGTH = 40, 100


@dataclass(slots=True)
class SectionDraft:
    """`page` is None where only a list or articles tell of the page. `articles`: the keys in addresses, in reading order."""

    key: str
    label: str
    name: str
    fold: str = ""
    page: ReadPage | None = None
    pdf: tuple[str, ReadPage] | None = None
    articles: list[str] = field(default_factory=list)

    @property
    def described(self) -> str:
        name = self.label or (quoted(self.name) if self.name else f"node_{self.key}")
        return Sentence("page %(page)s", page=name)


@dataclass(slots=True)
class Sections:
    """`drafts` by the key in the address, in order; `missing`: listed, without a file."""

    drafts: dict[str, SectionDraft]
    missing: dict[str, SectionDraft]
    order: list[str]

    def labelled(self, label: str) -> str:
        """The key in the address of the one page with that label; empty where there is none, or where two folds have it."""
        wanted = label_key(printed_label(label))
        found = [
            key for key, draft in {**self.missing, **self.drafts}.items() if draft.label and label_key(draft.label) == wanted
        ]
        return found[0] if len(found) == 1 and wanted else ""

    def take_missing(self, key: str) -> SectionDraft:
        """A listed page without a file becomes one of the issue's, at its place: articles stand on it."""
        drafts = {**self.drafts, key: self.missing.pop(key)}
        self.drafts = {name: drafts[name] for name in sorted(drafts, key=lambda name: _place(name, self.order))}
        return self.drafts[key]


def read_sections(gathered: Gathered, notes: Notes) -> Sections:
    entries = _entries(gathered)
    order = list(entries)
    keys = unique_keys([*gathered.pages, *(key for key in entries if key not in gathered.pages)], _section_key)
    drafts: dict[str, SectionDraft] = {}
    for key in sorted(gathered.pages, key=lambda key: _place(key, order)):
        page = gathered.pages[key]
        drafts[key] = _draft(keys[key], page, entries.get(key, (ListedPage("", ""), page)), notes)
    missing = {
        key: SectionDraft(
            keys[key], *(split_label(entry.text) or ("", entry.text[:NAME_LENGTH])), entry.fold, None, (entry.pdf, page)
        )
        for key, (entry, page) in entries.items()
        if key not in gathered.pages
    }
    _keep_labels_apart(drafts, notes)
    return Sections(drafts, missing, order)


def _place(key: str, order: list[str]) -> tuple[int, object]:
    return (order.index(key), ()) if key in order else (len(order), natural(key))


def _entries(gathered: Gathered) -> dict[str, tuple[ListedPage, ReadPage]]:
    """Every page that any list names, in the order of the longest list; with the page whose list it is."""
    pages = sorted(gathered.pages.values(), key=lambda page: -len(page.sheet.listed))
    found: dict[str, tuple[ListedPage, ReadPage]] = {}
    for page in pages:
        for entry in page.sheet.listed:
            key = gathered.key_at(page.file, entry.href, "page")
            if key and (key not in found or (entry.pdf and not found[key][0].pdf)):
                found[key] = (entry, page)
    overviews = {gathered.key_at(file, file.name.rpartition("/")[2], "page") for file in gathered.overviews}
    return {key: value for key, value in found.items() if key not in overviews}


def _draft(key: str, page: ReadPage, listed: tuple[ListedPage, ReadPage], notes: Notes) -> SectionDraft:
    entry, lister = listed
    label, name = _label_and_name(page, entry)
    name = notes.clipped(name, NAME_LENGTH, Sentence("page's name"), page.file.origin)
    fold = notes.clipped(entry.fold, NAME_LENGTH, Sentence("fold"), page.file.origin)
    pdf = (page.sheet.pdf, page) if page.sheet.pdf else (entry.pdf, lister) if entry.pdf else None
    return SectionDraft(key, label, name, fold, page, pdf)


def _label_and_name(page: ReadPage, entry: ListedPage) -> tuple[str, str]:
    """The label is that of the comment, which is what is printed; else the list's or the address's; else what the page says."""
    told = printed_label(page.sheet.document.properties.get("pagenum", ""))
    if page.sheet.own is not None:
        return told, name_beside(entry.text, told)
    listed = split_label(entry.text)
    if listed is None and entry.text:
        return told or page.address.page, name_beside(entry.text, told)
    if listed is None:
        listed = _label_in_words(page) or ("", "")
    return told or listed[0] or printed_label(page.address.page), listed[1]


def _label_in_words(page: ReadPage) -> tuple[str, str] | None:
    """Of the page's title, with the name from its text where the title has the label alone."""
    titled, shown = label_somewhere(page.sheet.title), label_somewhere(page.sheet.texts)
    if titled and not titled[1] and shown and label_key(shown[0]) == label_key(titled[0]):
        return shown
    return titled or shown


def _keep_labels_apart(drafts: dict[str, SectionDraft], notes: Notes) -> None:
    """One label a fold is a rule of the house; an old site that repeats one keeps it on the first page."""
    seen: set[tuple[str, str]] = set()
    for draft in drafts.values():
        if draft.label and (draft.fold, label_key(draft.label)) in seen and draft.page:
            notes.warn(
                Sentence(
                    "%(origin)s: another page has the label %(label)s already; this one is kept without",
                    origin=draft.page.file.origin,
                    label=draft.label,
                )
            )
            draft.name, draft.label = draft.name or draft.label, ""
        seen.add((draft.fold, label_key(draft.label)))


def _section_key(written: str) -> str:
    return re.sub("[^0-9A-Za-z]", "", written)[:KEY_LENGTH]


def article_key(written: str) -> str:
    return "_".join(re.findall("[0-9]+", written))[:KEY_LENGTH].strip("_")


def unique_keys(written: list[str], made: Callable[[str], str]) -> dict[str, str]:
    """The key in the address -> the one here: as it is wherever it can be, else made from it, with a number behind where two
    would be the same."""
    keys = {key: key for key in written if made(key) == key and key}
    taken = set(keys.values())
    for key in written:
        if key in keys:
            continue
        joint = "_" if made is article_key else "x"
        base = made(key)[: KEY_LENGTH - 6] or "0"
        number, found = 2, base
        while found in taken:
            found, number = f"{base}{joint}{number}", number + 1
        keys[key] = found
        taken.add(found)
    return keys
