"""One unit's pages: each address asked for, each answer written, each link of the answers followed as far as it is the unit's."""

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from articles.exporting.folders import ExportProblem
from articles.exporting.site_files import Staging, file_of
from articles.exporting.site_links import Rewriting, redirect_page, rewrite
from articles.exporting.site_plan import STATIC, unit_of
from articles.exporting.site_reader import AnonymousReader, Answer

PAGES = (".htm", ".html", ".shtml", "/")


class Stopped(Exception):
    """The user asked for an end: what waits is thrown away, what is in place is whole."""


@dataclass(frozen=True)
class Asking:
    """`ways` collects links to other units, each with a page that has it."""

    reader: AnonymousReader
    how: Rewriting
    ways: dict[str, str]
    is_stopped: Callable[[], bool]


def fill(name: str, staging: Staging, addresses: Iterable[str], optional: Iterable[str], asking: Asking) -> list[str]:
    """Gives the problems. An address that is optional may answer 404. Raises Stopped."""
    may_fail = set(optional)
    waiting = deque((address, "") for address in dict.fromkeys((*addresses, *may_fail)))
    seen = {address for address, _source in waiting}
    problems: list[str] = []
    static: set[str] = set()
    while waiting:
        if asking.is_stopped():
            raise Stopped
        address, source = waiting.popleft()
        try:
            links = _take(staging, address, asking, is_optional=address in may_fail)
        except ExportProblem as problem:
            problems.append(f"{problem} (linked from {source})" if source else str(problem))
            continue
        for link in sorted(links - seen):
            unit = unit_of(link)
            if unit == name:
                seen.add(link)
                waiting.append((link, address))
            elif unit == STATIC:
                static.add(link)
            else:
                asking.ways.setdefault(link, address)
    staging.after.static = sorted(static.union(staging.before.static if staging.has_kept else ()))
    return problems


def _take(staging: Staging, address: str, asking: Asking, *, is_optional: bool) -> frozenset[str]:
    """One answer becomes one file; gives the links in it. Raises ExportProblem where there is nothing to show."""
    answer, file = asking.reader.ask(address), file_of(address)
    if answer.is_redirect:
        return _lead_on(staging, address, answer.location, asking.how)
    if answer.is_shown:
        return _take_shown(staging, address, answer, asking.how)
    if answer.status >= 500:
        staging.keep(file)  # the site is at fault: what was true a while ago is better than nothing
    elif is_optional:
        return frozenset()
    raise ExportProblem(f"{address}: expected a page, found that the site answers {answer.status}.")


def _lead_on(staging: Staging, address: str, location: str, how: Rewriting) -> frozenset[str]:
    if address.endswith(PAGES):
        staging.add(file_of(address), [redirect_page(address, location, how).encode()])
    else:
        staging.after.redirects[address] = location
    return frozenset([location.partition("#")[0]] if location.startswith("/") else [])


def _take_shown(staging: Staging, address: str, answer: Answer, how: Rewriting) -> frozenset[str]:
    if not answer.is_text:
        staging.add(file_of(address), answer.chunks)
        return frozenset()
    rewritten = rewrite(answer.kind, answer.read().decode(), address, how)
    staging.add(file_of(address), [rewritten.text.encode()])
    return rewritten.links
