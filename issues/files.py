"""Where the files of an issue lie, and how they come and go with a transaction."""

import hashlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from weakref import WeakSet

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction

from issues.models import Issue, PageSection, Publication
from issues.renditions import JPEG

KINDS = ("masters", "served")  # the names of the storages
_undoing: ContextVar[list[Callable[[], None]] | None] = ContextVar("what takes back this transaction's files", default=None)


@contextmanager
def files_with_rows() -> Iterator[None]:
    """A transaction that takes its files along when it fails: new ones go, overwritten ones come back. May be nested."""
    outer = _undoing.get()
    steps: list[Callable[[], None]] = []
    token = _undoing.set(steps)
    try:
        with transaction.atomic():
            yield
    except BaseException:
        for step in reversed(steps):
            step()
        raise
    finally:
        _undoing.reset(token)
    if outer is not None:
        outer.extend(steps)


class Deletion:
    """One file's, waiting for the commit; `write` takes it back when the same name is written after all."""

    def __init__(self, kind: str, name: str) -> None:
        self.kind, self.name = kind, name
        self.is_meant = True

    def __call__(self) -> None:
        if self.is_meant:
            storages[self.kind].delete(self.name)

    def take_back(self) -> None:
        self.is_meant = False

    def mean_again(self) -> None:
        self.is_meant = True


class _Waiting(threading.local):
    """Weak: the transaction holds its deletions until it has ended, either way."""

    def __init__(self) -> None:
        self.deletions: WeakSet[Deletion] = WeakSet()


_waiting = _Waiting()


def write(kind: str, name: str, data: bytes) -> None:
    """`kind` is one of KINDS. Written at once: a row never points to a file that may not exist."""
    storage = storages[kind]
    steps = _undoing.get()
    if steps is not None:
        steps.append(_undo_of_writing(kind, name))
    for deletion in list(_waiting.deletions):
        if (deletion.kind, deletion.name, deletion.is_meant) == (kind, name, True):
            deletion.take_back()
            if steps is not None:
                steps.append(deletion.mean_again)
    storage.save(name, ContentFile(data))


def _undo_of_writing(kind: str, name: str) -> Callable[[], None]:
    """A name that is there may be a committed row's: its bytes come back, and it is never deleted."""
    storage = storages[kind]
    if not storage.exists(name):
        return lambda: storage.delete(name)
    with storage.open(name) as file:
        before: bytes = file.read()

    def put_back() -> None:
        storage.save(name, ContentFile(before))

    return put_back


def delete_after_commit(kind: str, name: str) -> None:
    deletion = Deletion(kind, name)
    _waiting.deletions.add(deletion)
    transaction.on_commit(deletion)


def delete_folder_after_commit(path: str, prefix: str = "") -> None:
    """The files that are now in a folder under names that begin with `prefix`, masters of every version and served ones.
    Asks no storage whether a folder exists: where names are all there is, none does."""
    for kind in KINDS:
        try:
            names = storages[kind].listdir(path)[1]
        except FileNotFoundError:
            continue
        for name in names:
            if name.startswith(prefix):
                delete_after_commit(kind, f"{path}/{name}")


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def etag(name: str) -> str:
    """Of a served file, whose name holds its version."""
    return f'"{digest(name.encode())[:32]}"'


def folder(issue: Issue) -> str:
    """By the row's number: a draft whose date changes keeps its files."""
    return f"issues/{issue.pk}"


def served_picture(issue: Issue, stem: str, key: str, version: int, width: int, ending: str = JPEG) -> str:
    """`stem` is "page" or "fig"; the file has the name that stands in its address."""
    return f"{folder(issue)}/{stem}_{key}-{version}-{width}.{ending}"


def served_pdf(section: PageSection) -> str:
    return f"{folder(section.issue)}/page_{section.key}-{section.pdf_version}.pdf"


def masthead(publication: Publication) -> str:
    return f"papers/{publication.pk}/masthead-{publication.masthead_version}.png"
