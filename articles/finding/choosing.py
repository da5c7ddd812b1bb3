"""What the lines of a block may print, and the likeliest course through them: by shingles, and by what came before. Pure."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from articles.finding.blocks import Block
from articles.finding.lines import Line
from articles.finding.stories import APART, SHINGLE, Index

MOST_OPTIONS = 6  # places in the stories' texts that are considered for a line
DRIFT = 6  # characters by which the page's text may run ahead of the story's within a line
NOTHING = 0.3  # score of a line that prints no story; a story's line has the part of it that was found
LEAST_SCORE = 0.34
JUMP, SWITCH, LEAVE = 0.2, 0.9, 0.25  # what it costs to go on elsewhere in a story, in another one, in none


@dataclass(frozen=True, slots=True)
class Option:
    """A line as the `story`'s text from `start` on."""

    story: int
    start: int
    score: float


def course(block: Block, index: Index) -> tuple[list[list[Option]], list[Option | None]]:
    """Each line's options, and the one that is chosen for it; None: it prints no story."""
    choices = [options_of(line, index) for line in block.lines]
    _follow_on(block, choices, index)
    path = _best_path(block, choices, [text.length for text in index.texts])
    _fill_gaps(path)
    return choices, path


def options_of(line: Line, index: Index) -> list[Option]:
    """The best first."""
    characters = line.folded
    if len(characters) < SHINGLE:
        return [Option(story, start, 1.0) for story, start in index.whole(characters)] if characters else []
    votes: defaultdict[int, int] = defaultdict(int)
    for at in range(len(characters) - SHINGLE + 1):
        for place in index.places(characters[at : at + SHINGLE]):
            votes[place - at] += 1
    options: list[Option] = []
    for key in sorted(votes, key=votes.__getitem__, reverse=True)[: MOST_OPTIONS * 2]:
        story, start = divmod(key + APART // 2, APART)
        start -= APART // 2
        if any(option.story == story and abs(option.start - start) <= DRIFT for option in options):
            continue
        together = sum([votes.get(near, 0) for near in range(key - DRIFT, key + DRIFT + 1)])
        score = min(1.0, (together + SHINGLE - 1) / len(characters))
        if score >= LEAST_SCORE:
            options.append(Option(story, max(0, start), score))
    return sorted(options, key=lambda option: -option.score)[:MOST_OPTIONS]


def _follow_on(block: Block, choices: list[list[Option]], index: Index) -> None:
    """Gives each line the place that follows on the line before or leads to the one after, where it says just that: a short one,
    as the last of a paragraph, has no other, and what many stories say may have found only theirs."""
    for at in range(1, len(choices)):
        here, before = block.lines[at].folded, block.lines[at - 1].folded
        for option in choices[at - 1][:3]:
            _add(choices[at], here, option.story, option.start + len(before), index)
    for at in range(len(choices) - 2, -1, -1):
        here = block.lines[at].folded
        for option in choices[at + 1][:3]:
            _add(choices[at], here, option.story, option.start - len(here), index)


def _add(options: list[Option], characters: str, story: int, start: int, index: Index) -> None:
    if not characters or start < 0:
        return
    if any(option.story == story and abs(option.start - start) <= DRIFT for option in options):
        return
    text = index.texts[story].characters
    if text.startswith(characters, start):
        options.append(Option(story, start, 1.0))


def _best_path(block: Block, choices: Sequence[Sequence[Option]], lengths: Sequence[int]) -> list[Option | None]:
    """Viterbi over each line's options and "none": the greatest sum of scores less the cost of changes."""
    columns: list[list[tuple[Option | None, float, int]]] = []
    for at, (line, options) in enumerate(zip(block.lines, choices, strict=True)):
        weight = min(1.0, len(line.folded) / 8)
        states: list[tuple[Option | None, float, int]] = []
        for option in (*options, None):
            gain = weight * (option.score if option else NOTHING)
            if not columns:
                states.append((option, gain, -1))
                continue
            before = block.lines[at - 1]
            total, came_from = max(
                (total - _cost(previous, option, len(before.folded), lengths), place)
                for place, (previous, total, _from) in enumerate(columns[-1])
            )
            states.append((option, total + gain, came_from))
        columns.append(states)
    path: list[Option | None] = []
    place = max(range(len(columns[-1])), key=lambda state: columns[-1][state][1])
    for states in reversed(columns):
        option, _total, place = states[place]
        path.append(option)
    return path[::-1]


def _cost(before: Option | None, after: Option | None, length: int, lengths: Sequence[int]) -> float:
    """Where one story ends or another begins a change costs less: a list of pointers changes at every line."""
    ends = before is None or before.start + length + DRIFT >= lengths[before.story]
    begins = after is None or after.start <= DRIFT
    if before is None or after is None:
        return 0.0 if before is after else LEAVE * (0.5 if ends and begins else 1)
    if before.story != after.story:
        return SWITCH * (1 - 0.5 * ends - 0.5 * begins)
    return 0.0 if abs(after.start - before.start - length) <= DRIFT else JUMP


def _fill_gaps(path: list[Option | None]) -> None:
    """Lines that were changed on the page, between lines of one story."""
    known = [at for at, option in enumerate(path) if option]
    for before, after in pairwise(known):
        first, last = path[before], path[after]
        if first and last and first.story == last.story:
            for at in range(before + 1, after):
                path[at] = Option(first.story, last.start, 0.0)
