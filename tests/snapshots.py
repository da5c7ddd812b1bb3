"""The whole state of a site, to see that something left it as it was."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import ImportRun

WRITING = ("INSERT", "UPDATE", "DELETE", "REPLACE")
# Each run of an import is told there, also one that changed nothing.
DIARY = ImportRun._meta.db_table


def everything(media_root: Path) -> dict[str, Any]:
    """Every row of every table but the diary's, and the bytes of every file."""
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.db_table != DIARY]
    tables = {model._meta.db_table: list(model._base_manager.order_by("pk").values()) for model in models}
    files = {str(path.relative_to(media_root)): path.read_bytes() for path in media_root.rglob("*") if path.is_file()}
    return {"tables": tables, "files": files}


@contextmanager
def nothing_written(media_root: Path) -> Iterator[None]:
    """Neither rows nor files change, and no statement even tries to."""
    before = everything(media_root)
    with CaptureQueriesContext(connection) as queries:
        yield
    statements = [query["sql"] for query in queries if query["sql"].lstrip().upper().startswith(WRITING)]
    statements = [sql for sql in statements if DIARY not in sql]
    assert statements == []
    assert everything(media_root) == before


@contextmanager
def unchanged(media_root: Path) -> Iterator[None]:
    """Rows and files are the same afterwards, whatever was tried in between."""
    before = everything(media_root)
    yield
    assert everything(media_root) == before
