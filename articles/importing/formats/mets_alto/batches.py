"""NDNP batches: which issues a batch lists, and which of several versions of a file counts. Pure."""

import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from articles.importing.formats.mets_alto.issues import Listed
from articles.importing.formats.xml_parsing import attribute, children, line_of, parse
from articles.importing.problems import ImportProblem, quoted
from articles.importing.sources import FoundFile
from issues.sentences import Sentence

ISSUES_LIMIT = 100_000

_VERSION = re.compile(r"(?P<base>.+)_(?P<number>[0-9]{1,9})(?P<ending>\.[^.]*)?")


@dataclass(slots=True)
class Batch:
    """`issues`: the METS's name -> what the batch says of it; `problems`: of issues that are listed and not there."""

    file: FoundFile
    issues: dict[str, Listed] = field(default_factory=dict)
    reels: list[str] = field(default_factory=list)
    problems: list[ImportProblem] = field(default_factory=list)


def read_batch(file: FoundFile, known: Iterable[str]) -> Batch:
    """`known`: the names of the METS files in the source. Raises `ImportProblem`."""
    root = parse(file.read(), file.origin)
    mets, batch = set(known), Batch(file)
    for element in children(root, "issue", "reel"):
        address = " ".join("".join(str(part) for part in element.itertext()).split())
        name = file.reference(address)
        if element.tag and element.tag.endswith("reel"):
            batch.reels += [name] if name in mets else []
        elif name is not None and name in mets:
            listed = Listed(attribute(element, "lccn"), attribute(element, "issueDate"), attribute(element, "editionOrder"))
            batch.issues.setdefault(name, listed)
        else:
            found = Sentence("no such file") if name is None or not file.source.has(name) else Sentence("another kind of file")
            expected = Sentence("the METS %(address)s that the batch lists", address=quoted(address, 200))
            batch.problems.append(ImportProblem(file.origin, expected, found, line=line_of(element)))
        if len(batch.issues) + len(batch.problems) > ISSUES_LIMIT:
            raise ImportProblem(
                file.origin,
                Sentence("at most %(limit)s issues in a batch", limit=f"{ISSUES_LIMIT:,}"),
                Sentence("more"),
                line=line_of(element),
            )
    return batch


def older_versions(names: Iterable[str]) -> dict[str, str]:
    """Name -> the one of the same folder that is its newest version: batch.xml -> batch_1.xml, where both are there."""
    every = sorted(names)
    versions: dict[str, list[tuple[int, str]]] = {name: [(0, name)] for name in every}
    for name in every:
        folder, file = posixpath.split(name)
        if match := _VERSION.fullmatch(file):
            base = posixpath.join(folder, match["base"] + (match["ending"] or ""))
            if base in versions:
                versions[base].append((int(match["number"]), name))
    older = {}
    for found in versions.values():
        newest = max(found)[1]
        older.update({name: newest for _, name in found if name != newest})
    return older
