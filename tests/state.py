"""What the site remembers, for comparing before and after."""

from pathlib import Path
from typing import Any

from django.conf import settings

from issues.models import Issue
from tests.snapshots import everything


def site_state() -> dict[str, Any]:
    """Every row and every file."""
    return everything(Path(settings.MEDIA_ROOT))


def media_files(folder: str = "") -> dict[str, bytes]:
    """Names and bytes of all files below "masters" and "served", or below one of them."""
    root = Path(settings.MEDIA_ROOT)
    return {str(path.relative_to(root)): path.read_bytes() for path in (root / folder).rglob("*") if path.is_file()}


def version_of(issue: Issue) -> int:
    return Issue.objects.values_list("version", flat=True).get(pk=issue.pk)
