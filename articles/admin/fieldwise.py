"""Rows of an inline that two editors had open: each saves the fields alone that he changed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext


class FieldwiseForm(forms.ModelForm):
    """What was not touched here stays as it is now, whatever the form showed; what both changed is said before it is saved."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.show_hidden_initial = isinstance(field, forms.CharField)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        lines = [name for name, field in self.fields.items() if field.show_hidden_initial and name in self.cleaned_data]
        for name in lines if self.instance.pk else ():
            shown = self.data.get(self.add_initial_prefix(name))
            now = self.initial.get(name) or ""
            if shown is None or same(shown, now):
                continue
            if name not in self.changed_data:
                self.cleaned_data[name] = now
            elif not same(self.cleaned_data[name], now):
                self.say_once(name, now)
        return cleaned

    def say_once(self, name: str, now: str) -> None:
        sentence = gettext("Somebody changed this meanwhile to: %(text)s. Saved again, your text takes its place.")
        self.add_error(name, ValidationError(sentence % {"text": now}))
        sent: Any = self.data
        shown_now = sent.copy()
        shown_now[self.add_initial_prefix(name)] = now
        self.data = shown_now


def same(one: str, other: str) -> bool:
    return one.replace("\r\n", "\n").strip() == other.replace("\r\n", "\n").strip()
