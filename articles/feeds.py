"""Feeds of a paper's newest stories: all of them, those of a 栏目, those of the pages of a name; in Atom and in RSS."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.html import escape

from articles.indexing import Topic, newest_stories
from articles.models import Article
from articles.richtext import excerpt, split_at_figures, whole_tags
from issues.pages import paper_view

SUMMARY = 200  # characters
TYPES = {"feed.xml": "application/atom+xml; charset=utf-8", "rss.xml": "application/rss+xml; charset=utf-8"}


@dataclass(frozen=True)
class Entry:
    """`html` is the whole text, where the site gives it away; its figures stay on the site."""

    story: Article
    address: str
    published: dt.datetime
    updated: dt.datetime
    authors: list[str]
    summary: str
    html: str


@paper_view
def feed(request: HttpRequest, paper: str, name: str, column: str = "", page_name: str = "") -> HttpResponseBase:
    found = newest_stories(paper, Topic(column, page_name), with_bodies=settings.FEED_FULL_TEXT)
    entries = [_entry(story) for story in found.stories]
    context = {
        "issue": found.issue,
        "paper": found.issue.publication,
        "topic": found.topic,
        "entries": entries,
        "updated": max((entry.updated for entry in entries), default=found.issue.publish_at),
        "base_url": settings.BASE_URL,
        "address": settings.BASE_URL + request.path,
    }
    return render(request, f"articles/{name}", context, content_type=TYPES[name])


def _entry(story: Article) -> Entry:
    published, zone = story.issue.publish_at, story.issue.publication.zone
    assert published is not None, "what is public has its time"  # noqa: S101
    corrected = dt.datetime.combine(story.corrected_on, dt.time(), zone) if story.corrected_on else published
    return Entry(
        story,
        settings.BASE_URL + story.get_absolute_url(),
        published,
        max(published, corrected),
        [entry.author.name for entry in story.author_entries.all()],
        excerpt(story.lead or whole_tags(story.begins), SUMMARY),
        _html(story) if settings.FEED_FULL_TEXT else "",
    )


def _html(story: Article) -> str:
    lead = f"<p>{escape(story.lead)}</p>" if story.lead else ""
    return lead + "".join(block.html for block in split_at_figures(story.body))
