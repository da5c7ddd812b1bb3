"""The time of an issue in its form: typed, shown and compared on the paper's clock, and set by whoever changes what was shown."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from issues.admin.fieldwise import FieldwiseForm
from issues.admin.saving import WritingForm
from issues.moments import said, zone_of


def to_second(moment: Any) -> dt.datetime | None:
    """Of a row's moment, or of one that a form was shown with."""
    try:
        known = moment if isinstance(moment, dt.datetime) else parse_datetime(moment or "")
    except ValueError:  # a month 13, by hand
        return None
    return known.replace(microsecond=0) if known else None


class DayAndTime(forms.SplitDateTimeWidget):
    """The browser's own pickers: Django's “now” is the site's."""

    def __init__(self) -> None:
        super().__init__(None, "%Y-%m-%d", "%H:%M:%S", {"type": "date"}, {"type": "time"})

    def decompress(self, value: Any) -> tuple[dt.date | None, dt.time | None]:
        """On the clock that the moment comes with."""
        return (value.date(), value.time()) if value else (None, None)


class ShownMoment(forms.HiddenInput):
    """In one field, which Django sends back as it came where the form comes back with errors."""

    def format_value(self, value: Any) -> str | None:
        return value.isoformat() if isinstance(value, dt.datetime) else value


class MomentField(forms.SplitDateTimeField):
    """On the clock that `zone` gives, to the second."""

    hidden_widget = ShownMoment
    zone: Callable[[], dt.tzinfo]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=DayAndTime(), show_hidden_initial=True, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return value.replace(microsecond=0).astimezone(self.zone()) if isinstance(value, dt.datetime) else value

    def compress(self, data_list: Any) -> Any:
        with timezone.override(self.zone()):
            return super().compress(data_list)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(to_second(initial)), data)


class SchedulingForm(FieldwiseForm, WritingForm):
    scheduled_for = MomentField(label=_("Publish at"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields.get("scheduled_for")
        if field is not None:
            field.initial, field.zone = self.instance.publish_at, self.zone
            field.help_text = gettext("Readers see the issue from then on; empty: a draft. Times are those of %(zone)s.") % {
                "zone": self.zone() if self.instance.publication_id else gettext("the paper's time zone")
            }

    def zone(self) -> dt.tzinfo:
        """Of the paper that is chosen in the same form, as a new issue's is."""
        chosen = getattr(self, "cleaned_data", {}).get("publication")
        return zone_of(chosen or self.instance)

    def clean_scheduled_for(self) -> Any:
        """The time that is wanted, where it is changed here; else the one that the issue has."""
        moment, now = self.cleaned_data["scheduled_for"], to_second(self.instance.publish_at)
        if "scheduled_for" not in self.changed_data or moment == now:
            return self.instance.publish_at
        if to_second(self.data.get(self.add_initial_prefix("scheduled_for"))) != now:
            self.refuse_once(now)
        if moment and moment <= timezone.now():
            raise ValidationError(gettext("Choose a time to come; “Publish now” publishes at once."))
        return moment

    def refuse_once(self, now: dt.datetime | None) -> None:
        """The form that comes back shows the issue as it is, so that saving it again is meant."""
        sent: Any = self.data
        shown_now = sent.copy()
        shown_now[self.add_initial_prefix("scheduled_for")] = now.isoformat() if now else ""
        self.data = shown_now
        if now is None:
            raise ValidationError(gettext("Somebody took the issue back to draft meanwhile. Saved again, it gets your time."))
        sentence = gettext("Somebody set the time to %(time)s meanwhile. Saved again, yours takes its place.")
        raise ValidationError(sentence % {"time": said(now, self.zone())})
