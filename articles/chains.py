"""Stories that are continued: `before` gives, for each article of one issue, the part before it. Pure; circles end too."""

from collections.abc import Mapping


def parts_from(part: int, before: Mapping[int, int | None]) -> list[int]:
    """The part and those that continue it, in the order of `before`."""
    later: dict[int | None, list[int]] = {}
    for pk, earlier in before.items():
        later.setdefault(earlier, []).append(pk)
    parts = [part]
    for known in parts:
        parts += [pk for pk in later.get(known, ()) if pk not in parts]
    return parts


def first_part(part: int, before: Mapping[int, int | None]) -> int:
    """As far back as the chain stays among the articles that `before` holds."""
    seen = {part}
    while (earlier := before.get(part)) in before and earlier is not None and earlier not in seen:
        seen.add(earlier)
        part = earlier
    return part


def runs_in_a_circle(part: int | None, before: Mapping[int, int | None]) -> bool:
    seen: set[int] = set()
    while part is not None:
        if part in seen:
            return True
        seen.add(part)
        part = before.get(part)
    return False
