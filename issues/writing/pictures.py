"""What is served of a page's or a figure's picture: its full-size JPEG at once, smaller widths and other formats by a queue.

The queue is the rows themselves: `rendered_version` says for which version of the picture everything is made. What is made of
a version that is no longer valid is deleted, so a mask that comes meanwhile leaves nothing unpainted behind.
"""

import logging
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol

from django.conf import settings
from django.core.files.storage import storages
from django.db import models, transaction
from PIL.Image import Image

from issues import files, pictures
from issues.geometry import Polygon
from issues.models import Issue
from issues.renditions import CONTENT_TYPES, JPEG, Pictured, RenditionProblem, Wanted, renditions, served_endings
from issues.writing.changing import raise_derived_version

logger = logging.getLogger(__name__)


class PicturedRow(Pictured, Protocol):
    """A row that has a picture: a page section or a figure."""

    pk: Any
    issue: Any
    issue_id: Any
    picture: Any
    rendered_version: int
    has_avif: bool
    width: int
    height: int
    ladder: Sequence[int]
    stem: str

    @property
    def is_rendered(self) -> bool: ...


def serve_picture(row: PicturedRow, picture: Image, masks: Sequence[Polygon] = ()) -> None:
    """The full size, inside the transaction that changes the picture: readers have it from its commit on."""
    full = pictures.full_size(picture, masks)
    files.write("served", _name(row, full.width, JPEG), pictures.jpeg(full))


def retire_picture(row: PicturedRow) -> None:
    """The next picture has a new version, hence new addresses. Also what the queue may be making at this moment."""
    if row.picture:
        for name in _names(row):
            files.delete_after_commit("served", name)
    row.picture_version += 1
    row.has_avif = False


def masks_of(row: PicturedRow) -> list[Polygon]:
    """A figure of a withdrawn article is not served at all, so it has none."""
    return list(getattr(row, "mask_polygons", ()))


def read_master(row: PicturedRow) -> bytes:
    """Raises RenditionProblem where it is not there or cannot be read."""
    try:
        with storages["masters"].open(row.picture) as file:
            return bytes(file.read())
    except OSError as error:
        raise RenditionProblem(f"it cannot be read: {error.strerror or error}") from error


def wanted_of(row: PicturedRow, *, avif: bool = False) -> Wanted:
    """What the row's picture still lacks; its full-size JPEG is there."""
    widths = [*row.ladder, row.picture_widths[-1]]
    widths = sorted({width for width in widths if width <= row.picture_widths[-1]})
    endings = served_endings((row.width, row.height), is_rendered=True, has_avif=avif)
    made = set(row.picture_endings) if row.is_rendered else set()
    wanted = [(width, ending) for ending in endings if ending not in made for width in widths]
    return Wanted(
        files=tuple(file for file in wanted if file != (widths[-1], JPEG)),
        masks=tuple(tuple(polygon) for polygon in masks_of(row)),
        greatest_pixels=settings.MAX_PICTURE_PIXELS,
    )


def write_rendition(row: PicturedRow, width: int, ending: str, data: bytes) -> None:
    files.write("served", _name(row, width, ending), data)


def mark_rendered(row: PicturedRow, *, avif: bool = False) -> bool:
    """Readers get what was made of the row's picture from now on. False where another picture or a mask came meanwhile, or the
    row is gone: what was made is deleted."""
    rows = type(row)._default_manager.filter(issue=row.issue_id)  # type: ignore[attr-defined]
    changes = {"rendered_version": row.picture_version} | ({"has_avif": True} if avif else {})
    with transaction.atomic():
        Issue.objects.select_for_update(of=("self",)).filter(pk=row.issue_id).first()
        is_valid = bool(rows.filter(pk=row.pk, picture_version=row.picture_version).update(**changes))
        if is_valid:
            raise_derived_version(row.issue_id)
            _forget_older(row)
        elif not rows.filter(key=row.key, picture_version=row.picture_version).exists():
            for name in _names(row):
                files.delete_after_commit("served", name)
    return is_valid


def render_after_commit(row: "models.Model") -> None:
    """For one upload: its editor sees every width at once. What fails is logged and left to the queue."""

    def render() -> None:
        _render_now(type(row), row.pk)

    transaction.on_commit(render, robust=True)


def _render_now(model: "type[models.Model]", pk: int) -> None:
    row: Any = model._default_manager.select_related("issue").filter(pk=pk).first()
    if row is None or not row.picture or row.is_rendered:
        return
    try:
        for rendition in renditions(read_master(row), wanted_of(row)):
            write_rendition(row, rendition.width, rendition.ending, rendition.data)
    except RenditionProblem as problem:
        logger.warning("No renditions of %s: %s", row.picture, problem)
    else:
        mark_rendered(row)


def _name(row: PicturedRow, width: int, ending: str) -> str:
    return files.served_picture(row.issue, row.stem, row.key, row.picture_version, width, ending)


def _names(row: PicturedRow) -> Iterator[str]:
    """Whatever may be there of this version."""
    for width in {*row.ladder, *row.picture_widths}:
        for ending in CONTENT_TYPES:
            yield _name(row, width, ending)


def _forget_older(row: PicturedRow) -> None:
    """Files of earlier versions: somebody's who was killed between a commit and its deletions, or while making renditions."""
    folder = files.folder(row.issue)
    try:
        names: Iterable[str] = storages["served"].listdir(folder)[1]
    except FileNotFoundError:
        return
    shape = re.compile(rf"{row.stem}_{re.escape(row.key)}-(\d+)-\d+\.({'|'.join(CONTENT_TYPES)})")
    for name in names:
        found = shape.fullmatch(name)
        if found and int(found[1]) < row.picture_version:
            files.delete_after_commit("served", f"{folder}/{name}")
