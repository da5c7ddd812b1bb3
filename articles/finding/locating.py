"""Which lines of a page print which story: by shingles of characters, by what came before in the column, by neighbourhood. Pure.

Line breaks, punctuation, width and script do not count; small edits of the page cost a line some of its score, not its place.
A line that several stories could have printed (a byline, a title used twice, a quotation) goes to the nearest.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from articles.finding.blocks import Block
from articles.finding.choosing import Option, course
from articles.finding.lines import Line
from articles.finding.stories import SHINGLE, Index
from issues.layer import Box, around

NEARLY = 0.9  # of the best score: as good
REACH = 12.0  # sizes between a stray line and the rest of its story
LONGEST_LEFTOVER = 12  # characters
REPEATED = 0.3  # of a run's characters that must be new
CONTINUED = 80  # characters of a story from another page that are more than a quotation
LABEL = 8  # characters beside a title in a pointer: 详见第12版
BESIDE = 5.0  # sizes between a line and the story that it is taken for, before one that has no line yet
CAPTION = 9  # characters that stand by themselves where every one agrees
TOUCHING = 1.6  # sizes between a part of what is missing and its story
STRAY = 30  # characters; what is longer stands by itself


@dataclass(frozen=True, slots=True)
class Reading:
    """A run as one story's text: `starts` of its lines, and the characters that agree."""

    starts: tuple[int, ...]
    score: float


@dataclass
class Run:
    """Lines of one block that print one story, in its order. `readings`: every story that could have printed them, the chosen one
    among them."""

    story: int
    lines: tuple[Line, ...]
    readings: dict[int, Reading]
    box: Box = field(init=False)

    def __post_init__(self) -> None:
        self.box = around(line.box for line in self.lines)

    @property
    def starts(self) -> tuple[int, ...]:
        return self.readings[self.story].starts

    @property
    def length(self) -> int:
        return sum(len(line.folded) for line in self.lines)

    @property
    def end(self) -> int:
        """Behind the last character of the story's text that it prints."""
        return self.starts[-1] + len(self.lines[-1].folded)

    @property
    def size(self) -> float:
        return self.lines[0].size


def locate(blocks: Sequence[Block], index: Index) -> list[Run]:
    """No line in two runs; what belongs to no story is in none."""
    runs = [run for block in blocks for run in _runs(block, index)]
    _settle(runs, [text.story.is_here for text in index.texts])
    runs = _without_strays(runs, index)
    taken = {line for run in runs for line in run.lines}
    return runs + _leftovers([line for block in blocks for line in block.lines if line not in taken], runs, index)


def _runs(block: Block, index: Index) -> list[Run]:
    choices, path = course(block, index)
    runs: list[Run] = []
    members: list[int] = []
    for at, option in enumerate([*path, None]):
        if members and (option is None or option.story != path[members[0]].story):  # type: ignore[union-attr]
            runs.append(_run(block, choices, path, members))
            members = []
        if option is not None:
            members.append(at)
    return runs


def _run(block: Block, choices: Sequence[Sequence[Option]], path: Sequence[Option | None], members: Sequence[int]) -> Run:
    chosen = [option for at in members if (option := path[at])]
    lines = tuple(block.lines[at] for at in members)
    rivals = {option.story for at in members for option in choices[at]} - {chosen[0].story}
    readings = {story: _reading(story, lines, [choices[at] for at in members]) for story in rivals}
    readings[chosen[0].story] = _reading(chosen[0].story, lines, [[option] for option in chosen])
    return Run(chosen[0].story, lines, readings)


def _reading(story: int, lines: Sequence[Line], choices: Sequence[Sequence[Option]]) -> Reading:
    starts: list[int] = []
    score, following = 0.0, 0
    for line, options in zip(lines, choices, strict=True):
        best = max((option for option in options if option.story == story), key=lambda option: option.score, default=None)
        starts.append(best.start if best else following)
        score += best.score * len(line.folded) if best else 0.0
        following = starts[-1] + len(line.folded)
    return Reading(tuple(starts), score)


def _settle(runs: list[Run], is_here: Sequence[bool]) -> None:
    """Runs that several stories could have printed: to the one beside them, else to one that has nothing yet, as the shorter of
    two with the same title, else to the nearest; to those of this page before others."""
    certain: defaultdict[int, list[Box]] = defaultdict(list)
    doubtful: list[tuple[Run, list[int]]] = []
    for run in runs:
        least = NEARLY * run.readings[run.story].score
        rivals = [story for story, reading in run.readings.items() if reading.score >= least]
        if len(rivals) > 1:
            doubtful.append((run, rivals))
        else:
            certain[run.story].append(run.box)
    printed: set[tuple[int, int]] = set()
    for run, rivals in sorted(doubtful, key=lambda item: -item[0].length):
        rivals = [story for story in rivals if (story, run.readings[story].starts[0]) not in printed] or rivals
        distances = {story: _way(run.box, certain[story]) for story in rivals}
        near = {story for story in rivals if distances[story] <= BESIDE * run.size}
        fresh = {story for story in rivals if is_here[story] and not certain[story]}
        run.story = min(near or fresh or rivals, key=lambda story: (not is_here[story], distances[story], story != run.story))
        certain[run.story].append(run.box)
        printed.add((run.story, run.starts[0]))


