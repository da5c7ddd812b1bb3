"""Old addresses of an issue's things: small pages that lead on, or lines for the web server; the site says where they lead."""

from collections.abc import Mapping
from dataclasses import dataclass

from articles.exporting.folders import ExportProblem
from articles.exporting.site_files import Staging, address_of, file_of
from articles.exporting.site_links import Rewriting, redirect_page
from articles.exporting.site_plan import old_paths, pdf_aliases
from articles.exporting.site_reader import AnonymousReader

PAGES = (".htm", ".html", ".shtml")


@dataclass(frozen=True)
class Old:
    """What is needed to ask and to write; `ways`: addresses that must be there in the end, with who leads to them."""

    reader: AnonymousReader
    how: Rewriting
    staging: Staging
    ways: dict[str, str]


def copy_old_addresses(issue: int, old: Old) -> dict[str, str]:
    """Gives those that cannot be a page, old path → new. What the site shows under an old path is a real page and stays; what
    leads to nothing is left out."""
    lines: dict[str, str] = {}
    paths = old_paths(issue)
    aliases = pdf_aliases(issue) if paths else {}
    for path in paths:
        target = _target(path, aliases, old)
        if target is None:
            continue
        is_own = file_of(target) in old.staging.after.files
        is_gone = not is_own and old.reader.ask(target).status == 410
        if is_gone or not _becomes_a_page(path, old):
            lines[path] = target  # also of what was withdrawn: the web server says that it is gone
        else:
            old.staging.add(file_of(path), [redirect_page(path, target, old.how).encode()])
        if not is_own and not is_gone:
            old.ways.setdefault(target, path)
    return lines


def _target(path: str, aliases: Mapping[str, str], old: Old) -> str | None:
    answer = old.reader.ask(path)
    if not answer.is_redirect or not answer.location.startswith("/"):
        return None
    target = answer.location.partition("#")[0]
    return aliases.get(target, target)


def _becomes_a_page(path: str, old: Old) -> bool:
    """An old …/index.html is the file of a folder address, which may be a real one."""
    if not path.lower().endswith(PAGES):
        return False
    try:
        name = file_of(path)
    except ExportProblem:
        return False
    folder = address_of(name)
    return folder == path or old.reader.ask(folder).status == 404
