"""The ways in which stories share a band across the sheet: rows and stacks of places, and their mirror images."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations


@dataclass(frozen=True)
class Place:
    """A place for the band's `number`-th story (0 is its weightiest), `span` columns wide."""

    number: int
    span: float


@dataclass(frozen=True)
class Inset:
    """A guest in a lower corner of its host, whose text stands above and beside it: the host is an L."""

    host: Place
    guest: Place
    is_left: bool = False


@dataclass(frozen=True)
class Row:
    parts: "tuple[Place | Inset | Stack, ...]"


@dataclass(frozen=True)
class Stack:
    parts: tuple[Place | Inset | Row, ...]


Node = Place | Inset | Row | Stack


@dataclass(frozen=True)
class Pattern:
    name: str
    node: Node
    size: int
    taste: float = 0.0


def _row(*parts: Place | Inset | Stack) -> Row:
    return Row(parts)


def _stack(*parts: Place | Inset | Row) -> Stack:
    return Stack(parts)


_P = Place
THIRD, HALF = 5 / 3, 2.5
DRAWN = (
    Pattern("whole", _P(0, 5), 1),
    Pattern("three-two", _row(_P(0, 3), _P(1, 2)), 2),
    Pattern("four-one", _row(_P(0, 4), _P(1, 1)), 2),
    Pattern("halves", _row(_P(0, HALF), _P(1, HALF)), 2),
    Pattern("inset", Inset(_P(0, 5), _P(1, 2)), 2, -0.3),
    Pattern("wide-inset", Inset(_P(0, 5), _P(1, 3)), 2, -0.3),
    Pattern("thirds", _row(_P(0, THIRD), _P(1, THIRD), _P(2, THIRD)), 3, 0.2),
    Pattern("half-rail-of-two", _row(_P(0, HALF), _stack(_P(1, HALF), _P(2, HALF))), 3),
    Pattern("inset-and-one", _row(Inset(_P(0, 4), _P(1, 2)), _P(2, 1)), 3, -0.3),
    Pattern("inset-and-two", _row(Inset(_P(0, 3), _P(1, 2)), _P(2, 2)), 3, -0.3),
    Pattern("small-inset-and-two", _row(Inset(_P(0, 3), _P(1, 1)), _P(2, 2)), 3, -0.3),
    Pattern("inset-rail-of-two", _row(Inset(_P(0, 3), _P(1, 2)), _stack(_P(2, 2), _P(3, 2))), 4, -0.3),
    Pattern("inset-narrow-rail-of-two", _row(Inset(_P(0, 4), _P(1, 2)), _stack(_P(2, 1), _P(3, 1))), 4, -0.3),
    Pattern("two-two-one", _row(_P(0, 2), _P(1, 2), _P(2, 1)), 3),
    Pattern("two-one-two", _row(_P(0, 2), _P(1, 1), _P(2, 2)), 3),
    Pattern("three-one-one", _row(_P(0, 3), _P(1, 1), _P(2, 1)), 3),
    Pattern("three-rail-of-two", _row(_P(0, 3), _stack(_P(1, 2), _P(2, 2))), 3),
    Pattern("four-rail-of-two", _row(_P(0, 4), _stack(_P(1, 1), _P(2, 1))), 3),
    Pattern("three-rail-of-three", _row(_P(0, 3), _stack(_P(1, 2), _P(2, 2), _P(3, 2))), 4),
    Pattern("four-rail-of-three", _row(_P(0, 4), _stack(_P(1, 1), _P(2, 1), _P(3, 1))), 4),
    Pattern("two-over-two", _row(_stack(_P(0, 3), _P(1, 3)), _stack(_P(2, 2), _P(3, 2))), 4),
    Pattern("two-and-three-ones", _row(_P(0, 2), _P(1, 1), _P(2, 1), _P(3, 1)), 4, 0.6),
    Pattern("lead-over-pair-and-one", _row(_stack(_P(0, 4), _row(_P(1, 2), _P(2, 2))), _P(3, 1)), 4),
    Pattern("lead-over-pair-and-rail", _row(_stack(_P(0, 3), _row(_P(1, 2), _P(2, 1))), _P(3, 2)), 4),
    Pattern(
        "lead-over-pair-rail-of-two",
        _row(_stack(_P(0, 3), _row(_P(1, 2), _P(2, 1))), _stack(_P(3, 2), _P(4, 2))),
        5,
    ),
    Pattern(
        "four-over-pair-rail-of-two",
        _row(_stack(_P(0, 4), _row(_P(1, 2), _P(2, 2))), _stack(_P(3, 1), _P(4, 1))),
        5,
    ),
    Pattern("two-over-three", _row(_stack(_P(0, 3), _P(1, 3)), _stack(_P(2, 2), _P(3, 2), _P(4, 2))), 5),
)


def _mirrored(node: Node) -> Node:
    if isinstance(node, Place):
        return node
    if isinstance(node, Inset):
        return Inset(node.host, node.guest, not node.is_left)
    parts = tuple(_mirrored(part) for part in node.parts)
    if isinstance(node, Row):
        return Row(tuple(reversed(parts)))  # type: ignore[arg-type]
    return Stack(parts)  # type: ignore[arg-type]


def patterns() -> tuple[Pattern, ...]:
    mirrored = (Pattern(f"{pattern.name}-mirrored", _mirrored(pattern.node), pattern.size, pattern.taste) for pattern in DRAWN)
    return DRAWN + tuple(pattern for pattern, drawn in zip(mirrored, DRAWN, strict=True) if pattern.node != drawn.node)


def places(node: Node) -> list[Place]:
    """In reading order: left to right, in a stack from the top."""
    if isinstance(node, Place):
        return [node]
    if isinstance(node, Inset):
        return [node.host, node.guest]
    return [place for part in node.parts for place in places(part)]


def span_of(node: Node) -> float:
    if isinstance(node, Place):
        return node.span
    if isinstance(node, Inset):
        return node.host.span
    spans = [span_of(part) for part in node.parts]
    return sum(spans) if isinstance(node, Row) else max(spans)


def orders(pattern: Pattern, items: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """Which item stands at which number: the first is the weightiest, and no stack grows heavier downwards."""
    for rest in permutations(items[1:]):
        order = (items[0], *rest)
        if _stacks_descend(pattern.node, order):
            yield order


def _stacks_descend(node: Node, order: tuple[int, ...]) -> bool:
    if isinstance(node, Place | Inset):
        return True
    if isinstance(node, Stack):
        numbers = [order[part.number] for part in node.parts if isinstance(part, Place)]
        if numbers != sorted(numbers):
            return False
    return all(_stacks_descend(part, order) for part in node.parts)
