"""One dated issue: its numbers, its times and the rule of who sees it."""

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from issues.converters import IssueDay
from issues.fields import Line, length_check, possible_date, reason
from issues.models.history import ActTold
from issues.models.publication import Publication, PublicationName, PublicationQuerySet
from issues.models.reach import papers_within_reach

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser, AnonymousUser


class IssueQuerySet(models.QuerySet["Issue"]):
    def public(self, at: dt.datetime | None = None) -> Self:
        """What everybody sees at public addresses at that moment: the one rule of visibility."""
        return self.filter(publish_at__lte=at or timezone.now(), withdrawn_at__isnull=True)

    def next_public_at(self, at: dt.datetime | None = None) -> dt.datetime | None:
        """When the next of them becomes public that nobody sees at that moment; None where no time is set."""
        scheduled = self.filter(publish_at__gt=at or timezone.now(), withdrawn_at__isnull=True)
        moment: dt.datetime | None = scheduled.aggregate(moment=models.Min("publish_at"))["moment"]
        return moment

    def published_since(self, moment: dt.datetime) -> Self:
        """Of this set."""
        return self.filter(publish_at__gte=moment)

    def withdrawn_after_public(self) -> Self:
        """Readers had seen these: their addresses answer 410, not 404."""
        return self.filter(withdrawn_at__isnull=False, publish_at__lte=F("withdrawn_at"))

    def ever_public(self, at: dt.datetime | None = None) -> Self:
        """What readers have seen, whether it is there still or was withdrawn: its addresses are frozen."""
        return self.public(at) | self.withdrawn_after_public()

    def editable_by(self, user: "AbstractUser | AnonymousUser") -> Self:
        """What an editor reaches in the admin: the papers that he is a member of."""
        if not (user.is_active and user.is_staff and user.has_perm("issues.view_issue")):
            return self.none()
        papers = papers_within_reach(user)
        return self.all() if papers is None else self.filter(publication__in=papers)

    def of(self, slug: str) -> Self:
        return self.filter(publication__slug=slug)

    def on(self, day: IssueDay) -> Self:
        return self.filter(date=day.date, edition=day.edition)

    def before(self, day: IssueDay) -> Self:
        """Earlier issues of this set, newest first: of one paper's, 上一期 is the first. A 号外 has its place by date."""
        return self.filter(Q(date__lt=day.date) | Q(date=day.date, edition__lt=day.edition)).newest_first()

    def after(self, day: IssueDay) -> Self:
        """Later issues of this set, oldest first: of one paper's set, 下一期 is the first."""
        return self.filter(Q(date__gt=day.date) | Q(date=day.date, edition__gt=day.edition)).order_by("date", "edition")

    def newest_first(self) -> Self:
        return self.order_by("-date", "-edition")

    def with_names(self) -> Self:
        """Annotates the name and CN number that the paper had on the issue's date."""
        names = PublicationName.objects.valid_on(models.OuterRef("date")).filter(publication=models.OuterRef("publication"))
        return self.annotate(
            paper_name=models.functions.Coalesce(models.Subquery(names.values("name")[:1]), F("publication__slug")),
            cn_number=models.functions.Coalesce(models.Subquery(names.values("cn_number")[:1]), models.Value("")),
        )

    def with_first_section(self) -> Self:
        """Annotates `first_section_key`: where a link to the issue leads (positions begin at 1)."""
        front = models.FilteredRelation("sections", condition=Q(sections__position=1))
        return self.annotate(front=front, first_section_key=F("front__key"))

    def papers(self) -> PublicationQuerySet:
        """The publications of this set: `Issue.objects.public().papers()` are those that a reader can know of."""
        return Publication.objects.filter(pk__in=self.values("publication"))


