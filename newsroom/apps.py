"""The building as a Django app: its commands and what both apps share."""

from django.apps import AppConfig


class NewsroomConfig(AppConfig):
    name = "newsroom"
