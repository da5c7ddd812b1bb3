"""What a history keeps beside a row's own fields: what an act did, and an index of what was deleted from an issue."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class ActTold(models.Model):
    """Of the issue's entries: what an act did that changed many rows at once, as `issues.sentences.kept` keeps a sentence."""

    told = models.JSONField(_("act"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True


class RecordsOfIssue(HistoricalRecords):
    """Of rows that stand in an issue. Their foreign key has no index in the history, where every version would fill it; the few
    that were deleted have one, because nothing else leads from an issue to them."""

    def __init__(self, *args: Any, deleted_index: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.deleted_index = deleted_index

    def get_meta_options(self, model: type[models.Model]) -> dict[str, Any]:
        options: dict[str, Any] = super().get_meta_options(model)
        deleted = models.Index(fields=["issue"], name=self.deleted_index, condition=Q(history_type="-"))
        return {**options, "indexes": [*options.get("indexes", ()), deleted]}
