"""All METS, ALTO and batch files of one source -> issues, one at a time: a batch's first, in the order of their dates."""

import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import replace

from articles.importing.formats.mets_alto.batches import Batch, older_versions, read_batch
from articles.importing.formats.mets_alto.issues import Listed, read_issue
from articles.importing.formats.mets_alto.mets import Manifest, read_manifest
from articles.importing.imported import ImportedIssue, Unread
from articles.importing.options import ReadingOptions
from articles.importing.problems import ImportProblem
from articles.importing.sources import FoundFile
from issues.sentences import Sentence

Reading = ImportedIssue | ImportProblem | Unread


def read_each(files: Sequence[FoundFile], options: ReadingOptions) -> Iterator[Reading]:
    yield from _Reader(files, options).read()


class _Reader:
    """`claimed`: the ALTO files that a METS names; `notes` go with the next issue."""

    def __init__(self, files: Sequence[FoundFile], options: ReadingOptions) -> None:
        self.options = options
        self.mets = {file.name: file for file in files if file.kind == "mets"}
        self.alto = {file.name: file for file in files if file.kind == "alto"}
        self.batches = [file for file in files if file.kind == "batch"]
        self.claimed: set[str] = set()
        self.days: dict[tuple[str, str, int], str] = {}
        self.notes: list[Sentence] = []

    def read(self) -> Iterator[Reading]:
        older = {**older_versions(file.name for file in self.batches), **older_versions(self.mets)}
        done = set()
        for batch in self._batches(older):
            if isinstance(batch, ImportProblem):
                yield batch
                continue
            yield from batch.problems
            for name in sorted(batch.issues, key=lambda name: (batch.issues[name].date, batch.issues[name].edition, name)):
                if name not in done:
                    done.add(name)
                    yield from self._issue(name, self._with_reel(name, batch))
        for name in sorted(self.mets):
            if name in done:
                continue
            if name in older and (older[name] in done or older[name] not in older):
                self._note_older(self.mets[name], older[name])
                continue
            done.add(name)
            yield from self._issue(name, Listed())
        yield from self._rest()

    def _batches(self, older: dict[str, str]) -> Iterator[Batch | ImportProblem]:
        for file in self.batches:
            if file.name in older:
                self._note_older(file, older[file.name])
                continue
            try:
                yield read_batch(file, self.mets)
            except ImportProblem as problem:
                yield problem

    def _note_older(self, file: FoundFile, newest: str) -> None:
        file.source.used.add(file.name)
        self.notes.append(
            Sentence("%(origin)s: left for its newer version %(name)s", origin=file.origin, name=posixpath.basename(newest))
        )

    def _with_reel(self, name: str, batch: Batch) -> Listed:
        reels = [reel for reel in batch.reels if name.startswith(posixpath.dirname(reel) + "/")]
        return replace(batch.issues[name], reels=tuple(reels))

    def _issue(self, name: str, listed: Listed) -> Iterator[Reading]:
        file = self.mets[name]
        try:
            manifest = read_manifest(file)
            self._claim(file, manifest)
            if manifest.is_reel:
                return
            if not manifest.pages:
                yield Unread((file.origin,), Sentence("METS without pages"))
                return
            issue = read_issue(file, manifest, self._with_title(manifest, listed), self.options)
            yield self._once(issue)
        except ImportProblem as problem:
            yield problem

    def _claim(self, file: FoundFile, manifest: Manifest) -> None:
        """The files of a reel are its targets; nothing is made of them."""
        names = {named.name for named in manifest.files.values() if named.name is not None and file.source.has(named.name)}
        self.claimed |= names & self.alto.keys()
        if manifest.is_reel:
            file.source.used |= names

    def _with_title(self, manifest: Manifest, listed: Listed) -> Listed:
        """The reel's, where the issue's METS says nothing: it is read for that only then."""
        if manifest.label or not listed.reels:
            return listed
        for reel in listed.reels:
            try:
                return replace(listed, title=read_manifest(self.mets[reel]).reel_titles)
            except ImportProblem:
                continue
        return listed

    def _once(self, issue: ImportedIssue) -> ImportedIssue:
        paper = issue.publication.slug if issue.publication else issue.paper_name
        day = (paper, str(issue.issue.date), issue.issue.edition)
        first = self.days.setdefault(day, issue.origin)
        if first != issue.origin:
            expected = Sentence(
                "one METS for each issue; that of %(date)s was read from %(first)s", date=issue.issue.date, first=first
            )
            raise ImportProblem(issue.origin, expected, Sentence("another one"))
        notes, self.notes = self.notes, []
        return replace(issue, warnings=(*issue.warnings, *notes))

    def _rest(self) -> Iterator[Unread]:
        lonely = tuple(self.alto[name].origin for name in sorted(self.alto.keys() - self.claimed))
        if lonely:
            yield Unread(lonely, Sentence("ALTO that no METS names"))
