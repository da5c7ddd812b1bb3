"""The order of rows after an import. Pure."""

from collections.abc import Sequence


def merged_order(current: Sequence[int], wanted: Sequence[int]) -> list[int]:
    """`wanted` in its own order; rows of `current` that it does not name stay behind the row that they stand behind now."""
    named = set(wanted)
    followers: dict[int | None, list[int]] = {None: []}
    leader: int | None = None
    for row in current:
        if row in named:
            leader = row
        else:
            followers.setdefault(leader, []).append(row)
    order = list(followers[None])
    for row in wanted:
        order += [row, *followers.get(row, [])]
    return order
