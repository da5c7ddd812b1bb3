"""A newspaper, its names through time, its days without paper, and the legal foot of its site."""

import datetime as dt
import zoneinfo
from functools import cache
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from issues.fields import RESERVED_SLUGS, Line, length_check, possible_date, slug_shape, weekdays_shape
from issues.models.reach import papers_within_reach

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser, AnonymousUser

LEGAL_FIELDS = [
    "license_number",
    "license_category",
    "license_holder",
    "icp_number",
    "police_number",
    "supervisor",
    "sponsor",
    "report_contact",
    "copyright_notice",
]


def default_time_zone() -> str:
    return str(settings.TIME_ZONE)


@cache
def _time_zones() -> frozenset[str]:
    """The system's; a walk through some hundred files."""
    return frozenset(zoneinfo.available_timezones())


class PublicationQuerySet(models.QuerySet["Publication"]):
    def editable_by(self, user: "AbstractUser | AnonymousUser") -> Self:
        """The papers whose staff the user belongs to; what he may do there is asked apart."""
        papers = papers_within_reach(user)
        return self.all() if papers is None else self.filter(pk__in=papers)

    def with_name_on(self, date: dt.date | models.F | models.OuterRef) -> Self:
        """Annotates `valid_name`, so that a list of papers costs one query."""
        names = PublicationName.objects.valid_on(date).filter(publication=models.OuterRef("pk"))
        return self.annotate(valid_name=models.Subquery(names.values("name")[:1]))


class Publication(models.Model):
    slug = models.CharField(
        _("slug"),
        max_length=40,
        unique=True,
        validators=[slug_shape],
        help_text=_("Stands in every address; frozen once an issue was public."),
    )
    language = models.CharField(
        _("language"), max_length=20, default="zh-Hans", help_text=_("BCP 47, as in zh-Hans, zh-Hant, en, de.")
    )
    motto = Line(_("motto"))
    masthead = models.CharField(_("masthead picture"), max_length=200, blank=True, default="", editable=False)
    masthead_version = models.PositiveIntegerField(default=0, editable=False)
    masthead_width = models.PositiveIntegerField(default=0, editable=False)
    masthead_height = models.PositiveIntegerField(default=0, editable=False)
    masthead_digest = models.CharField(max_length=64, blank=True, default="", editable=False)
    weekdays = models.CharField(
        _("weekdays"),
        max_length=7,
        default="1234567",
        validators=[weekdays_shape],
        help_text=_("Days on which the paper appears: 1 is Monday, 7 is Sunday."),
    )
    time_zone = models.CharField(_("time zone"), max_length=40, default=default_time_zone)
    offers_other_script = models.BooleanField(
        _("offers the other script"), default=False, help_text=_("Simplified and traditional, converted by machine.")
    )
    license_number = Line(_("Internet news licence number"))
    license_category = Line(_("licence category"))
    license_holder = Line(_("licence holder"))
    icp_number = Line(_("ICP number"))
    police_number = Line(_("public security number"))
    supervisor = Line(_("supervising body"))
    sponsor = Line(_("sponsoring body"))
    report_contact = Line(_("where to report"))
    copyright_notice = Line(_("copyright notice"))
    # First and last days, as ISO dates, of its days of mourning: every public page asks, and none shall cost a query for it.
    grey_spans = models.JSONField(default=list, blank=True, editable=False)
    version = models.PositiveBigIntegerField(default=1, editable=False)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(slug=""), name="publication_has_slug"),
            length_check(
                "publication_lengths",
                slug=40,
                language=20,
                weekdays=7,
                time_zone=40,
                motto=500,
                **dict.fromkeys(LEGAL_FIELDS, 500),
            ),
        ]

    def __str__(self) -> str:
        return self.name_on(self.today(timezone.now()))

    def get_absolute_url(self) -> str:
        return reverse("paper", args=[self.slug])

    def clean(self) -> None:
        if self.slug in RESERVED_SLUGS:
            raise ValidationError(
                {"slug": _("“%(slug)s” is an address of the site itself; choose another slug.") % {"slug": self.slug}}
            )
        if self.time_zone not in _time_zones():
            raise ValidationError(
                {
                    "time_zone": _("“%(zone)s” is not a time zone; expected a name such as Asia/Shanghai.")
                    % {"zone": self.time_zone}
                }
            )

    def name_on(self, date: dt.date) -> str:
        """The name of that day's masthead; one query, or the `valid_name` that the query annotated for its own day."""
        annotated: str | None = getattr(self, "valid_name", None)
        if annotated is not None:
            return annotated
        name = self.names.valid_on(date).first() if self.pk else None
        return name.name if name else self.slug

    def was_public(self) -> bool:
        """Whether readers know its address: then it is frozen."""
        return self.issues.ever_public().exists()

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """A zone that is none stands in a form only, until it is refused."""
        try:
            return zoneinfo.ZoneInfo(self.time_zone)  # which it keeps; every page of readers asks
        except (KeyError, ValueError, OSError):
            return zoneinfo.ZoneInfo(default_time_zone())

    def today(self, at: dt.datetime) -> dt.date:
        """The paper's own date."""
        return at.astimezone(self.zone).date()

    def is_grey_at(self, at: dt.datetime) -> bool:
        """Whether it mourns on its own date then."""
        today = self.today(at).isoformat()
        return any(first <= today <= last for first, last in self.grey_spans)

    def is_grey_now(self) -> bool:
        """For templates."""
        return self.is_grey_at(timezone.now())

    def appears_on(self, day: dt.date) -> bool:
        """By its weekdays (any, where it names none) and its 休刊; one query, none where `suspensions` were prefetched."""
        is_paused = any(pause.first <= day <= pause.last for pause in self.suspensions.all())
        return not is_paused and str(day.isoweekday()) in (self.weekdays or "1234567")

    @property
    def is_chinese(self) -> bool:
        return self.language.lower().startswith("zh")


