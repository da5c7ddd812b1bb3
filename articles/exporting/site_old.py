"""Old addresses of an issue's things: small pages that lead on, or lines for the web server; the site says where they lead."""

from dataclasses import dataclass

from articles.exporting.folders import ExportProblem
from articles.exporting.site_files import Staging, address_of, file_of
from articles.exporting.site_links import Rewriting, redirect_page
from articles.exporting.site_plan import old_paths
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
    leads to something that is withdrawn, or to nothing, is left out."""
    lines: dict[str, str] = {}
    for path in old_paths(issue):
        answer = old.reader.ask(path)
        if not answer.is_redirect or not answer.location.startswith("/"):
            continue
        target = answer.location.partition("#")[0]
        if _becomes_a_page(path, old):
            page = redirect_page(path, answer.location, old.how)
            old.staging.add(file_of(path), [page.encode()])
        else:
            lines[path] = answer.location
        old.ways.setdefault(target, path)
    return lines


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