class Issue(models.Model):
    class Kind(models.TextChoices):
        REGULAR = "regular", _("regular")
        EXTRA = "extra", _("extra (outside the numbering)")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SCHEDULED = "scheduled", _("scheduled")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("withdrawn")

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="issues", verbose_name=_("publication"))
    date = models.DateField(_("date"), validators=[possible_date])
    edition = models.PositiveSmallIntegerField(_("edition"), default=1, validators=[MinValueValidator(1), MaxValueValidator(99)])
    edition_name = Line(_("edition name"), max_length=100)
    number_text = Line(_("printed number"), max_length=100)
    number = models.PositiveIntegerField(_("last number"), null=True, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.REGULAR)
    publish_at = models.DateTimeField(_("published from"), null=True, blank=True, editable=False, validators=[possible_date])
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False, validators=[possible_date])
    next_section_key = models.PositiveIntegerField(default=1, editable=False)
    next_article_key = models.PositiveIntegerField(default=1, editable=False)
    next_figure_key = models.PositiveIntegerField(default=1, editable=False)
    version = models.PositiveBigIntegerField(default=1, editable=False)
    # Of the files of the last import, and the version that it left behind: both as they were, and there is nothing to compare.
    import_digest = models.CharField(max_length=64, blank=True, default="", editable=False)
    import_version = models.PositiveBigIntegerField(default=0, editable=False)

    objects = IssueQuerySet.as_manager()
    history = HistoricalRecords(
        excluded_fields=[
            *("version", "next_section_key", "next_article_key", "next_figure_key", "import_digest", "import_version"),
        ],
        bases=[ActTold],
        no_db_index=["publication"],
        history_change_reason_field=reason(),
    )

    # Annotated by with_names() and with_first_section().
    paper_name: str
    cn_number: str
    first_section_key: str | None

    class Meta:
        verbose_name = _("issue")
        verbose_name_plural = _("issues")
        ordering = ["-date", "-edition"]
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "date", "edition"],
                name="one_issue_a_date_and_edition",
                violation_error_message=_("The paper has an issue of this date and edition already."),
            ),
            models.CheckConstraint(condition=Q(edition__gte=1, edition__lte=99), name="issue_edition_range"),
            models.CheckConstraint(condition=Q(kind__in=["regular", "extra"]), name="issue_kind_known"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(publish_at__isnull=False),
                name="issue_withdrawn_only_with_a_time",
            ),
            length_check("issue_lengths", edition_name=100, number_text=100),
        ]
        indexes = [
            models.Index(fields=["publication", "-date", "-edition"], name="issue_newest_first"),
            # Lists of whatever stands in issues begin with the newest: the planner walks issues in order and stops early.
            models.Index(fields=["-date", "-edition"], name="issue_by_day"),
            models.Index(fields=["import_digest"], name="issue_by_import", condition=~Q(import_digest="")),
        ]
        permissions = [
            ("publish_issue", _("Can publish, schedule and withdraw issues and articles")),
            ("export_issue", _("Can export issues as packages")),
        ]

    def __str__(self) -> str:
        edition = f"-{self.edition}" if self.edition > 1 else ""
        return f"{self.date:%Y-%m-%d}{edition}"

    def get_absolute_url(self) -> str:
        return reverse("issue", args=[self.publication.slug, self.day])

    @property
    def day(self) -> IssueDay:
        return IssueDay(self.date, self.edition)

    def state(self, at: dt.datetime | None = None) -> "Issue.State":
        """Computed from the two times, never stored."""
        if self.withdrawn_at:
            return self.State.WITHDRAWN
        if not self.publish_at:
            return self.State.DRAFT
        return self.State.PUBLISHED if self.publish_at <= (at or timezone.now()) else self.State.SCHEDULED

    def was_public(self, at: dt.datetime | None = None) -> bool:
        """Whether any reader can have seen it by then: from that moment its address is frozen."""
        return bool(self.publish_at and self.publish_at <= (self.withdrawn_at or at or timezone.now()))

    def clean_fields(self, exclude: Any = None) -> None:
        self.number_text = self.number_text.strip()
        super().clean_fields(exclude=exclude)
