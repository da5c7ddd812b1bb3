"""The public site as files: asks the site itself for every public address, and keeps a folder as the answers are.

A round compares the plan's stamps with those of the last one and copies only the units that differ. What was withdrawn goes
first. Pages are read as an anonymous reader reads them, so the copy cannot differ from the site and no draft can leak.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from articles.addresses import issue_addresses
from articles.exporting.folders import ExportProblem
from articles.exporting.site_files import CopyFolder, Staging, address_of, file_of, read_json, write_json
from articles.exporting.site_links import Rewriting, redirect_page
from articles.exporting.site_maps import write_gone, write_redirects
from articles.exporting.site_old import Old, copy_old_addresses
from articles.exporting.site_pages import Asking, fill
from articles.exporting.site_plan import (
    SITE,
    STATIC,
    Part,
    Plan,
    feed_addresses,
    fingerprint,
    paper_addresses,
    site_addresses,
    unit_of,
)
from articles.exporting.site_reader import AnonymousReader
from issues.models import Issue

ATTEMPTS = 3  # an issue that is written to while it is copied is copied again
STAMPS_EVERY = 20  # parts after which the state is written down


@dataclass
class Round:
    """What one round did; `problems` are a sentence each."""

    parts: int = 0
    files: int = 0
    removed: int = 0
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Watcher:
    """Who looks on: told of the number of parts to copy and of each that is done, asked whether to stop."""

    begin: Callable[[int], None]
    done: Callable[[str, int], None]
    is_stopped: Callable[[], bool]


class SiteCopier:
    """`only`: the slug of the one paper that is copied."""

    def __init__(self, folder: CopyFolder, how: Rewriting, watcher: Watcher, only: str = "") -> None:
        self.folder, self.how, self.watcher, self.only = folder, how, watcher, only
        self.reader = AnonymousReader()
        self.round = Round()
        self.ways: dict[str, dict[str, str]] = {}  # unit → address of another unit → a page that links to it
        self.counts: dict[str, int] = {}  # files of each unit that is in the folder
        self.has_moved = True  # redirects.map may not be as the units say
        self.fingerprint = fingerprint(how.base_url, how.search_url, str(how.for_disk), only)
        self._load_state()

    def _load_state(self) -> None:
        """Stamps of the last run count only where program, settings and options are the same and the files are whole."""
        state = read_json(self.folder.private / "state.json")
        is_same = state.get("fingerprint") == self.fingerprint
        stamps = state.get("stamps", {}) if is_same else {}
        whole: set[str] = set()
        for name in self.folder.names():
            unit = self.folder.unit(name)
            self.counts[name] = len(unit.files)
            if self.folder.is_whole(unit):
                whole.add(name)
        self.ways = state.get("ways", {}) if is_same else {}
        self.is_tidy = is_same and bool(state.get("is_tidy"))
        self.stamps: dict[str, str] = {name: stamp for name, stamp in stamps.items() if name in whole and STATIC in whole}

    def save_state(self) -> None:
        """With the links that a round which is broken off has not yet seen to lead anywhere."""
        ways = {name: dead for name, ways in self.ways.items() if (dead := self._dead(ways))}
        state = {"fingerprint": self.fingerprint, "is_tidy": self.is_tidy, "stamps": self.stamps, "ways": ways}
        write_json(self.folder.private / "state.json", state)

    def copy(self, plan: Plan) -> Round:
        """One round. Raises Stopped."""
        self.round = Round()
        self._remove_what_left(plan)
        changed = [part for part in (*plan.issues, *plan.papers) if self.stamps.get(part.name) != part.stamp]
        self.watcher.begin(len(changed) + 1)
        for count, part in enumerate(changed, start=1):
            self._copy_part(part, plan)
            if count % STAMPS_EVERY == 0:
                self.save_state()
        self._copy_site(plan)
        self._check_ways()
        self._tidy_static()
        write_gone(self.folder)
        if self.has_moved:
            write_redirects(self.folder, self.counts)
            self.has_moved = False
        self.save_state()
        return self.round

    def _remove_what_left(self, plan: Plan) -> None:
        for name in sorted(self.counts.keys() - plan.names):
            self.has_moved |= bool(self.folder.unit(name).redirects)
            self.round.removed += self.folder.drop(name)
            del self.counts[name]
            self.stamps.pop(name, None)
            self.ways.pop(name, None)
            self.save_state()

    def _copy_part(self, part: Part, plan: Plan) -> None:
        """Until nobody wrote to the issue meanwhile; the next round takes up what is still moving."""
        for _attempt in range(ATTEMPTS):
            version = _version(part)
            addresses = issue_addresses(part.issue) if part.issue else paper_addresses(part.slug, plan.days[part.slug])
            problems = self._copy_unit(part.name, addresses, issue=part.issue)
            if _version(part) == version:
                self.round.problems += problems
                if not problems and version == part.version and part.around_now() == part.around:
                    self.stamps[part.name] = part.stamp
                return
        problem = f"{part.name}: it changed while it was copied, {ATTEMPTS} times running; another run tries again."
        self.round.problems.append(problem)

    def _copy_unit(self, name: str, addresses: Iterable[str], optional: Iterable[str] = (), *, issue: int = 0) -> list[str]:
        self.folder.clear_staging()
        staging = Staging(self.folder, name)
        self.ways[name] = {}
        problems = fill(name, staging, addresses, optional, self._asking(name))
        if issue:
            old = Old(self.reader, self.how, staging, self.ways[name])
            staging.after.redirects |= copy_old_addresses(issue, old)
        elif name == SITE and self.only:
            staging.add(file_of("/"), [redirect_page("/", f"/{self.only}/", self.how).encode()])
        problems += self._copy_static(staging.after.static)
        return problems + self._swap(name, staging)

    def _asking(self, name: str) -> Asking:
        return Asking(self.reader, self.how, self.ways.setdefault(name, {}), self.watcher.is_stopped)

    def _swap(self, name: str, staging: Staging) -> list[str]:
        self.has_moved |= staging.before.redirects != staging.after.redirects
        files, problems = self.folder.swap(name, staging)
        self.counts[name] = len(staging.after.files)
        self.round.parts += 1
        self.round.files += files
        if name != STATIC:
            self.watcher.done(name, files)
        return problems

    def _copy_site(self, plan: Plan) -> None:
        """What belongs to no issue and to no paper, also what only pages lead to; pages of it that are gone are not missed."""
        linked = [address for ways in self.ways.values() for address in self._dead(ways) if unit_of(address) == SITE]
        before = map(address_of, self.folder.unit(SITE).files)
        optional = [address for address in before if address != "/" or not self.only]
        self.round.problems += self._copy_unit(SITE, [*site_addresses(self.only), *linked, *feed_addresses(plan)], optional)

    def _copy_static(self, wanted: Iterable[str]) -> list[str]:
        """Styles, scripts and drawings are there before the pages that use them; none leaves before `_tidy_static`."""
        have = self.folder.unit(STATIC)
        missing = [address for address in wanted if file_of(address) not in have.files]
        if not missing:
            return []
        staging = Staging(self.folder, STATIC)
        staging.after.files |= have.files
        problems = fill(STATIC, staging, missing, (), self._asking(STATIC))
        return problems + self._swap(STATIC, staging)

    def _tidy_static(self) -> None:
        """After all pages were copied anew, as after an update of the site: styles that no page uses any more go."""
        if self.is_tidy or self.round.problems:
            return
        used = {address for name in self.counts for address in self.folder.unit(name).static}
        self.folder.clear_staging()
        staging = Staging(self.folder, STATIC)
        self.round.problems += fill(STATIC, staging, sorted(used), (), self._asking(STATIC))
        self.round.problems += self._swap(STATIC, staging)
        self.is_tidy = not self.round.problems

    def _check_ways(self) -> None:
        """Links between units lead to files that are there; a unit with one that does not is never taken for done."""
        told: set[str] = set()
        for name, ways in self.ways.items():
            dead = self._dead(ways)
            if dead:
                self.stamps.pop(name, None)
            self.round.problems += [
                f"{source}: it links to {address}, which leads to nothing."
                for address, source in dead.items()
                if address not in told
            ]
            told.update(dead)
        self.ways = {}

    def _dead(self, ways: dict[str, str]) -> dict[str, str]:
        return {address: source for address, source in ways.items() if not self._is_there(address)}

    def _is_there(self, address: str) -> bool:
        try:
            return (self.folder.root / file_of(address)).is_file()
        except (ExportProblem, OSError):
            return False

    @property
    def issue_count(self) -> int:
        return sum("/html/" in name for name in self.counts)

    @property
    def file_count(self) -> int:
        return sum(self.counts.values())


def _version(part: Part) -> int | None:
    """None where readers do not see the issue."""
    return Issue.objects.public().filter(pk=part.issue).values_list("version", flat=True).first() if part.issue else part.version
