"""A gap between common pieces -> what differs in it. Pure.

A small gap is solved exactly; a large one is divided by its own anchors first; what still is large after some rounds, as only
texts of a few characters repeated are, differs as a whole. So the cost stays near linear for any text.
"""

from collections.abc import Iterable, Sequence

from articles.finding.comparing.aligning import Gap, anchors, apart, forward

_SHINGLES = (8, 4, 16, 48)
_EXACT = 16_000  # cells
_ROUNDS = 6
_LEAST_COMMON = 6  # characters between two differences that are never swallowed
_REPLACE, _LEAVE_OUT = 3, 2  # costs: a changed character is one change, not two


def hunks(a: str, b: str, gap: Gap) -> list[Gap]:
    """In the order of the texts."""
    waiting, found = [(gap, _ROUNDS)], list[Gap]()
    while waiting:
        place, rounds = waiting.pop()
        place = _trimmed(a, b, place)
        size_a, size_b = place.a1 - place.a0, place.b1 - place.b0
        if not size_a or not size_b:
            found += [place] if place.size else []
        elif size_a * size_b <= _EXACT:
            found += _exact(a, b, place)
        elif pieces := _divided(a, b, place) if rounds else []:
            waiting += [(piece, rounds - 1) for piece in pieces]
        else:
            found.append(place)
    return sorted(found)


def merged(found: Iterable[Gap], edges: Sequence[int]) -> list[Gap]:
    """Edits that are nearer to each other than they are large are one: 李小明 -> 李晓鸣. None reaches over the beginning of a
    part, of which `edges` are the places in the first text."""
    starts = set(edges)
    result: list[Gap] = []
    for hunk in found:
        while result and _are_one(result[-1], hunk, starts):
            last = result.pop()
            hunk = Gap(last.a0, hunk.a1, last.b0, hunk.b1)
        result.append(hunk)
    return result


def similarity(one: str, other: str) -> float:
    """The share of the shorter text's pairs of characters that the other one has too, 0–1."""
    return shared(pairs_of(one), pairs_of(other))


def pairs_of(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}


def shared(pairs: set[str], others: set[str]) -> float:
    return len(pairs & others) / max(1, min(len(pairs), len(others)))


def _are_one(first: Gap, second: Gap, starts: set[int]) -> bool:
    common = second.a0 - first.a1
    if common > _LEAST_COMMON or common != second.b0 - first.b1:
        return False
    if any(place in starts for place in range(first.a1, second.a0 + 1)):
        return False
    return common <= 1 or common <= min(first.size, second.size)


def _trimmed(a: str, b: str, gap: Gap) -> Gap:
    a0, a1, b0, b1 = gap
    while a0 < a1 and b0 < b1 and a[a0] == b[b0]:
        a0, b0 = a0 + 1, b0 + 1
    while a0 < a1 and b0 < b1 and a[a1 - 1] == b[b1 - 1]:
        a1, b1 = a1 - 1, b1 - 1
    return Gap(a0, a1, b0, b1)


def _divided(a: str, b: str, gap: Gap) -> list[Gap]:
    """Nothing where it has no anchor."""
    one, other = a[gap.a0 : gap.a1], b[gap.b0 : gap.b1]
    chains = (apart(forward(anchors(one, other, shingle))) for shingle in _SHINGLES)
    chain = next(filter(None, chains), [])
    pieces, a0, b0 = list[Gap](), gap.a0, gap.b0
    for run in chain:
        pieces.append(Gap(a0, gap.a0 + run.a, b0, gap.b0 + run.b))
        a0, b0 = gap.a0 + run.a_end, gap.b0 + run.b_end
    return [*pieces, Gap(a0, gap.a1, b0, gap.b1)] if chain else []


def _exact(a: str, b: str, gap: Gap) -> list[Gap]:
    """The cheapest edits, neighbours as one; as many steps as the gap has cells."""
    one, other = a[gap.a0 : gap.a1], b[gap.b0 : gap.b1]
    row = list(range(0, _LEAVE_OUT * (len(other) + 1), _LEAVE_OUT))
    rows = [row]
    for character in one:
        left = row[0] + _LEAVE_OUT
        new = [left]
        for at, opposite in enumerate(other):
            cost = row[at] if character == opposite else row[at] + _REPLACE
            left = min(cost, left + _LEAVE_OUT, row[at + 1] + _LEAVE_OUT)
            new.append(left)
        rows.append(new)
        row = new
    return _traced(one, other, rows, gap)


def _traced(one: str, other: str, rows: Sequence[Sequence[int]], gap: Gap) -> list[Gap]:
    """From the ends back; a hunk ends where characters are the same."""
    found: list[Gap] = []
    at_a, at_b = len(one), len(other)
    end_a, end_b = at_a, at_b
    while at_a or at_b:
        cost = rows[at_a][at_b]
        is_same = at_a and at_b and one[at_a - 1] == other[at_b - 1]
        if is_same and cost == rows[at_a - 1][at_b - 1]:
            if (at_a, at_b) != (end_a, end_b):
                found.append(Gap(gap.a0 + at_a, gap.a0 + end_a, gap.b0 + at_b, gap.b0 + end_b))
            at_a, at_b = at_a - 1, at_b - 1
            end_a, end_b = at_a, at_b
        elif at_a and at_b and cost == rows[at_a - 1][at_b - 1] + _REPLACE:
            at_a, at_b = at_a - 1, at_b - 1
        elif at_a and cost == rows[at_a - 1][at_b] + _LEAVE_OUT:
            at_a -= 1
        else:
            at_b -= 1
    if (end_a, end_b) != (0, 0):
        found.append(Gap(gap.a0, gap.a0 + end_a, gap.b0, gap.b0 + end_b))
    return found[::-1]
