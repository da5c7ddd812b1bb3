"""What a form's fields hold, as texts that can be laid beside each other: as stored, as typed, as read by a person."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext

from articles.differing import Piece, sides
from articles.richtext import clean_body, plain_text

# Where a row stands is not its text: its own save brings that together (`issues.admin.placing`).
APART = {"page_section", "place", "issue"}
HTML = {"body"}
WORDS = {"author_names", "keyword_words"}  # which the history does not know


@dataclass(frozen=True)
class Differing:
    """A field of which there are two texts, each marked where the other has not got it."""

    name: str
    label: str
    theirs: SafeString
    mine: SafeString


def typed(fields: Mapping[str, list[str]]) -> QueryDict:
    """As a browser would have sent it."""
    data = QueryDict(mutable=True)
    for name, values in fields.items():
        data.setlist(name, values)
    return data


def texts(form: forms.BaseForm) -> dict[str, str]:
    """Each field's text, whether the form is shown or was sent; equal where the fields would be saved equal."""
    return {name: text(form, name) for name in form.fields if name not in APART and not is_file(form, name)}


def is_file(form: forms.BaseForm, name: str) -> bool:
    return bool(form.fields[name].widget.needs_multipart_form)


def text(form: forms.BaseForm, name: str) -> str:
    value = form[name].value()
    if isinstance(value, list | tuple):
        return " ".join(str(part) for part in value if part)
    plain = form.fields[name].prepare_value(value)
    if plain is None or plain is False:
        return ""
    written = str(plain).replace("\r\n", "\n").strip()
    if name in WORDS:
        return "、".join(word.strip() for word in re.split(r"[、,，;；\n]+", written) if word.strip())
    return clean_body(written) if name in HTML else written


def typed_texts(form_class: type[forms.ModelForm], row: Any, fields: Mapping[str, list[str]]) -> dict[str, str]:
    return texts(form_class(typed(fields), instance=row))


def differing(
    form: forms.BaseForm, theirs: Mapping[str, str], mine: Mapping[str, str], labels: Mapping[str, list[str]]
) -> list[Differing]:
    """In the form's order. `labels` are the words of what was chosen in my form."""
    found = []
    for name, their in theirs.items():
        if (my := mine.get(name, "")) == their:
            continue
        if name in HTML and plain_text(my) != plain_text(their):
            my, their = plain_text(my), plain_text(their)
        label = capfirst(str(form.fields[name].label or name))
        found.append(beside(name, label, said(form, name, their, {}), said(form, name, my, labels)))
    return found


def beside(name: str, label: str, theirs: str, mine: str) -> Differing:
    left, right = sides(theirs, mine)
    return Differing(name, label, marked(left, "del"), marked(right, "ins"))


def said(form: forms.BaseForm, name: str, value: str, labels: Mapping[str, list[str]]) -> str:
    """A value in the words of its list."""
    field = form.fields[name]
    if isinstance(field, forms.BooleanField):
        return gettext("yes") if value else gettext("no")
    if isinstance(field, forms.ModelChoiceField):
        row = field.queryset.filter(pk=value).first() if value.isdecimal() else None  # type: ignore[union-attr]
        return field.label_from_instance(row) if row else "".join(labels.get(name, [value]))
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value))  # type: ignore[arg-type]
    return value


def marked(pieces: list[Piece], element: str) -> SafeString:
    parts = [format_html("<{0}>{1}</{0}>", element, piece.text) if piece.is_other else piece.text for piece in pieces]
    return format_html_join("", "{}", [(part,) for part in parts])
