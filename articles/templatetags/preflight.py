"""Sentences of tonight's list in the language of who reads."""

from django import template
from django.utils.translation import gettext

from issues.sentences import Sentence

register = template.Library()


@register.filter
def say(sentence: Sentence) -> str:
    return sentence.said(gettext)
