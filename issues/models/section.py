"""One numbered page of an issue: 版面."""

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from issues.fields import Line, Text, label_shape, length_check, possible_date, reason, section_key_shape
from issues.models.history import RecordsOfIssue
from issues.models.issue import Issue, IssueQuerySet
from issues.models.pictured import Pictured, lacks_renditions
from issues.renditions import PAGE_WIDTHS
from issues.sentences import Sentence

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser, AnonymousUser


_UNREAD = ~Q(pdf="") & ~Q(layer_digest=F("pdf_digest"))
_AWAITS_SEARCH = ~Q(layer="") & Q(awaits_search=True)
# Notes of the recognition stand first. A comparison with a key that is not there is neither true nor false.
_HAS_NOTE = Q(layer_notes__0__of__isnull=False) & Q(layer_notes__0__of="ocr")
_HAS_NO_NOTE = Q(layer_notes__0__of__isnull=True) | ~Q(layer_notes__0__of="ocr")
_RECOGNISED = ~Q(picture="") & (Q(text_source="ocr") | _HAS_NOTE)
_WITHOUT_TEXT = Q(text="", text_source="")
_RECOGNISABLE = ~Q(picture="") & ~_UNREAD & (Q(layer="") | _WITHOUT_TEXT)
_UNRECOGNISED = _RECOGNISABLE & ~Q(text_source="ocr") & _HAS_NO_NOTE & (~Q(pdf="") | _WITHOUT_TEXT)


class PageSectionQuerySet(models.QuerySet["PageSection"]):
    def public(self, at: dt.datetime | None = None) -> Self:
        return self.shown_in(Issue.objects.public(at))

    def shown_in(self, issues: IssueQuerySet) -> Self:
        """Of a set of issues what its readers see."""
        return self.filter(issue__in=issues)

    def editable_by(self, user: "AbstractUser | AnonymousUser") -> Self:
        return self.filter(issue__in=Issue.objects.editable_by(user))

    def in_order(self) -> Self:
        return self.order_by("issue", "position")

    def lacking_renditions(self, *, avif: bool = False) -> Self:
        """The queue of the `renditions` command."""
        return self.filter(lacks_renditions(avif=avif))

    def unread(self) -> Self:
        """The queue of the `read_pages` command: a PDF came whose text layer was not read yet."""
        return self.filter(_UNREAD)

    def awaiting_search(self) -> Self:
        """What `read_pages` does after that: pages that were read before an article of their issue was written or deleted."""
        return self.filter(_AWAITS_SEARCH)

    def awaiting_reading(self) -> Self:
        """Both queues of the `read_pages` command."""
        return self.filter(_UNREAD | _AWAITS_SEARCH)

    def telling_of_reading(self) -> Self:
        """Annotates `waits_for_reading`: the page stands in one of the queues of `read_pages`."""
        waits = models.ExpressionWrapper(_UNREAD | _AWAITS_SEARCH, output_field=models.BooleanField())
        return self.annotate(waits_for_reading=waits)

    def unrecognised(self) -> Self:
        """The queue of the `recognise_pages` command: a picture without text, or whose PDF has none though an import brought
        some; and no PDF that could still give it."""
        return self.filter(_UNRECOGNISED)

    def recognisable(self) -> Self:
        """Those, the pages that were recognised before, with text or without, and those whose text came without a PDF."""
        return self.filter(_RECOGNISABLE | _RECOGNISED)

    def telling_of_text(self) -> Self:
        """`has_text`: search finds the page by its text, which itself is not loaded."""
        has_text = models.ExpressionWrapper(~Q(text=""), output_field=models.BooleanField())
        return self.without_text().annotate(has_text=has_text)

    def without_text(self) -> Self:
        """Page text is long and for search alone; lists do not load it."""
        return self.defer("text")


