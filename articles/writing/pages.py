"""A page section together with what is printed on it."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from articles.covering import covers_elsewhere
from articles.writing.articles import delete_with_figures
from issues.models import PageSection
from issues.writing import changing, delete_section


def delete_page(section: PageSection) -> None:
    """A page section with everything printed on it, files included; not while it covers print on other pages."""
    with changing(section.issue):
        for article in covers_elsewhere(section):
            sentence = _("%(title)s of this page is withdrawn; its print on other pages is covered only as long as it is here.")
            raise ValidationError(sentence % {"title": article})
        for article in section.articles.all():
            delete_with_figures(article)
        delete_section(section)
