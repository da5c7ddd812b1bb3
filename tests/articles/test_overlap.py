"""How far two polygons cover the same ground."""

import pytest

from articles.overlap import overlap

WHOLE = [[0, 0], [1, 0], [1, 1], [0, 1]]
LEFT = [[0, 0], [0.5, 0], [0.5, 1], [0, 1]]
RIGHT = [[0.5, 0], [1, 0], [1, 1], [0.5, 1]]
RING = [[0, 0], [1, 0], [1, 1], [0.6, 1], [0.6, 0.5], [0.4, 0.5], [0.4, 1], [0, 1]]  # with a notch from below


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (WHOLE, WHOLE, 1.0),
        (WHOLE, WHOLE[::-1], 1.0),
        (WHOLE, LEFT, 0.5),
        (LEFT, RIGHT, 0.0),
        (RING, WHOLE, 0.9),
        (RING, [[0.4, 0.5], [0.6, 0.5], [0.6, 1], [0.4, 1]], 0.0),
        (WHOLE, [[0, 0], [1, 0], [0, 1]], 0.5),
        (LEFT, [[0.1, 0.2], [0.1, 0.2], [0.1, 0.2]], 0.0),
        ([[0, 0], [0, 0], [0, 0]], [[0, 0], [0, 0], [0, 0]], 0.0),
    ],
)
def test_overlap_is_what_both_cover_of_what_either_covers(one, other, expected) -> None:
    assert overlap(one, other) == pytest.approx(expected)
    assert overlap(other, one) == pytest.approx(expected)
