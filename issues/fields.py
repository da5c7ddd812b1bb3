"""What several tables say in the same way: validators of addresses and labels, length rules that both databases keep."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, RegexValidator
from django.db import models
from django.db.models.functions import Length
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from issues.converters import FIRST_YEAR, LAST_YEAR

models.CharField.register_lookup(Length)
models.TextField.register_lookup(Length)

RESERVED_SLUGS = frozenset(
    [
        "admin",
        "api",
        "archive",
        "assets",
        "column",
        "epaper",
        "feed",
        "feeds",
        "healthz",
        "html",
        "iiif",
        "language",
        "media",
        "preview",
        "robots",
        "search",
        "sitemap",
        "static",
        "zh-hans",
        "zh-hant",
        "en",
        "oai",
        "sitemaps",
        "login",
        "logout",
        "accounts",
    ]
)

# [0-9], not \d: that also takes full-width and other scripts' digits.
slug_shape = RegexValidator(r"^[a-z][a-z0-9-]*\Z", _("Use small Latin letters, digits and hyphens, beginning with a letter."))
section_key_shape = RegexValidator(r"^[0-9A-Za-z]+\Z", _("Use ASCII letters and digits."))
article_key_shape = RegexValidator(r"^[0-9]+(_[0-9]+)*\Z", _("Use ASCII digits, in groups joined by underscores."))
label_shape = RegexValidator(r"^[0-9A-Za-z]+(-[0-9A-Za-z]+)*\Z", _("Use a printed label such as 01, A01 or 04-05."))
weekdays_shape = RegexValidator(r"^1?2?3?4?5?6?7?\Z", _("Use the digits 1 (Monday) to 7 (Sunday), each once and in order."))


def possible_date(value: dt.date) -> None:
    """Dates and moments alike, as the package's checks have it too."""
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValidationError(
            _("Expected a date from %(first)s to %(last)s.") % {"first": str(FIRST_YEAR), "last": str(LAST_YEAR)}
        )


AT_MOST = "__length__lte"


class LengthCheck(models.CheckConstraint):
    """To the database, and to migrations, the constraint that it is; a row that is cleaned is measured here. Django would ask the
    database, a query of its own for each table, which for a row of many texts costs more than to write it."""

    @cached_property
    def limits(self) -> dict[str, int]:
        condition: Any = self.condition
        return {name.removesuffix(AT_MOST): limit for name, limit in condition.children}

    def validate(self, model: Any, instance: Any, exclude: Any = None, using: str = "default") -> None:
        measured = self.limits.keys() - (exclude or ())
        if any(len(str(getattr(instance, name) or "")) > self.limits[name] for name in measured):
            raise ValidationError(self.get_violation_error_message())

    def deconstruct(self) -> Any:
        _path, *rest = super().deconstruct()
        return "django.db.models.CheckConstraint", *rest


def length_check(constraint: str, /, **limits: int) -> models.CheckConstraint:
    """One table's greatest lengths in characters: SQLite does not keep `max_length` by itself."""
    condition = models.Q()
    for field, limit in limits.items():
        condition &= models.Q(**{f"{field}{AT_MOST}": limit})
    return LengthCheck(condition=condition, name=constraint)


class Line(models.CharField):
    """A line of text that may be empty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 500)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)


class Text(models.TextField):
    """Running text that may be empty. Its `max_length` holds for every write; Django's own field asks forms alone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    @cached_property
    def validators(self) -> list[Any]:
        limit = [] if self.max_length is None else [MaxLengthValidator(self.max_length)]
        return [*super().validators, *limit]


def reason() -> models.CharField:
    """Of an entry in a history: "import"; none where a person saved a form."""
    return models.CharField(max_length=100, blank=True, null=True)
