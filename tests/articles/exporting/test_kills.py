"""The short version of `run_site_kills`; `make prove` runs the long one."""

import pytest

from tests.articles.exporting.kills import run_site_kills


@pytest.mark.database
def test_follower_that_is_killed_leaves_whole_files_and_the_next_run_completes_the_copy():
    done = run_site_kills(3)
    assert done.kills == 3
    assert done.states > 3
    assert done.files > 20
