"""The queue of word on its way out: rows that are written with an act, claimed by one sender, and settled."""

import datetime as dt

from django.db.models import F

from issues.models import Issue
from newsroom.models import Word

CLAIM = dt.timedelta(minutes=1)  # longer than one message can take
MOST_ATTEMPTS = 30  # about a day: then nobody wants to hear of it any more
KEPT = dt.timedelta(days=30)
State = Word.State


def note_down(what: str, text: str, robots: list[str], issue: Issue | None, at: dt.datetime, *, is_latest: bool = False) -> None:
    """A row for each robot, in the transaction of the act. `is_latest`: what waits of this kind about the issue is taken back."""
    if is_latest and issue is not None:
        Word.objects.filter(what=what, issue=issue, state=State.WAITING).delete()
    Word.objects.bulk_create([Word(what=what, text=text[:2000], robot=robot, issue=issue, next_at=at) for robot in robots])


def claim(word: Word, now: dt.datetime) -> bool:
    """False where another process has it. Whoever dies over it gives it back in a minute."""
    claimed = Word.objects.due(now).filter(pk=word.pk).update(next_at=now + CLAIM, attempts=F("attempts") + 1)
    word.refresh_from_db()
    return claimed == 1


def settle(word: Word, state: State, note: str = "") -> None:
    word.state, word.note = state, note[:500]
    word.save(update_fields=["state", "note"])


def put_off(word: Word, now: dt.datetime, note: str) -> None:
    """Tried again after one minute, two, four …, at most an hour; after a day it is dropped."""
    if word.attempts >= MOST_ATTEMPTS:
        settle(word, State.DROPPED, note)
        return
    word.next_at = now + dt.timedelta(minutes=min(2 ** (word.attempts - 1), 60))
    word.note = note[:500]
    word.save(update_fields=["next_at", "note"])


def forget_old(now: dt.datetime) -> None:
    Word.objects.exclude(state=State.WAITING).filter(created_at__lt=now - KEPT).delete()
