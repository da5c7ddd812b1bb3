"""A process that is killed while it publishes leaves the issue as it was, on both databases; the next one publishes it."""

import json
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest

from tests.articles.exporting.kills import ROOT, Newsroom, own_database, write_package

TOLD = (
    "import json; from issues.models import Issue; issue = Issue.objects.get(); "
    "print(json.dumps([issue.state(), issue.version, issue.history.count(), Issue.objects.public().count()]))"
)


@pytest.fixture
def newsroom():
    with tempfile.TemporaryDirectory(prefix="newsroom-kill-") as name, own_database() as url:
        made = Newsroom(Path(name), url)
        made.manage("migrate", "--verbosity=0")
        write_package(Path(name) / "package", "2024-03-01")
        made.manage("import_issues", str(Path(name) / "package"))
        yield made


def told(newsroom: Newsroom) -> list[Any]:
    words = [sys.executable, "manage.py", "shell", "--no-imports", "-c", TOLD]
    done = subprocess.run(words, cwd=ROOT, env=newsroom.environment, capture_output=True, text=True, check=True)
    return list(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.database
def test_publishing_that_is_killed_in_the_middle_leaves_the_issue_unpublished(newsroom):
    before = told(newsroom)
    assert before[0] == "draft"
    words = [sys.executable, "-m", "tests.articles.killed_publishing"]
    process = subprocess.Popen(words, cwd=ROOT, env=newsroom.environment, stdout=subprocess.PIPE)
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == b"in the middle\n"
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait(20)
    assert told(newsroom) == before
    subprocess.run([*words, "--to-the-end"], cwd=ROOT, env=newsroom.environment, check=True)
    assert told(newsroom) == ["published", before[1] + 2, before[2] + 1, 1]
