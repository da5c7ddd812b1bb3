"""A watcher that is killed at any moment loses nothing and does nothing twice."""

import pytest

from tests.articles.watching.kills import run_watch_kills


@pytest.mark.database
def test_a_watcher_killed_at_random_moments_ends_with_the_same_content():
    numbers = run_watch_kills(4)
    assert numbers["kills"] >= 4
    assert numbers["comparisons"] >= 2
