"""Where every file of the tree was on the old site, and what it is now. Pure."""

from collections.abc import Iterator

from articles.importing.formats.founder.addresses import old_path, without_query
from articles.importing.formats.founder.gathering import Gathered
from articles.importing.formats.founder.notes import Notes
from articles.importing.formats.founder.sections import Sections
from articles.importing.records import OldAddressRecord
from issues.sentences import Sentence

_LENGTH = 500


def old_addresses(
    gathered: Gathered,
    sections: Sections,
    keys: dict[str, str],
    masters: dict[str, tuple[list[str], list[str]]],
    figures: dict[str, list[str]],
    notes: Notes,
) -> tuple[OldAddressRecord, ...]:
    """`keys`: of articles, by those in addresses. `masters`: section -> names of picture and PDF. `figures`: key -> name. Each
    path once: the first that has it keeps it."""
    root = notes.options.old_root
    found: dict[str, OldAddressRecord] = {}
    for name, fields in _targets(gathered, sections, keys, masters, figures):
        path = old_path(name, root)
        if len(path) > _LENGTH:
            notes.warn(
                Sentence(
                    "%(folder)s: the old address %(path)s… is longer than %(limit)s characters and is not kept",
                    folder=gathered.group.folder,
                    path=path[:60],
                    limit=_LENGTH,
                )
            )
        elif path not in found:
            found[path] = OldAddressRecord(path, **fields)  # type: ignore[arg-type]
    return tuple(found.values())


def _targets(
    gathered: Gathered,
    sections: Sections,
    keys: dict[str, str],
    masters: dict[str, tuple[list[str], list[str]]],
    figures: dict[str, list[str]],
) -> Iterator[tuple[str, dict[str, str]]]:
    for key, page in gathered.pages.items():
        yield page.file.name, {"section": sections.drafts[key].key}
    for key, article in gathered.articles.items():
        yield article.file.name, {"article": keys[key]}
    yield from _twins(gathered, sections, keys)
    for section, (pictures, pdfs) in masters.items():
        yield from ((name, {"section": section, "file": "picture"}) for name in pictures)
        yield from ((name, {"section": section, "file": "pdf"}) for name in pdfs)
    for figure, names in figures.items():
        yield from ((name, {"figure": figure, "file": "picture"}) for name in names)
    yield from ((file.name, {}) for file in (*gathered.overviews, *gathered.group.frames))
    folders = dict.fromkeys(page.file.name.rpartition("/")[0] for page in gathered.pages.values())
    yield from ((f"{folder}/", {}) for folder in folders if folder)


def _twins(gathered: Gathered, sections: Sections, keys: dict[str, str]) -> Iterator[tuple[str, dict[str, str]]]:
    """content_1.html beside content_1.htm: another spelling of one address."""
    for file, kind, key in gathered.twins:
        if kind == "page" and key in gathered.pages:
            yield without_query(file.name), {"section": sections.drafts[key].key}
        elif kind == "article" and key in keys:
            yield without_query(file.name), {"article": keys[key]}
