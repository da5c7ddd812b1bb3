"""Folders of many archives: no more files open than a system allows, and progress that is cheap to ask for."""

import os
import tarfile
import zipfile
from pathlib import Path
from typing import Any

from articles.importing.imported import ImportedIssue
from articles.importing.options import ReadingOptions
from articles.importing.reading import read_each, survey
from tests.reading import read

DUMP = (Path(__file__).parents[2] / "samples" / "dumps" / "second-article.txt").read_text(encoding="utf-8")
ARCHIVES = 12


def pack(folder):
    """A day's dump in each, by turns a ZIP and a packed tar."""
    for day in range(1, ARCHIVES + 1):
        text = folder.parent / "dump.txt"
        text.write_text(DUMP.replace("2024年03月05日 星期二", f"2024年03月{day:02}日"), encoding="utf-8")
        if day % 2:
            with zipfile.ZipFile(folder / f"{day:02}.zip", "w") as packed:
                packed.write(text, "dump.txt")
        else:
            with tarfile.open(folder / f"{day:02}.tgz", "w:gz") as packed:
                packed.add(text, "dump.txt")


def open_files():
    return len(os.listdir("/proc/self/fd"))


def test_folder_of_many_archives_keeps_few_files_open(tmp_path):
    (tmp_path / "box").mkdir()
    pack(tmp_path / "box")
    before, most = open_files(), 0
    found = survey([tmp_path / "box"], ReadingOptions())
    assert open_files() - before <= 2
    for reading in read_each(found, ReadingOptions()):
        assert isinstance(reading, ImportedIssue)
        most = max(most, open_files() - before)
    assert most <= 3
    assert open_files() == before
    assert (found.used, found.unread()) == (2 * ARCHIVES, [])


def test_archives_that_are_named_one_by_one_keep_few_files_open(tmp_path):
    (tmp_path / "box").mkdir()
    pack(tmp_path / "box")
    before = open_files()
    survey(sorted((tmp_path / "box").iterdir()), ReadingOptions())
    assert open_files() - before <= 2
    assert [issue.issue.date.day for issue in read(sorted((tmp_path / "box").iterdir()))] == list(range(1, ARCHIVES + 1))


def test_progress_among_many_sources_is_counted_now_and_then(tmp_path):
    found = survey([], ReadingOptions())
    counted = []

    class Counting:
        @property
        def used(self):
            counted.append(self)
            return {"a"}

    names: Any = [(Counting(), ["a"]) for _number in range(1000)]
    found.names = names
    assert {found.used for _issue in range(1000)} == {1000}
    assert len(counted) < 100_000