class PublicationNameQuerySet(models.QuerySet["PublicationName"]):
    def valid_on(self, date: dt.date | models.F | models.OuterRef) -> Self:
        """The newest name that had begun by then comes first; before the first name there is none."""
        return self.filter(from_date__lte=date).order_by("-from_date")


class PublicationName(models.Model):
    publication = models.ForeignKey(Publication, models.CASCADE, related_name="names", verbose_name=_("publication"))
    from_date = models.DateField(_("from"), validators=[possible_date])
    name = models.CharField(_("name"), max_length=100)
    cn_number = Line(_("CN number"), max_length=100)

    objects = PublicationNameQuerySet.as_manager()

    class Meta:
        verbose_name = _("name of a publication")
        verbose_name_plural = _("names of publications")
        ordering = ["publication", "from_date"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "from_date"], name="one_name_a_date"),
            models.CheckConstraint(condition=~models.Q(name=""), name="publication_name_not_empty"),
            length_check("publicationname_lengths", name=100, cn_number=100),
        ]

    def __str__(self) -> str:
        return self.name


class Suspension(models.Model):
    """Days on which the paper did not appear, both ends included."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="suspensions", verbose_name=_("publication"))
    first = models.DateField(_("first day"), validators=[possible_date])
    last = models.DateField(_("last day"), validators=[possible_date])
    note = Line(_("note"))

    class Meta:
        verbose_name = _("suspension")
        verbose_name_plural = _("suspensions")
        ordering = ["publication", "first"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "first"], name="one_suspension_a_date"),
            models.CheckConstraint(
                condition=models.Q(last__gte=models.F("first")),
                name="suspension_ends_after_it_begins",
                violation_error_message=_("The last day is before the first."),
            ),
            length_check("suspension_lengths", note=500),
        ]

    def __str__(self) -> str:
        return f"{self.first:%Y-%m-%d} – {self.last:%Y-%m-%d}"
