"""An article, who wrote it, what it is about, and what was corrected."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Left
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.history import WordsThen
from issues.fields import Line, Text, article_key_shape, length_check, possible_date, reason
from issues.models import Issue, IssueQuerySet, PageSection
from issues.models.history import RecordsOfIssue

ENOUGH_FOR_A_LEAD = 2000  # characters of a body, which may be a megabyte

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser, AnonymousUser


class ArticleQuerySet(models.QuerySet["Article"]):
    def public(self, at: dt.datetime | None = None) -> Self:
        """Articles of public issues that are not withdrawn."""
        return self.shown_in(Issue.objects.public(at))

    def shown_in(self, issues: IssueQuerySet) -> Self:
        """Of a set of issues what its readers see: what is withdrawn by itself stays covered."""
        return self.filter(issue__in=issues, withdrawn_at__isnull=True)

    def with_label_rank(self) -> Self:
        """Annotates whether an earlier page of the issue bears the same label, on which the name of a PDF depends."""
        earlier = PageSection.objects.filter(
            issue=OuterRef("issue"), label=OuterRef("page_section__label"), position__lt=OuterRef("page_section__position")
        )
        return self.annotate(label_stands_earlier=Exists(earlier))

    def with_beginning(self) -> Self:
        """Annotates `begins`: as much of the body as a list's lines are made of; a whole one may be a megabyte."""
        return self.annotate(begins=Left("body", ENOUGH_FOR_A_LEAD))

    def with_correction_date(self) -> Self:
        """Annotates `corrected_on`, the date of the newest 更正 or None."""
        newest = Correction.objects.filter(article=OuterRef("pk")).order_by("-date")
        return self.annotate(corrected_on=Subquery(newest.values("date")[:1]))

    def withdrawn(self) -> Self:
        """Themselves, whatever their issue is: their zones are painted over."""
        return self.filter(withdrawn_at__isnull=False)

    def withdrawn_after_public(self) -> Self:
        """Readers had seen these: they, or their whole issue, were withdrawn later; 410, not 404."""
        with_issue = Q(issue__in=Issue.objects.withdrawn_after_public())
        never_by_itself = Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("issue__publish_at"))
        alone = Q(issue__in=Issue.objects.public(), withdrawn_at__gte=F("issue__publish_at"))
        return self.filter((with_issue & never_by_itself) | alone)

    def editable_by(self, user: "AbstractUser | AnonymousUser") -> Self:
        return self.filter(issue__in=Issue.objects.editable_by(user))

    def in_reading_order(self) -> Self:
        """Through the issue: page by page, and down each page."""
        return self.order_by("page_section__position", "position")

    def headlines(self) -> Self:
        """What a list of titles needs; leaves out bodies, which are long."""
        return self.only(
            "issue_id",
            "page_section_id",
            "key",
            "kind",
            "column",
            "kicker",
            "title",
            "subtitle",
            "byline",
            "position",
            "continues_id",
        )


