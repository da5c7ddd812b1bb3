"""Rows that stand in an order: the field for a row's place, and the order after some were given another."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _


class PlaceField(forms.IntegerField):
    """From 1; empty leaves a row where it is, and a new one at the end. Changed only by whoever changes what was shown."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.NumberInput(attrs={"class": "place"}))
        super().__init__(
            label=capfirst(_("position")), required=False, show_hidden_initial=True, min_value=1, max_value=999, **kwargs
        )


class PlaceForm(forms.ModelForm):
    """Of a row with a `position`."""

    place = PlaceField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["place"].initial = self.instance.position


def placed(order: list[int], moves: list[tuple[int, int]]) -> list[int]:
    """`order` after each (place from 1, primary key) of `moves` was taken out and put where it is wanted."""
    moved = {pk for _place, pk in moves}
    result = [pk for pk in order if pk not in moved]
    for place, pk in sorted(moves):
        result.insert(place - 1, pk)
    return result
