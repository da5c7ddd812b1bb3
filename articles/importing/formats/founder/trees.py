"""A tree's files -> its issues, by their names alone: memory holds names, one issue is read at a time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from articles.importing.formats.founder.addresses import Address, address_of, day_of, natural
from articles.importing.formats.founder.recognition import FRAME, ILLEGIBLE, PAGE
from articles.importing.sources import FoundFile


@dataclass(slots=True)
class Group:
    """The files of one issue. `date` as written, eight digits; empty where no name tells it."""

    place: str
    date: str
    edition: int
    pages: list[FoundFile] = field(default_factory=list)
    articles: list[FoundFile] = field(default_factory=list)
    frames: list[FoundFile] = field(default_factory=list)
    has_undated: bool = False  # names without a date are of this day too

    @property
    def folder(self) -> str:
        """For messages: where the files lie."""
        first = (self.pages or self.articles or self.frames)[0]
        return first.origin.rpartition("/")[0] or first.origin

    def holds(self, address: Address) -> bool:
        """Whether what is at this address would belong to the issue."""
        if self.has_undated and not address.date:
            return address.place == self.place
        return (address.date, address.edition) == (self.date, self.edition) and (bool(self.date) or address.place == self.place)


def grouped(files: Sequence[FoundFile]) -> tuple[list[Group], list[FoundFile]]:
    """The issues in the order of dates, then of names; and what belongs to none: frames, and files that are no HTML where nothing
    else is."""
    groups: dict[tuple[str, str, int], Group] = {}
    frames = [file for file in files if file.kind == FRAME]
    for file in files:
        address = address_of(file.name) if file.kind != FRAME else None
        if address is not None:
            key = (address.place, address.date, address.edition)
            group = groups.setdefault(key, Group(*key))
            (group.pages if file.kind == PAGE else group.articles).append(file)
    _join_undated(groups)
    bare = [key for key, group in groups.items() if all(file.kind == ILLEGIBLE for file in (*group.pages, *group.articles))]
    alone = [file for key in bare for file in groups.pop(key).articles]
    in_order = sorted(groups.values(), key=lambda group: (group.date, group.edition, natural(group.place)))
    return in_order, alone + _left(frames, groups)


def _join_undated(groups: dict[tuple[str, str, int], Group]) -> None:
    """nw.…_20230214_1-01.htm tells its day, nbs.…_01.htm beside it does not."""
    dated: dict[str, list[Group]] = {}
    for group in groups.values():
        if group.date:
            dated.setdefault(group.place, []).append(group)
    for key in [key for key in groups if not key[1]]:
        beside = dated.get(key[0], [])
        if len(beside) == 1:
            beside[0].pages += groups[key].pages
            beside[0].articles += groups[key].articles
            beside[0].has_undated = True
            del groups[key]


def _left(frames: Iterable[FoundFile], groups: dict[tuple[str, str, int], Group]) -> list[FoundFile]:
    """Give every frame to its issue; what is about several, or about none of them, is left."""
    left = []
    for file in frames:
        group = groups.get(day_of(file.name))
        if group is None:
            left.append(file)
        else:
            group.frames.append(file)
    return left
