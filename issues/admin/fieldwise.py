"""Forms that two editors had open: each saves the fields alone that he changed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from issues.admin.changes import Rows, shown


class FieldwiseForm(forms.ModelForm):
    """What was not touched here stays as it is now, whatever the form showed; what both changed is said before it is saved. Of
    the row's own fields: files and places are changed only by who gives others."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = {field.name for field in self._meta.model._meta.fields} if self.instance.pk else set()
        self.guarded = [name for name in self.fields if name in own]
        for name in self.guarded:
            self.fields[name].show_hidden_initial = True

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        for name in self.guarded:
            was_shown = self.data.get(self.add_initial_prefix(name))
            if was_shown is None or name not in self.cleaned_data or self.is_now(name, was_shown):
                continue
            if name not in self.changed_data:
                self.cleaned_data[name] = getattr(self.instance, name)
            elif not self.is_now(name, self[name].data):
                self.say_once(name)
        return cleaned

    def is_now(self, name: str, sent: Any) -> bool:
        """Whether the row has this value, which a browser sent, at present."""
        field, now = self.fields[name], self.initial.get(name)
        if isinstance(now, str) and isinstance(sent, str):
            return same(sent, now)
        return not field.has_changed(now, sent)

    def say_once(self, name: str) -> None:
        """The form that comes back shows the row as it is, so that saving it again is meant."""
        value = shown(self._meta.model._meta.get_field(name), getattr(self.instance, name), Rows())
        self.add_error(name, ValidationError(self.meanwhile(name, value or "–")))
        now = self.fields[name].prepare_value(self.initial.get(name))
        sent: Any = self.data
        shown_now = sent.copy()
        shown_now[self.add_initial_prefix(name)] = "" if now is None else str(now)
        self.data = shown_now

    def meanwhile(self, name: str, value: str) -> str:
        if isinstance(self.fields[name], forms.CharField) and not isinstance(self.fields[name], forms.JSONField):
            sentence = gettext("Somebody changed this meanwhile to: %(text)s. Saved again, your text takes its place.")
            return sentence % {"text": value}
        sentence = gettext("Somebody changed this meanwhile to: %(value)s. Saved again, your choice takes its place.")
        return sentence % {"value": value}


def same(one: str, other: str) -> bool:
    return one.replace("\r\n", "\n").strip() == other.replace("\r\n", "\n").strip()
