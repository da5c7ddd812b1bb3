"""`manage.py check --deploy`: what a public paper still owes its readers by law."""

from typing import Any

from django.core.checks import CheckMessage, Warning, register
from django.db import connection

from issues.models import Publication
from issues.models.publication import LEGAL_FIELDS


@register("newsroom", deploy=True)
def legal_foot_is_complete(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The foot that a Chinese news site must show; papers in other languages are not asked."""
    if Publication._meta.db_table not in connection.introspection.table_names():
        return []
    return [
        Warning(
            f"{paper.slug}: the legal foot lacks {', '.join(missing)}.",
            hint="Fill it in under Publications in the admin.",
            id="issues.W001",
        )
        for paper in Publication.objects.all()
        if paper.is_chinese and (missing := [name for name in LEGAL_FIELDS if not getattr(paper, name)])
    ]
