"""Publish, schedule, withdraw, publish again: the only doors to the public, each past preflight (docs/preflight.md)."""

import datetime as dt
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.chains import parts_from
from articles.covering import update_masks
from articles.models import Article
from articles.places import places_of_issue, places_of_story
from articles.preflight import Item, integrity_problems, open_for_story, tonight
from articles.writing import close_receipts, keep_receipt, set_withdrawal
from issues.events import Happening, tell
from issues.models import Issue
from issues.sentences import Sentence
from issues.writing import changing, set_section_state, set_times


class NotReady(ValidationError):
    """Tonight's list of `issue` has `count` items that nobody mended or signed off."""

    def __init__(self, issue: Issue, count: int) -> None:
        self.issue, self.count = issue, count
        sentence = ngettext(
            "Tonight's list has %(count)s open item: mend it, or sign it off.",
            "Tonight's list has %(count)s open items: mend them, or sign them off.",
            count,
        )
        super().__init__(sentence % {"count": count}, code="not_ready")


class StoryNotReady(ValidationError):
    """The story that begins with `article` left tonight's list before readers saw it; `items` would be open if it came back."""

    def __init__(self, article: Article, items: Sequence[Item]) -> None:
        self.article, self.items = article, items
        sentence = ngettext(
            "Readers have not seen this story, and %(count)s item of tonight's list is open for it (page %(pages)s): mend it, or "
            "sign it off.",
            "Readers have not seen this story, and %(count)s items of tonight's list are open for it (page %(pages)s): mend "
            "them, or sign them off.",
            len(items),
        )
        pages = ", ".join(dict.fromkeys(item.subject.label or item.subject.name for item in items))
        super().__init__(sentence % {"count": len(items), "pages": pages}, code="not_ready")


def publish_issue(issue: Issue, at: dt.datetime | None = None, *, is_tonight: bool = False) -> None:
    """Readers see the whole issue from `at` on: now, unless given; a later time schedules it.

    A withdrawn issue comes back at once, at the same addresses and with the time at which it was first published. `is_tonight`:
    the desk publishes, so tonight's list must be empty too; imports from the archive only report it, and what readers had seen
    before comes back without it. Raises NotReady.
    """
    with changing(issue) as now:
        refuse_impossible(now)
        if is_tonight and not now.was_public() and (waiting := tonight(now).open):
            raise NotReady(now, len(waiting))
        if now.withdrawn_at and now.publish_at and now.publish_at <= now.withdrawn_at:
            set_times(now, withdrawn_at=None)
            close_receipts(now, None, timezone.now())
        elif now.was_public():
            raise ValidationError(_("%(issue)s is public already.") % {"issue": now})
        else:
            set_times(now, publish_at=at or timezone.now(), withdrawn_at=None)
        now.refresh_from_db()
        tell(Happening.PUBLISHED, Sentence("Readers see it."), now)
    issue.refresh_from_db()


def refuse_impossible(issue: Issue) -> None:
    """Integrity: every way to the public comes past here."""
    problems = integrity_problems(issue)
    if problems:
        raise ValidationError(problems)


def unschedule_issue(issue: Issue) -> None:
    """Back to a draft; only before anybody saw it."""
    with changing(issue) as now:
        if now.was_public():
            raise ValidationError(_("%(issue)s was public; withdraw it instead.") % {"issue": now})
        set_times(now, publish_at=None, withdrawn_at=None)
    issue.refresh_from_db()


def withdraw_issue(issue: Issue) -> None:
    """Its addresses answer 410 from now on, its files too."""
    with changing(issue) as now:
        if now.withdrawn_at:
            raise ValidationError(_("%(issue)s is withdrawn already.") % {"issue": now})
        if not now.was_public():
            raise ValidationError(_("%(issue)s was never public; there is nothing to withdraw.") % {"issue": now})
        moment, places = timezone.now(), places_of_issue(now)
        set_times(now, withdrawn_at=moment)
        keep_receipt(now, None, moment, places)
        tell(Happening.WITHDRAWN, Sentence("Its addresses answer “gone”."), now)
    issue.refresh_from_db()


def withdraw_article(article: Article, reason: str) -> None:
    """The story with its later parts leaves every list; its zones are painted over in every picture and PDF that is served.

    Parts that were withdrawn before keep their time and their reason.
    """
    with changing(article.issue) as issue:
        moment = timezone.now()
        story = story_from(article)
        if story[0].withdrawn_at:
            raise ValidationError(_("%(title)s is withdrawn already.") % {"title": article})
        places = places_of_story(issue, [part for part in story if part.withdrawn_at is None])
        for part in story:
            if part.withdrawn_at is None:
                set_withdrawal(part, moment, reason)
        update_masks(issue)
        keep_receipt(issue, story[0], moment, places)
        tell(Happening.WITHDRAWN, Sentence("An article of it is withdrawn."), issue)  # no headline: it leaves every list
    article.refresh_from_db()


def republish_article(article: Article) -> None:
    """The same addresses and the same pictures come back, of the parts that were withdrawn together with this one.

    A story that was withdrawn before its issue's time went to no reader past tonight's list; it does not come back past it
    either, unless the issue is a draft, whose list is still to come. Raises StoryNotReady.
    """
    with changing(article.issue) as issue:
        story = story_from(article)
        moment = story[0].withdrawn_at
        if moment is None:
            raise ValidationError(_("%(title)s is not withdrawn.") % {"title": article})
        refuse_impossible(issue)
        back = [part for part in story if part.withdrawn_at == moment]
        if issue.publish_at and moment < issue.publish_at and (items := open_for_story(issue, [part.pk for part in back])):
            raise StoryNotReady(back[0], items)
        for part in back:
            set_withdrawal(part, None, "")
        update_masks(issue)
        close_receipts(issue, story, timezone.now())
    article.refresh_from_db()


def story_from(article: Article) -> list[Article]:
    """The article and the parts that continue it, in order, as they are now; one query."""
    rows = Article.objects.filter(issue=article.issue_id).select_related("issue").in_reading_order().defer("body")
    found = {row.pk: row for row in rows}
    return [found[pk] for pk in parts_from(article.pk, {pk: row.continues_id for pk, row in found.items()})]


def restore_states(
    issue: Issue,
    publish_at: dt.datetime | None,
    withdrawn_at: dt.datetime | None,
    articles: dict[int, tuple[dt.datetime | None, str]],
    sections: dict[str, tuple[str, str, dt.datetime | None]],
) -> int:
    """Times as a package says they were: `articles` by primary key (time, reason), `sections` by key (state, user name, time).

    Gives the number of rows changed; past integrity like every other way to the public.
    """
    changed = 0
    if (issue.publish_at, issue.withdrawn_at) != (publish_at, withdrawn_at):
        if publish_at:
            refuse_impossible(issue)
        set_times(issue, publish_at=publish_at, withdrawn_at=withdrawn_at)
        changed += 1
    for article in issue.articles.filter(pk__in=articles):
        moment, reason = articles[article.pk]
        if (article.withdrawn_at, article.withdrawal_reason) != (moment, reason):
            set_withdrawal(article, moment, reason)
            changed += 1
    for section in issue.sections.filter(key__in=sections):
        changed += set_section_state(section, *sections[section.key])
    if changed:
        update_masks(issue)
    return changed