class PageSection(Pictured):
    class Kind(models.TextChoices):
        NEWS = "news", _("news")
        ADVERTISEMENT = "advertisement", _("advertisement")
        SPREAD = "spread", _("spread")
        SPECIAL = "special", _("special")

    class State(models.TextChoices):
        AWAITED = "awaited", _("awaited")
        IN_WORK = "in_work", _("in work")
        PROOFREAD = "proofread", _("proofread")
        SIGNED = "signed", _("signed")

    class TextSource(models.TextChoices):
        """Empty where it came with an import or was typed."""

        PDF = "pdf", _("PDF")
        OCR = "ocr", _("recognised in the picture")

    # The unique constraints below are its index.
    issue = models.ForeignKey(Issue, models.CASCADE, related_name="sections", verbose_name=_("issue"), db_index=False)
    position = models.PositiveIntegerField(_("position"), editable=False)
    key = models.CharField(_("key"), max_length=40, validators=[section_key_shape], editable=False)
    fold = Line(_("fold"), max_length=100)
    label = Line(
        _("label"),
        max_length=20,
        validators=[label_shape],
        help_text=_("As printed: 01, A01, 04-05; empty where only a name is printed."),
    )
    name = Line(_("name"), max_length=100)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.NEWS)
    width = models.PositiveIntegerField(
        _("width"), default=1000, help_text=_("Pixels of the picture, or the proportions of a blank sheet.")
    )
    height = models.PositiveIntegerField(_("height"), default=1414)
    picture = models.CharField(_("picture"), max_length=200, blank=True, default="", editable=False)
    picture_version = models.PositiveIntegerField(default=0, editable=False)
    picture_digest = models.CharField(max_length=64, blank=True, default="", editable=False)
    pdf = models.CharField(_("PDF"), max_length=200, blank=True, default="", editable=False)
    pdf_version = models.PositiveIntegerField(default=0, editable=False)
    pdf_digest = models.CharField(max_length=64, blank=True, default="", editable=False)
    layer = models.CharField(max_length=200, blank=True, default="", editable=False)
    earlier_layer = models.CharField(max_length=200, blank=True, default="", editable=False)
    layer_digest = models.CharField(max_length=64, blank=True, default="", editable=False)
    layer_notes = models.JSONField(_("notes on the page's PDF"), default=list, blank=True, editable=False)
    awaits_picture = models.BooleanField(default=False, editable=False)
    awaits_search = models.BooleanField(default=False, editable=False)
    text_source = models.CharField(
        _("source of the page text"), max_length=10, choices=TextSource.choices, blank=True, default="", editable=False
    )
    masks = models.JSONField(
        _("masks"),
        default=list,
        blank=True,
        editable=False,
        help_text=_("Polygons that are painted over in everything served."),
    )
    text = Text(_("page text"), max_length=1_000_000)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.AWAITED)
    state_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("state set by"),
    )
    state_at = models.DateTimeField(_("state set at"), null=True, blank=True, editable=False, validators=[possible_date])

    stem = "page"
    ladder: Sequence[int] = PAGE_WIDTHS

    objects = PageSectionQuerySet.as_manager()
    # Page text is a machine's and long; masks, renditions and text layer follow from other things.
    history = RecordsOfIssue(
        deleted_index="deleted_sections",
        excluded_fields=[
            *("text", "masks", "rendered_version", "has_avif"),
            *("layer", "earlier_layer", "layer_digest", "layer_notes", "text_source", "awaits_picture", "awaits_search"),
        ],
        no_db_index=["issue", "state_by"],
        history_change_reason_field=reason(),
    )

    class Meta:
        verbose_name = _("page section")
        verbose_name_plural = _("page sections")
        ordering = ["issue", "position"]
        constraints = [
            models.UniqueConstraint(fields=["issue", "position"], name="one_section_a_position"),
            models.UniqueConstraint(fields=["issue", "key"], name="one_section_a_key"),
            models.UniqueConstraint(
                fields=["issue", "fold", "label"],
                condition=~Q(label=""),
                name="one_section_a_label",
                violation_error_message=_("The issue has a page section with this label already."),
            ),
            models.CheckConstraint(condition=Q(position__gte=1), name="section_position_from_one"),
            models.CheckConstraint(condition=~Q(key=""), name="section_has_key"),
            models.CheckConstraint(
                condition=~Q(label="", name=""),
                name="section_has_label_or_name",
                violation_error_message=_("Give the page section a label or a name."),
            ),
            models.CheckConstraint(condition=Q(width__gte=1, height__gte=1), name="section_has_size"),
            models.CheckConstraint(
                condition=Q(kind__in=["news", "advertisement", "spread", "special"]), name="section_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["awaited", "in_work", "proofread", "signed"]), name="section_state_known"
            ),
            models.CheckConstraint(condition=Q(text_source__in=["", "pdf", "ocr"]), name="section_text_source_known"),
            length_check("section_lengths", key=40, fold=100, label=20, name=100, picture=200, pdf=200, text=1_000_000),
            length_check("section_layer_lengths", layer=200, earlier_layer=200, layer_digest=64),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.fold}".strip()

    def get_absolute_url(self) -> str:
        return reverse("section", args=[self.issue.publication.slug, self.issue.day, self.key])

    @property
    def href(self) -> str:
        """Relative to the issue's folder, as every link within an issue is."""
        return f"node_{self.key}.htm"

    @property
    def short_label(self) -> str:
        """A numeric label is shown with two digits: 001 is 01."""
        return "-".join(part.lstrip("0").rjust(2, "0") if part.isdigit() else part for part in self.label.split("-"))

    @property
    def title(self) -> str:
        """第01版：头版, in the language that is spoken; without a label the name alone, without a name the label."""
        if not self.label:
            return self.name
        if not self.name:
            return gettext("Page %(label)s") % {"label": self.short_label}
        return gettext("Page %(label)s: %(name)s") % {"label": self.short_label, "name": self.name}

    @property
    def thumbnail_href(self) -> str:
        return self.picture_href(self.picture_widths[0]) if self.picture else ""

    @property
    def serves_pdf(self) -> bool:
        """Under a mask the PDF is made of the picture, so without one there is none."""
        return bool(self.pdf) and (not self.masks or bool(self.picture))

    @property
    def is_recognised(self) -> bool:
        """The recognition of its picture was tried; where the page has a text layer, it is that of the picture. Its text may
        have come with an import nevertheless."""
        return self.text_source == self.TextSource.OCR or any(note.get("of") == "ocr" for note in self.layer_notes)

    @property
    def notes(self) -> list[str]:
        """What reading the PDF, or recognising the picture, has to say, in the language that is spoken."""
        return [Sentence.of(note).said(gettext) for note in self.layer_notes]

    @property
    def mask_polygons(self) -> list[list[tuple[float, float]]]:
        return [[(x, y) for x, y in polygon] for polygon in self.masks]


class SectionCredit(models.Model):
    """责任编辑, 版式, 校对 …, in the printed order."""

    page_section = models.ForeignKey(PageSection, models.CASCADE, related_name="credits", verbose_name=_("page section"))
    position = models.PositiveIntegerField(_("position"))
    role = models.CharField(_("role"), max_length=100)
    name = models.CharField(_("name"), max_length=100)

    class Meta:
        verbose_name = pgettext_lazy("people of a page", "credit")
        verbose_name_plural = pgettext_lazy("people of a page", "credits")
        ordering = ["page_section", "position"]
        constraints = [
            models.UniqueConstraint(fields=["page_section", "position"], name="one_credit_a_position"),
            length_check("credit_lengths", role=100, name=100),
        ]

    def __str__(self) -> str:
        return f"{self.role}：{self.name}"
