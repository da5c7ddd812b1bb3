"""Trees as a test wants them: written from a dictionary, recognised and read by the reader alone."""

from collections.abc import Mapping
from pathlib import Path

from articles.importing.formats import founder
from articles.importing.imported import ImportedIssue, PendingIssue, Unread
from articles.importing.options import ReadingOptions
from articles.importing.problems import ImportProblem
from articles.importing.sources import FoundFile, open_source

SAMPLES = Path(__file__).parents[3] / "samples" / "founder"


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def readings(path: Path, options: ReadingOptions | None = None) -> list[ImportedIssue | ImportProblem | Unread]:
    source = open_source(path)
    found = [
        FoundFile(source, name, kind) for name in source.names() if (kind := founder.kind_of(source.start(name, 4096), name))
    ]
    every: list[ImportedIssue | ImportProblem | Unread] = []
    for reading in founder.read_each(found, options or ReadingOptions()):
        if isinstance(reading, PendingIssue):
            try:
                every += reading.read()
            except ImportProblem as problem:
                every.append(problem)
        else:
            every.append(reading)
    return every


def issues(path: Path, options: ReadingOptions | None = None) -> list[ImportedIssue]:
    found = readings(path, options)
    for reading in found:
        if isinstance(reading, ImportProblem):
            raise reading
    return [reading for reading in found if isinstance(reading, ImportedIssue)]


def the_issue(path: Path, options: ReadingOptions | None = None) -> ImportedIssue:
    (issue,) = issues(path, options)
    return issue


def articles(issue: ImportedIssue) -> dict:
    """By key."""
    return {article.key: article for section in issue.issue.sections for article in section.articles}


def refusal(path: Path, options: ReadingOptions | None = None) -> str:
    """The one sentence that is said instead of an issue."""
    (problem,) = (reading for reading in readings(path, options) if isinstance(reading, ImportProblem))
    return str(problem)