class Article(models.Model):
    class Kind(models.TextChoices):
        NEWS = "news", _("news")
        PICTURE = "picture", _("picture story")
        ADVERTISEMENT = "advertisement", _("advertisement")
        NOTICE = "notice", _("notice")
        POINTER = "pointer", _("pointer")
        OTHER = "other", _("weather, other")

    # The unique constraints below are their indexes.
    issue = models.ForeignKey(Issue, models.CASCADE, related_name="articles", verbose_name=_("issue"), db_index=False)
    page_section = models.ForeignKey(
        PageSection, models.CASCADE, related_name="articles", verbose_name=_("page section"), db_index=False
    )
    position = models.PositiveIntegerField(_("position"), editable=False)
    key = models.CharField(_("key"), max_length=40, validators=[article_key_shape], editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.NEWS)
    column = Line(_("column"), max_length=100, help_text=_("栏目: a label with a list of its own, not a kicker."))
    kicker = Line(_("kicker"), help_text=_("引题: reads on into the title."))
    title = models.CharField(_("title"), max_length=500)
    subtitle = Line(_("subtitle"))
    byline = Line(_("byline"), help_text=_("As printed."))
    authors: "models.ManyToManyField[Author, ArticleAuthor]" = models.ManyToManyField(
        "Author", through="ArticleAuthor", related_name="articles", verbose_name=_("authors"), blank=True
    )
    keywords: "models.ManyToManyField[Keyword, ArticleKeyword]" = models.ManyToManyField(
        "Keyword", through="ArticleKeyword", related_name="articles", verbose_name=_("keywords"), blank=True
    )
    source = Line(_("source"))
    original_source = Line(_("original source"))
    original_title = Line(_("original title"))
    lead = Text(_("lead"), max_length=5000)
    body = Text(_("body"), max_length=1_000_000)
    continues = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="later_parts",
        verbose_name=_("continues"),
        help_text=_("The part before this one."),
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False, validators=[possible_date])
    withdrawal_reason = Line(_("reason of withdrawal"), editable=False)
    is_indexed = models.BooleanField(_("in search engines and public indexes"), default=True)
    external_id = Line(_("external id"), max_length=200)
    import_hash = models.CharField(max_length=64, blank=True, default="", editable=False)

    objects = ArticleQuerySet.as_manager()
    # A row for each change, with who and when; the hash of the last import is no content.
    history = RecordsOfIssue(
        bases=[WordsThen],
        deleted_index="deleted_articles",
        excluded_fields=["import_hash"],
        no_db_index=["issue", "page_section", "continues"],
        history_change_reason_field=reason(),
    )

    # Set by articles.navigation for a page's list; annotated by with_label_rank(), with_beginning(), with_correction_date().
    summary: str
    label_stands_earlier: bool
    begins: str
    corrected_on: dt.date | None

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ["issue", "page_section__position", "position"]
        constraints = [
            models.UniqueConstraint(fields=["issue", "key"], name="one_article_a_key"),
            models.UniqueConstraint(fields=["page_section", "position"], name="one_article_a_position"),
            models.UniqueConstraint(
                fields=["issue", "external_id"], condition=~Q(external_id=""), name="one_article_an_external_id"
            ),
            models.CheckConstraint(condition=Q(position__gte=1), name="article_position_from_one"),
            models.CheckConstraint(condition=~Q(key="") & ~Q(title=""), name="article_has_key_and_title"),
            models.CheckConstraint(condition=~Q(continues=F("pk")), name="article_does_not_continue_itself"),
            models.CheckConstraint(
                condition=Q(kind__in=["news", "picture", "advertisement", "notice", "pointer", "other"]),
                name="article_kind_known",
            ),
            length_check(
                "article_lengths", key=40, column=100, kicker=500, title=500, subtitle=500, byline=500, source=500,
                original_source=500, original_title=500, withdrawal_reason=500, external_id=200,
                lead=5000, body=1_000_000,
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("article", args=[self.issue.publication.slug, self.issue.day, self.key])

    @property
    def href(self) -> str:
        """Relative to the issue's folder, as every link within an issue is."""
        return f"content_{self.key}.htm"


class Author(models.Model):
    name = models.CharField(_("name"), max_length=100, unique=True)

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="author_has_name"),
            length_check("author_lengths", name=100),
        ]

    def __str__(self) -> str:
        return self.name


class Keyword(models.Model):
    word = models.CharField(_("word"), max_length=100, unique=True)

    class Meta:
        verbose_name = _("keyword")
        verbose_name_plural = _("keywords")
        ordering = ["word"]
        constraints = [
            models.CheckConstraint(condition=~Q(word=""), name="keyword_has_word"),
            length_check("keyword_lengths", word=100),
        ]

    def __str__(self) -> str:
        return self.word


class ArticleAuthor(models.Model):
    article = models.ForeignKey(Article, models.CASCADE, related_name="author_entries", db_index=False)
    author = models.ForeignKey(Author, models.PROTECT, related_name="entries", verbose_name=_("author"))
    position = models.PositiveIntegerField(_("position"))

    class Meta:
        verbose_name = _("author of an article")
        verbose_name_plural = _("authors of an article")
        ordering = ["article", "position"]
        constraints = [
            models.UniqueConstraint(fields=["article", "author"], name="author_once_an_article"),
            models.UniqueConstraint(fields=["article", "position"], name="one_author_a_position"),
        ]

    def __str__(self) -> str:
        return str(self.author)


class ArticleKeyword(models.Model):
    article = models.ForeignKey(Article, models.CASCADE, related_name="keyword_entries", db_index=False)
    keyword = models.ForeignKey(Keyword, models.PROTECT, related_name="entries", verbose_name=_("keyword"))
    position = models.PositiveIntegerField(_("position"))

    class Meta:
        verbose_name = _("keyword of an article")
        verbose_name_plural = _("keywords of an article")
        ordering = ["article", "position"]
        constraints = [
            models.UniqueConstraint(fields=["article", "keyword"], name="keyword_once_an_article"),
            models.UniqueConstraint(fields=["article", "position"], name="one_keyword_a_position"),
        ]

    def __str__(self) -> str:
        return str(self.keyword)


class Correction(models.Model):
    """更正: what was wrong and what is right, as readers see it on the article."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="corrections", verbose_name=_("article"))
    date = models.DateField(_("date"), default=timezone.localdate, validators=[possible_date])
    text = Text(_("text"), max_length=5000, blank=False)

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["article", "date", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="correction_has_text"),
            length_check("correction_lengths", text=5000),
        ]

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d}"
