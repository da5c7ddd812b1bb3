"""What an import changes in an article, field by field, short enough for a preview. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

SHOWN = 60  # characters on each side of the first difference


@dataclass(frozen=True, slots=True)
class Difference:
    field: str
    before: str
    after: str

    def as_data(self) -> dict[str, str]:
        return asdict(self)


def differences(now: Mapping[str, Any], wanted: Mapping[str, Any]) -> list[Difference]:
    changed = (name for name in sorted(wanted) if now[name] != wanted[name])
    return [Difference(name, *_around(_words(now[name]), _words(wanted[name]))) for name in changed]


def _words(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(" ".join(map(str, part[1:])) if isinstance(part, list) else str(part) for part in value)
    return "" if value is None else str(value)


def _around(before: str, after: str) -> tuple[str, str]:
    """Both texts about the place where they begin to differ."""
    same = next(
        (at for at, (old, new) in enumerate(zip(before, after, strict=False)) if old != new), min(len(before), len(after))
    )
    start = max(0, same - SHOWN)
    return _cut(before, start), _cut(after, start)


def _cut(text: str, start: int) -> str:
    end = start + 2 * SHOWN
    return ("…" if start else "") + text[start:end] + ("…" if len(text) > end else "")
