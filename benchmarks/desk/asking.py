"""Every page of the admin, asked for as an editor clicks: each list with its filters, columns, dates, pages and searches, each
kind of form, and whatever addresses a noun has beside them. New nouns and new addresses are found by themselves."""

import math
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.contrib.admin.options import InlineModelAdmin
from django.db import connection, models
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse
from lxml import html

from issues.models import Issue, Publication
from newsroom.desk.urls import urlpatterns as desk_addresses

LAST = "last()"
NOT_PAGES = ("_picture", "_export", "_autocomplete", "choose")  # files, and answers that are asked for by field
STEPS = {  # what stands on a list to be clicked, and which of it
    "filter": ('//*[@id="changelist-filter"]//a/@href', ""),
    "column": ('//*[@id="result_list"]/thead//div[@class="text"]/a/@href', ""),
    "deep page": ('//*[@class="paginator"]//a[@class="end"]/@href', ""),
}
DATES = '//nav[@class="toplinks"]//a[not(@class)]/@href'


@dataclass(frozen=True)
class Answer:
    """`options`: of the longest choice on the page. Milliseconds are the database's, as the site waits for it."""

    noun: str
    what: str
    address: str
    status: int
    body: bytes = field(repr=False)
    queries: int
    milliseconds: float
    slowest: str

    @property
    def tree(self) -> Any:
        return html.document_fromstring(self.body.decode())

    @property
    def is_page(self) -> bool:
        return self.status == 200 and self.body.lstrip()[:9].lower() == b"<!doctype"

    @property
    def options(self) -> int:
        return max((len(choice.xpath(".//option")) for choice in self.tree.xpath("//select")), default=0) if self.is_page else 0

    def links(self, path: str) -> list[str]:
        """Those of the page that lead to the same list."""
        found = dict.fromkeys(self.tree.xpath(path)) if self.is_page else {}
        return [self.address.partition("?")[0] + link for link in found if link.startswith("?")]


@contextmanager
def counting() -> Iterator[list[tuple[float, str]]]:
    """Seconds and text of each statement."""
    asked: list[tuple[float, str]] = []

    def count(execute: Any, sql: str, *arguments: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(sql, *arguments)
        finally:
            asked.append((time.perf_counter() - began, sql))

    with connection.execute_wrapper(count):
        yield asked


class Walker:
    """Asks as the first of the clients that may: a page that is not an editor's is asked for as somebody whose it is.

    What takes longer than `milliseconds` is asked again, twice at most: something else may have kept the machine.
    """

    def __init__(self, clients: Sequence[Client], words: Sequence[str], milliseconds: float = math.inf) -> None:
        self.clients, self.words, self.milliseconds = clients, words, milliseconds

    def ask(self, noun: str, what: str, address: str) -> Answer:
        answer = self.ask_once(noun, what, address)
        for _again in range(2):
            if answer.milliseconds >= self.milliseconds:
                answer = min(answer, self.ask_once(noun, what, address), key=lambda one: one.milliseconds)
        return answer

    def ask_once(self, noun: str, what: str, address: str) -> Answer:
        for client in self.clients:
            with counting() as asked:
                response = client.get(address)
            if response.status_code != 403:
                break
        milliseconds = 1000 * sum(seconds for seconds, _sql in asked)
        slowest = max(asked, default=(0.0, ""))[1]
        return Answer(noun, what, address, response.status_code, _body(response), len(asked), milliseconds, slowest)

    def walk(self) -> Iterator[Answer]:
        yield self.ask("desk", "desk", reverse("admin:index"))
        issue = Issue.objects.filter(publication=self._paper()).newest_first().first()
        for pattern in desk_addresses:
            if issue is not None and list(pattern.pattern.converters) == ["pk"]:
                yield self.ask("desk", str(pattern.name), reverse(f"desk:{pattern.name}", args=[issue.pk]))
        for noun, noun_admin in admin.site._registry.items():
            yield from self.noun(noun, noun_admin)

    def noun(self, noun: type[models.Model], noun_admin: ModelAdmin) -> Iterator[Answer]:
        name = noun._meta.label
        first = self.ask(name, "list", reverse(f"admin:{noun._meta.app_label}_{noun._meta.model_name}_changelist"))
        yield first
        yield from self.lists(name, first, noun_admin)
        row = next((link for link in first.tree.xpath(_row_link(first.address))), None) if first.is_page else None
        yield from self.addresses(name, noun_admin, row)
        yield from self.choices(name, noun_admin)

    def lists(self, name: str, first: Answer, noun_admin: ModelAdmin) -> Iterator[Answer]:
        for what, (path, _which) in STEPS.items():
            for link in first.links(path):
                yield self.ask(name, what, link)
        answer, links = first, first.links(DATES)
        while links:  # the newest year, its last month, that month's last day
            answer = self.ask(name, "dates", links[-1])
            yield answer
            links = [link for link in answer.links(DATES) if len(link) > len(answer.address)]
        for word in self.words if noun_admin.search_fields else ():
            yield self.ask(name, f"search {word}", f"{first.address}?q={word}")

    def addresses(self, name: str, noun_admin: ModelAdmin, row: str | None) -> Iterator[Answer]:
        """Those that take nothing, a row's key or a paper's slug. What only takes POST says so, and is no page."""
        given: Mapping[tuple[str, ...], Iterable[str]] = {
            (): [],
            ("object_id",): [_key(row)] if row else [],
            ("pk",): [_key(row)] if row else [],
            ("id",): [_key(row)] if row else [],
            ("slug",): [self._paper().slug],
        }
        for pattern in noun_admin.get_urls():
            takes = tuple(pattern.pattern.converters)
            values = list(given.get(takes, ()))
            if pattern.name and len(values) == len(takes) and not pattern.name.endswith((*NOT_PAGES, "_changelist")):
                yield self.ask(name, pattern.name.rpartition("_")[2], reverse(f"admin:{pattern.name}", args=values))

    def choices(self, name: str, noun_admin: ModelAdmin) -> Iterator[Answer]:
        """What its fields, and those of the rows on its page, offer while a word is typed."""
        inlines = [inline(noun_admin.model, admin.site) for inline in noun_admin.inlines]
        owners: list[ModelAdmin | InlineModelAdmin] = [noun_admin, *inlines]
        for owner in owners:
            yield from self.offered(name, owner)

    def offered(self, name: str, owner: ModelAdmin | InlineModelAdmin) -> Iterator[Answer]:
        noun = owner.model._meta
        for chosen in owner.autocomplete_fields:
            for view in ("choose", "autocomplete"):
                for word in ("", *self.words):
                    query = f"app_label={noun.app_label}&model_name={noun.model_name}&field_name={chosen}&term={word}"
                    yield self.ask(name, f"choice of {chosen}", f"{reverse(f'admin:{view}')}?{query}")

    def _paper(self) -> Publication:
        return Publication.objects.order_by("pk")[0]


def _body(response: HttpResponseBase) -> bytes:
    return response.content if isinstance(response, HttpResponse) else b""


def _row_link(address: str) -> str:
    """Of the first row: many lists lead to other nouns too."""
    own = address.partition("?")[0]
    return f'//*[@id="result_list"]/tbody//a[starts-with(@href, "{own}") and contains(@href, "/change/")]/@href'


def _key(link: str) -> str:
    return link.partition("/change/")[0].rpartition("/")[2]
