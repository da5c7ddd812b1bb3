"""What is asked of those who upload a file: the file, and how it is to be read and saved."""

from typing import Any

from django import forms
from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.importing.naming import NamePattern
from articles.importing.problems import ImportProblem
from articles.importing.reading import NAMES
from articles.importing.uploads.storing import max_upload_bytes
from issues.admin.uploads import megabytes
from issues.fields import RESERVED_SLUGS, slug_shape
from issues.models import Publication, reaches_every_paper
from issues.sentences import said

PLAIN_BYTES = 100_000_000  # in one request, where the browser runs no script
FORMATS = {
    "package": _("package (issue.json)"),
    "founder": _("saved 数字报 site"),
    "mets-alto": _("METS/ALTO or NDNP"),
    "nitf": _("NITF"),
    "csv": _("table (CSV)"),
    "pdf": _("page PDFs"),
    "dump": _("text dump"),
    "text": _("texts (TXT, DOCX)"),
}
SCRIPTS = [("keep", _("leave as it is")), ("hans", _("to simplified")), ("hant", _("to traditional"))]
# What each of these options does, its user must be allowed to do by hand, too.
RIGHTS = {"publish": "issues.publish_issue", "restore": "issues.publish_issue", "overwrite_edits": "articles.change_article"}


def withheld(user: AbstractUser | AnonymousUser) -> list[str]:
    """The options that this user may not choose."""
    return [name for name, right in RIGHTS.items() if not user.has_perm(right)]


class OptionsForm(forms.Form):
    """`cleaned_data` is what the upload's row keeps."""

    paper = forms.CharField(
        label=capfirst(_("publication")),
        required=False,
        max_length=50,
        validators=[slug_shape],
        widget=forms.TextInput(attrs={"list": "papers", "class": "vTextField", "autocomplete": "off"}),
        help_text=_("The paper's slug; a new one makes a paper. Packages name their paper themselves: leave it empty for them."),
    )
    paper_name = forms.CharField(
        label=_("Name of a new paper"), required=False, max_length=100, widget=forms.TextInput(attrs={"class": "vTextField"})
    )
    format = forms.ChoiceField(label=_("Format"), required=False)
    script = forms.ChoiceField(label=_("Script of the texts"), required=False, choices=SCRIPTS)
    publish = forms.BooleanField(
        label=_("Publish what is imported"), required=False, help_text=_("Otherwise new issues are drafts.")
    )
    restore = forms.BooleanField(
        label=_("Restore times and states as the package has them"),
        required=False,
        help_text=_("Published and withdrawn issues come back as such."),
    )
    overwrite_edits = forms.BooleanField(
        label=_("Replace articles that were edited here, too"),
        required=False,
        help_text=_("Otherwise they are kept and named."),
    )
    page = forms.CharField(
        label=_("Page of articles that name none"),
        required=False,
        max_length=20,
        help_text=_("Its label, such as 01. Text dumps and texts alone need it."),
    )
    pattern = forms.CharField(
        label=_("Pattern of the files' names"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=_("How names tell date and page, as in {date}_{label}.pdf; empty: by custom."),
    )
    old_root = forms.CharField(
        label=_("Old address of a saved site"),
        required=False,
        max_length=200,
        help_text=_("What stood before the files' names there, from the first slash on; empty: /"),
    )

    def __init__(self, *args: Any, user: AbstractUser | AnonymousUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        formats = [(name, FORMATS.get(name, name)) for name in NAMES]
        self.fields["format"].choices = [("auto", _("by content")), *formats]  # type: ignore[attr-defined]
        if not reaches_every_paper(user):  # nor the paper that he would make
            del self.fields["paper_name"]
            self.fields["paper"].help_text = gettext(
                "The slug of one of your papers. Packages name their paper themselves: leave it empty for them."
            )
        for name in withheld(user):
            if self.is_bound and self.data.get(name):
                raise PermissionDenied
            del self.fields[name]

    def clean_paper(self) -> str:
        slug: str = self.cleaned_data["paper"]
        there = Publication.objects.filter(slug=slug)
        if there.exists() and not there.editable_by(self.user).exists():
            raise PermissionDenied
        if slug in RESERVED_SLUGS:
            raise ValidationError(gettext("“%(slug)s” is an address of the site itself; choose another slug.") % {"slug": slug})
        if slug and not there.exists() and not reaches_every_paper(self.user):
            raise ValidationError(gettext("Expected the slug of a paper that you belong to."))
        return slug

    def clean_pattern(self) -> str:
        pattern: str = self.cleaned_data["pattern"]
        try:
            if pattern:
                NamePattern.compile(pattern)
        except ImportProblem as problem:
            raise ValidationError(str(said(problem.fault, gettext))) from problem
        return pattern

    def clean_old_root(self) -> str:
        root: str = self.cleaned_data["old_root"] or "/"
        if not root.startswith("/"):
            raise ValidationError(gettext("Expected a path that begins with a slash."))
        return root

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("publish") and given.get("restore"):
            raise ValidationError(gettext("Choose one: publish what is imported, or restore what the package says."))
        return given


class PlainUploadForm(OptionsForm):
    """The whole file in one request."""

    field_order = ["file"]
    file = forms.FileField(label=_("File"), max_length=200, widget=forms.FileInput(attrs={"data-file": ""}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = gettext(
            "A ZIP, a tar or a single file, at most %(limit)s; where the browser runs no script, %(plain)s."
        ) % {"limit": megabytes(max_upload_bytes()), "plain": megabytes(PLAIN_BYTES)}

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > PLAIN_BYTES:
            sizes = {"found": megabytes(file.size), "limit": megabytes(PLAIN_BYTES)}
            raise ValidationError(gettext("The file has %(found)s; expected at most %(limit)s.") % sizes)
        return file


class AnnouncedForm(OptionsForm):
    """A file that will arrive in pieces."""

    name = forms.CharField(max_length=200)
    size = forms.IntegerField(min_value=1, max_value=10**15)
