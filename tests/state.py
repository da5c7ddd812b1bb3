"""Everything that the site remembers, for comparing before and after."""

from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings

from issues.models import Issue


def all_rows() -> dict[str, list[dict[str, Any]]]:
    """Every row of the paper's and the print's tables."""
    models = [model for app in ("issues", "articles") for model in apps.get_app_config(app).get_models()]
    return {model._meta.label: list(model._default_manager.order_by("pk").values()) for model in models}


def media_files(folder: str = "") -> dict[str, bytes]:
    """Names and bytes of all files below "masters" and "served", or below one of them."""
    root = Path(settings.MEDIA_ROOT)
    return {str(path.relative_to(root)): path.read_bytes() for path in (root / folder).rglob("*") if path.is_file()}


def site_state() -> tuple[dict[str, list[dict[str, Any]]], dict[str, bytes]]:
    return all_rows(), media_files()


def version_of(issue: Issue) -> int:
    return Issue.objects.values_list("version", flat=True).get(pk=issue.pk)
