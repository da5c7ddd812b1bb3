"""Samples of METS/ALTO, whole or with something changed in them, and what is read from them."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from articles.importing.formats import mets_alto
from articles.importing.imported import ImportedIssue
from articles.importing.options import ReadingOptions
from articles.importing.problems import ImportProblem
from articles.importing.records import ArticleRecord, IssueRecord, ZoneRecord
from articles.importing.sources import FoundFile, open_source

SAMPLES = Path(__file__).resolve().parents[3] / "samples" / "mets_alto"
ISSUE_FOLDER = "data/sn99999001/00000000001/2031050401"


def read(path: Path, options: ReadingOptions | None = None) -> list:
    with open_source(path) as source:
        found = ((name, mets_alto.kind_of(source.start(name, 4096), name)) for name in source.names())
        files = [FoundFile(source, name, kind) for name, kind in found if kind]
        return list(mets_alto.read_each(files, options or ReadingOptions()))


def only(readings: Sequence) -> ImportedIssue:
    (issue,) = readings
    assert isinstance(issue, ImportedIssue), issue
    return issue


def copy(folder: Path, sample: str = "articles") -> Path:
    shutil.copytree(SAMPLES / sample, folder, dirs_exist_ok=True)
    return folder


def change(file: Path, *changes: tuple[str, str]) -> None:
    text = file.read_text("utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    file.write_text(text, "utf-8")


def read_changed(folder: Path, name: str, *changes: tuple[str, str]) -> list:
    """The article-level sample with one file changed."""
    copy(folder)
    change(folder / name, *changes)
    return read(folder)


def problem(readings: Sequence) -> str:
    """The one problem among what was read."""
    (found,) = (one for one in readings if isinstance(one, ImportProblem))
    return str(found)


def articles(issue: IssueRecord) -> dict[str, ArticleRecord]:
    return {article.key or "": article for section in issue.sections for article in section.articles}


def zones(issue: IssueRecord, key: str) -> list[tuple[int, ZoneRecord]]:
    """With the numbers of their pages."""
    return [(number, zone) for number, section in enumerate(issue.sections, 1) for zone in section.zones if zone.article == key]
