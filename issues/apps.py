"""The paper as a Django app; registers its deploy check."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IssuesConfig(AppConfig):
    name = "issues"
    verbose_name = _("The paper")

    def ready(self) -> None:
        import_module("issues.checks")  # models are there only now
