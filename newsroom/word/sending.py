"""From what happened to the robots: noted with the act, sent by a thread after its commit, tried again by `send_word`."""

import datetime as dt
import logging
import threading
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from issues.events import Happening
from issues.models import Issue
from issues.sentences import Sentence
from newsroom.models import Word
from newsroom.word import writing
from newsroom.word.posting import NotTaken, post

log = logging.getLogger(__name__)
TITLES = {
    Happening.PAGE_ARRIVED: _("Page arrived"),
    Happening.PREFLIGHT_RED: _("Preflight red"),
    Happening.PUBLISHED: _("Published"),
    Happening.WITHDRAWN: _("Withdrawn"),
    Happening.IMPORT_FAILED: _("Import failed"),
}
_one_at_a_time = threading.Lock()


def note_word(what: Happening, sentence: Sentence, issue: Issue | None, **_signal: Any) -> None:
    """Receives `issues.events.happened`. An issue that is scheduled is told of when its time has come."""
    if not settings.WORD_OUT:
        return
    now = timezone.now()
    at = issue.publish_at if what == Happening.PUBLISHED and issue and issue.publish_at else now
    text, names = text_of(what, sentence, issue), [robot.name for robot in settings.WORD_OUT]
    writing.note_down(what, text, names, issue, max(at, now), is_latest=what == Happening.PUBLISHED)
    if at <= now:
        transaction.on_commit(start_sending)


def text_of(what: Happening, sentence: Sentence, issue: Issue | None) -> str:
    """In the site's language: what, which paper's issue, the sentence, and where to look."""
    with translation.override(settings.LANGUAGE_CODE):
        about = f"{issue.publication.name_on(issue.date)} {issue}: " if issue else ""
        return f"[{TITLES[what]}] {about}{sentence.said(gettext)}\n{_address(what, issue)}".strip()


def _address(what: Happening, issue: Issue | None) -> str:
    """The public page of what is public; a withdrawn one answers 410, so everything else leads to the desk."""
    if issue is None:
        return f"{settings.BASE_URL}{reverse('admin:index')}"
    if what == Happening.PUBLISHED:
        return f"{settings.BASE_URL}{issue.get_absolute_url()}"
    return f"{settings.BASE_URL}{reverse('admin:issues_issue_change', args=[issue.pk])}"


def start_sending() -> None:
    """Returns at once. The thread is waited for when the process ends, which its time limits keep short."""
    threading.Thread(target=_send_in_thread, name="word-out", daemon=False).start()


def _send_in_thread() -> None:
    try:
        with _one_at_a_time:
            send_due()
    except DatabaseError as error:
        log.warning("Word out is left to the next try: %s", error)
    finally:
        connection.close()


def send_due(now: dt.datetime | None = None) -> tuple[int, int]:
    """Everything that is due, oldest first; gives how many were sent and how many were not."""
    now = now or timezone.now()
    robots = {robot.name: robot for robot in settings.WORD_OUT}
    sent = failed = 0
    for word in list(Word.objects.due(now).select_related("issue")):
        if not writing.claim(word, now):
            continue
        robot = robots.get(word.robot)
        reason = "" if robot else "the robot is not in the settings any more"
        if reason or _is_overtaken(word, now):
            writing.settle(word, Word.State.DROPPED, reason or "the issue is not public")
            continue
        try:
            post(robots[word.robot], word.text)
        except NotTaken as failure:
            failed += 1
            log.warning("Word out to %s failed: %s", word.robot, failure)
            writing.put_off(word, now, str(failure))
        else:
            sent += 1
            writing.settle(word, Word.State.SENT)
    writing.forget_old(now)
    return sent, failed


def _is_overtaken(word: Word, now: dt.datetime) -> bool:
    """It was scheduled, and then was not published after all."""
    return word.what == Happening.PUBLISHED and word.issue is not None and word.issue.state(now) != Issue.State.PUBLISHED