def _without_strays(runs: list[Run], index: Index) -> list[Run]:
    """Drops what only happens to read like a few words of a story that stands elsewhere: a date, a name, a label."""
    kept: list[Run] = []
    for story in {run.story for run in runs}:
        own = _nearest_first([run for run in runs if run.story == story])
        if index.texts[story].story.is_here:
            kept += _connected(_without_repeats(own), *index.texts[story].title)
        else:
            kept += _of_another_page(own, index)
    return kept


def _nearest_first(runs: Sequence[Run]) -> list[Run]:
    """The longest first; of those as long as each other, what is nearer to it: a column's name may be the page's."""
    main = max(runs, key=lambda run: run.length)
    return sorted(runs, key=lambda run: (-run.length, gap(run.box, main.box)))


def _of_another_page(runs: Sequence[Run], index: Index) -> list[Run]:
    """A story's title points to it; a good part of its text goes on here."""
    together = _connected(_without_repeats(runs), 0, 0)
    if sum(run.length for run in together) >= CONTINUED:
        return together
    return [run for run in runs if _has_title(run, index)]


def _without_repeats(runs: Sequence[Run]) -> list[Run]:
    """The longest first; a short run, all of whose text longer ones print, is no part of the story."""
    kept: list[Run] = []
    printed: set[int] = set()
    for run in runs:
        places = {
            place for start, line in zip(run.starts, run.lines, strict=True) for place in range(start, start + len(line.folded))
        }
        if run.length < STRAY and len(places - printed) < REPEATED * len(places):
            continue
        printed |= places
        kept.append(run)
    return kept


def _connected(runs: Sequence[Run], first: int, last: int) -> list[Run]:
    """The longest run, those near it, those near them; and what is too long for chance, or the title, which stands from `first`
    to before `last`: over a large picture it is far from the text."""
    main, *waiting = runs
    near = [main]
    while grown := [run for run in waiting if _distance(run.box, [other.box for other in near]) <= _reach(run, main)]:
        near += grown
        waiting = [run for run in waiting if run not in grown]
    return near + [run for run in waiting if run.length >= _least(run) or first <= run.starts[0] < last - 1 <= run.end]


def _least(run: Run) -> int:
    return CAPTION if run.readings[run.story].score >= NEARLY * run.length else STRAY


def _reach(run: Run, main: Run) -> float:
    return REACH * max(run.size, main.size)


def _has_title(run: Run, index: Index) -> bool:
    """The whole title stands in it and hardly anything else: a pointer."""
    first, last = index.texts[run.story].title
    printed = "".join(line.folded for line in run.lines)
    return (
        last - first > SHINGLE and index.texts[run.story].characters[first:last] in printed and run.length <= last - first + LABEL
    )


def _distance(box: Box, others: Iterable[Box]) -> float:
    return min((gap(box, other) for other in others), default=float("inf"))


def _way(head: Box, texts: Iterable[Box]) -> float:
    """From a line to the text below it; to what is beside or above it is twice as far, and its height more."""
    return min(
        (gap(head, text) if _is_below(head, text) else 2 * gap(head, text) + head.height for text in texts), default=float("inf")
    )


def _is_below(head: Box, text: Box) -> bool:
    return text.top >= head.bottom - 0.5 * head.height and text.left < head.right and head.left < text.right


def gap(one: Box, other: Box) -> float:
    """Between two boxes, in points: the greater of the gaps across and along."""
    across = max(one.left - other.right, other.left - one.right, 0.0)
    along = max(one.top - other.bottom, other.top - one.bottom, 0.0)
    return max(across, along)


def _leftovers(lines: Iterable[Line], runs: Sequence[Run], index: Index) -> list[Run]:
    """A word or two at the head of a column, a large initial, a character set far from the next: too short to be told by itself,
    it is just what is missing of the story near by."""
    gaps = {story: _missing(story, runs, index) for story in {run.story for run in runs}}
    boxes: defaultdict[int, list[Box]] = defaultdict(list)
    for run in runs:
        boxes[run.story].append(run.box)
    found: list[Run] = []
    for line in lines:
        if not 0 < len(line.folded) <= LONGEST_LEFTOVER:
            continue
        ways = {story: _distance(line.box, boxes[story]) for story in gaps}
        for story in sorted((story for story in gaps if ways[story] <= REACH * line.size), key=lambda story: ways[story]):
            start = _place(line.folded, gaps[story], is_part=ways[story] <= TOUCHING * line.size)
            if start is not None:
                found.append(Run(story, (line,), {story: Reading((start,), len(line.folded))}))
                break
    return found


def _place(characters: str, pieces: dict[str, int], *, is_part: bool) -> int | None:
    """Takes the piece that they are out of `pieces`, or, `is_part`, leaves what is then still missing of one."""
    whole = characters if characters in pieces else None
    if whole is None and is_part:
        whole = next((piece for piece in pieces if characters in piece), None)
    if whole is None:
        return None
    start = pieces.pop(whole)
    at = whole.index(characters)
    for rest, place in ((whole[:at], start), (whole[at + len(characters) :], start + at + len(characters))):
        if rest:
            pieces[rest] = place
    return start + at


def _missing(story: int, runs: Sequence[Run], index: Index) -> dict[str, int]:
    """Short pieces of the text that no line printed so far, and where they begin."""
    text = index.texts[story]
    printed = sorted(
        (start, start + len(line.folded))
        for run in runs
        if run.story == story
        for start, line in zip(run.starts, run.lines, strict=True)
    )
    pieces, at = {}, 0
    for start, end in [*printed, (text.length, text.length)]:
        if 0 < start - at <= LONGEST_LEFTOVER:
            pieces[text.characters[at:start]] = at
        at = max(at, end)
    return pieces
