"""Where the files of an issue lie, and how they come and go with a transaction."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.db import transaction

from issues.models import Issue, PageSection, Publication

_written: ContextVar[list[tuple[Storage, str]] | None] = ContextVar("files written in this transaction", default=None)


@contextmanager
def files_with_rows() -> Iterator[None]:
    """A transaction whose new files disappear with it when it fails. Nested uses join the outer one."""
    if _written.get() is not None:
        with transaction.atomic():
            yield
        return
    written: list[tuple[Storage, str]] = []
    token = _written.set(written)
    try:
        with transaction.atomic():
            yield
    except BaseException:
        for storage, name in written:
            storage.delete(name)
        raise
    finally:
        _written.reset(token)


def write(kind: str, name: str, data: bytes) -> None:
    """`kind` is "masters" or "served". Written at once: a row never points to a file that may not exist."""
    storage = storages[kind]
    storage.save(name, ContentFile(data))
    written = _written.get()
    if written is not None:
        written.append((storage, name))


def delete_after_commit(kind: str, name: str) -> None:
    transaction.on_commit(lambda: storages[kind].delete(name))


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def folder(issue: Issue) -> str:
    """By the row's number: a draft whose date changes keeps its files."""
    return f"issues/{issue.pk}"


def served_picture(issue: Issue, stem: str, key: str, version: int, width: int) -> str:
    """`stem` is "page" or "fig"; the file has the name that stands in its address."""
    return f"{folder(issue)}/{stem}_{key}-{version}-{width}.jpg"


def served_pdf(section: PageSection) -> str:
    return f"{folder(section.issue)}/page_{section.key}-{section.pdf_version}.pdf"


def masthead(publication: Publication) -> str:
    return f"papers/{publication.pk}/masthead-{publication.masthead_version}.png"


def delete_folder_after_commit(path: str, prefix: str = "") -> None:
    """All files of a folder whose names begin with `prefix`, masters and served ones, once the rows are gone."""

    def delete() -> None:
        for kind in ("masters", "served"):
            storage = storages[kind]
            if storage.exists(path):
                for name in storage.listdir(path)[1]:
                    if name.startswith(prefix):
                        storage.delete(f"{path}/{name}")

    transaction.on_commit(delete)
