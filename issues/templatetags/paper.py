"""How templates show paper: addresses of pictures, an entry of a dictionary, months of a calendar, values inside a comment."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urljoin

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from issues.models import PageSection, Suspension
from issues.moments import said, zone_of
from issues.navigation import Calendar, Month
from issues.pages import chrome_language
from issues.renditions import CONTENT_TYPES, JPEG, Pictured

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

register = template.Library()


@register.filter
def at(mapping: Mapping[Any, Any], key: object) -> Any:
    """`{{ outline.headlines|at:section.pk }}`; empty where the dictionary has nothing."""
    return mapping.get(key, "")


@register.filter
def zone(thing: Any) -> dt.tzinfo:
    """Of the row's paper: `{% timezone issue|zone %}` around what has many times, and a line that names the zone once."""
    return zone_of(thing)


@register.filter
def moment(when: dt.datetime | None, thing: Any) -> str:
    """`{{ row.signed_at|moment:issue }}`: on the clock of that row's paper, with the zone's name; empty where there is none."""
    return said(when, zone_of(thing))


@register.filter
def hour(when: dt.datetime, thing: Any) -> str:
    """The same where the date stands before it in words."""
    return said(when, zone_of(thing)).partition(" ")[2]


@register.filter
def picture(pictured: Pictured, width: int) -> str:
    return pictured.picture_href(width)


@register.filter
def srcset(pictured: Pictured, folder: str = "") -> str:
    """Every served width; `folder` where the page does not lie in the issue's folder."""
    return _srcset(pictured, folder, JPEG)


class Source(NamedTuple):
    content_type: str
    srcset: str


@register.filter
def sources(pictured: Pictured, folder: str = "") -> list[Source]:
    """The formats beside JPEG, the smallest first: a browser takes the first that it knows."""
    endings = [ending for ending in reversed(pictured.picture_endings) if ending != JPEG]
    return [Source(CONTENT_TYPES[ending], _srcset(pictured, folder, ending)) for ending in endings]


def _srcset(pictured: Pictured, folder: str, ending: str) -> str:
    return ", ".join(f"{folder}{pictured.picture_href(width, ending)} {width}w" for width in pictured.picture_widths)


@register.filter
def sheet_sizes(section: PageSection) -> str:
    """How wide the page picture stands in the layout."""
    return f"(min-width: 60rem) {'88vw' if shape(section) == 'wide' else '62vw'}, 100vw"


@register.filter
def shape(section: PageSection) -> str:
    """How the layout makes room for it: a 通版 is wide, a 中缝 is narrow."""
    if section.width > section.height:
        return "wide"
    return "narrow" if section.height > 2 * section.width else "upright"


@register.filter
def beside(address: str, name: str) -> str:
    """The address of a file in the same folder: what a canonical link to another part of a story needs."""
    return urljoin(address, name)


@register.filter
def months_with_issues(calendar: Calendar) -> list[dt.date]:
    """First days of the year's months that have a public issue, in order."""
    return [dt.date(calendar.year, month, 1) for month in sorted(calendar.months_with_issues)]


@register.filter
def suspensions(month: Month) -> list[Suspension]:
    """Each 休刊 that touches the month, once."""
    found = {day.suspension.pk: day.suspension for week in month.weeks for day in week if day and day.suspension}
    return list(found.values())


@register.filter
def labelled(value: str, label: "str | StrPromise") -> str:
    """“Label: value”; editors often write the label into the field, and then it is not said twice."""
    return value if str(label) in value else f"{label}{gettext(': ')}{value}"


@register.filter(is_safe=False)
def in_comment(value: object) -> SafeString:
    """Text that can neither end an HTML comment nor open an element in it."""
    return mark_safe(re.sub("-(?=-)", "&#45;", escape(value)))  # noqa: S308 (escaped on this line)


@register.filter
def in_xml(value: object) -> str:
    """Without the characters that no XML document may hold."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", str(value))


@register.filter
def news_language(tag: str) -> str:
    """A BCP 47 tag as news sitemaps want it: two letters, of Chinese with its script's country."""
    language = chrome_language(tag)
    return {"zh-hans": "zh-cn", "zh-hant": "zh-tw"}.get(language) or tag.partition("-")[0].lower()
