"""The paper as a Django app; registers its deploy check."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IssuesConfig(AppConfig):
    name = "issues"
    verbose_name = _("The paper")

    def ready(self) -> None:
        from issues import checks  # noqa: F401 (registers itself; it needs the models, which are there only now)
