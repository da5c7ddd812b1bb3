"""What an article's history keeps beside its own fields: authors and keywords, which are rows of other tables."""

from typing import Any

from django.db import models
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _


class WordsThen(models.Model):
    """In order; None: as the version before has them. The newest version is told them just before they change or go, so that an
    import of a million articles does not write them a second time."""

    author_names = models.JSONField(_("authors"), null=True, blank=True, editable=False)
    keyword_words = models.JSONField(_("keywords"), null=True, blank=True, editable=False)

    extra_fields = ("author_names", "keyword_words")

    class Meta:
        abstract = True


def with_words(versions: "QuerySet[Any]") -> "QuerySet[Any]":
    """Annotates `known_author_names` and `known_keyword_words`: each version's own, or those of the nearest one before it; None
    where nobody knows them."""
    return versions.annotate(**{f"known_{name}": Coalesce(name, _before(versions, name)) for name in WordsThen.extra_fields})


def _before(versions: "QuerySet[Any]", name: str) -> Subquery:
    earlier = versions.model._default_manager.filter(
        id=OuterRef("id"), history_id__lt=OuterRef("history_id"), **{f"{name}__isnull": False}
    )
    return Subquery(earlier.order_by("-history_id").values(name)[:1])
