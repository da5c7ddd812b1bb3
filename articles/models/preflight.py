"""What preflight keeps: the watch list, what was signed off and why, how a page compared with its articles. Not for readers."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from issues.fields import Line, length_check
from issues.models import Issue, PageSection, Publication
from issues.sentences import Sentence

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser, AnonymousUser


class WatchedWordQuerySet(models.QuerySet["WatchedWord"]):
    def editable_by(self, user: "AbstractUser | AnonymousUser") -> Self:
        """Those of the user's papers and of all papers."""
        return self.filter(Q(publication__isnull=True) | Q(publication__in=Publication.objects.editable_by(user)))

    def of(self, publication: int) -> Self:
        """The paper's own and those of all papers."""
        return self.filter(Q(publication__isnull=True) | Q(publication=publication))


class WatchedWord(models.Model):
    """A word of the newsroom's watch list: forbidden, or with another that is better."""

    publication = models.ForeignKey(
        Publication,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="watched_words",
        verbose_name=_("publication"),
        help_text=_("Empty: of all papers."),
    )
    word = models.CharField(
        _("word"), max_length=100, help_text=_("Found across spaces and widths, in simplified and traditional characters.")
    )
    suggestion = Line(_("better"), max_length=100, help_text=_("Empty: the word is not used at all."))
    note = Line(_("note"), max_length=200)

    objects = WatchedWordQuerySet.as_manager()

    class Meta:
        verbose_name = _("watched word")
        verbose_name_plural = _("watch list")
        ordering = ["word"]
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "word"],
                name="one_watched_word_a_paper",
                violation_error_message=_("The word is on this list already."),
            ),
            models.UniqueConstraint(
                fields=["word"],
                condition=Q(publication__isnull=True),
                name="one_watched_word_of_all_papers",
                violation_error_message=_("The word is on this list already."),
            ),
            models.CheckConstraint(condition=~Q(word=""), name="watched_word_not_empty"),
            length_check("watched_word_lengths", word=100, suggestion=100, note=200),
        ]

    def __str__(self) -> str:
        return self.word

    def clean(self) -> None:
        if not any(character.isalnum() for character in self.word):
            raise ValidationError({"word": gettext("Expected a word with at least one letter, character or figure.")})


class SignOffQuerySet(models.QuerySet["SignOff"]):
    def editable_by(self, user: "AbstractUser | AnonymousUser") -> Self:
        return self.filter(issue__in=Issue.objects.editable_by(user))

    def standing(self) -> Self:
        """Those that nobody took back."""
        return self.filter(taken_back_at__isnull=True)


class SignOff(models.Model):
    """One item of tonight's list that may stay as it is: who said so, why, and what the item said then. Never deleted alone.

    `name` and `taken_back_by` are kept as words, so that the record outlives the account.
    """

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="sign_offs", verbose_name=_("issue"))
    fingerprint = models.CharField(max_length=64, editable=False)
    code = models.CharField(_("rule"), max_length=30, editable=False)
    subject = Line(_("subject"), editable=False)
    sentence = models.JSONField(_("what it said"), editable=False)
    reason = models.CharField(_("reason"), max_length=500)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+", verbose_name=_("user")
    )
    name = models.CharField(_("signed off by"), max_length=150, editable=False)
    signed_at = models.DateTimeField(_("signed off"), editable=False)
    taken_back_by = Line(_("taken back by"), max_length=150, editable=False)
    taken_back_at = models.DateTimeField(_("taken back"), null=True, blank=True, editable=False)

    objects = SignOffQuerySet.as_manager()

    class Meta:
        verbose_name = _("sign-off")
        verbose_name_plural = _("sign-offs")
        ordering = ["-signed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["issue", "fingerprint"], condition=Q(taken_back_at__isnull=True), name="one_standing_sign_off_an_item"
            ),
            models.CheckConstraint(condition=~Q(reason="") & ~Q(name=""), name="sign_off_has_name_and_reason"),
            models.CheckConstraint(
                condition=Q(taken_back_at__isnull=True, taken_back_by="") | Q(taken_back_at__isnull=False),
                name="sign_off_taken_back_at_a_time",
            ),
            length_check("sign_off_lengths", fingerprint=64, code=30, subject=500, reason=500, name=150, taken_back_by=150),
        ]

    def __str__(self) -> str:
        return self.said

    @property
    def said(self) -> str:
        """In the language that is spoken."""
        return Sentence.of(self.sentence).said(gettext)


class PageComparison(models.Model):
    """大样核对 as preflight keeps it, since it takes tenths of a second a page: it holds as long as `digest` is that of the
    page's text layer and its articles' texts. `differences`: of each {"article", "kind", "printed", "written"}, `missing`:
    articles that were not found in the print; both by primary key."""

    page_section = models.OneToOneField(
        PageSection, models.CASCADE, primary_key=True, related_name="comparison", verbose_name=_("page section")
    )
    digest = models.CharField(max_length=64, editable=False)
    differences = models.JSONField(default=list, blank=True, editable=False)
    missing = models.JSONField(default=list, blank=True, editable=False)
    compared_at = models.DateTimeField(_("compared"), editable=False)

    class Meta:
        verbose_name = _("comparison of a page")
        verbose_name_plural = _("comparisons of pages")
        constraints = [length_check("page_comparison_lengths", digest=64)]

    def __str__(self) -> str:
        return str(self.page_section)
