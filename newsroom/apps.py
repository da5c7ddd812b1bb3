"""The building as a Django app: its commands and what both apps share."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class NewsroomConfig(AppConfig):
    name = "newsroom"
    verbose_name = _("The building")

    def ready(self) -> None:
        from issues.events import happened
        from newsroom.roles import give_what_is_new
        from newsroom.word.sending import note_word

        post_migrate.connect(give_what_is_new, sender=self, dispatch_uid="roles")
        happened.connect(note_word, dispatch_uid="word-out")
