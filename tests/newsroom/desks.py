"""A paper's desk for tests of rights: a draft and an issue that readers see, and every act on them as a browser sends it."""

import datetime as dt
import json
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.messages import WARNING, get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse

from articles.models import Article, Correction, HotZone, ImportRun, OldAddress, SignOff, WatchedWord
from articles.writing import delete_article, delete_zone
from issues.models import Issue, IssueFrame, Membership, NeverPrinted, PageSection, Publication
from issues.writing import make_preview_link, set_times
from newsroom.models import Word
from tests import factories
from tests.staff import address, form_values, make_client
from tests.state import version_of

DAY_AFTER = factories.VALENTINE + dt.timedelta(days=1)
CONFIRMED = {"confirmed": "yes", "reason": "有误"}


class Desk:
    """`client` acts; what it changes is taken back after each act."""

    def __init__(self, client: Client, paper: Publication) -> None:
        self.client, self.paper = client, paper
        self.public, self.draft = self.made(factories.VALENTINE), self.made(DAY_AFTER, publish_at=None)
        self.browser = make_client(username=f"browser of {paper.slug}")  # has the form open since before a right was taken away

    def made(self, date: dt.date, **changes: object) -> Issue:
        issue = factories.make_issue(date, publication=self.paper, **changes)
        section = factories.make_section(issue, state="proofread", credits=[("责任编辑", "高静")])
        factories.make_zone(section, factories.make_article(section))
        factories.make_section(issue)
        section.draft_articles.create(position=1, title="待认领", body="<p>正文</p>", confidence=0.8)
        return issue

    def answer(self, act: Any) -> str:
        """yes; 403; 404; no: the form has no such choice to offer, and says so."""
        with transaction.atomic():
            response = act(self)
            transaction.set_rollback(True)
        if response.status_code in (403, 404):
            return str(response.status_code)
        if response.status_code == 302 and response["Location"] == reverse("admin:index"):
            warned = any(message.level == WARNING for message in get_messages(response.wsgi_request))
            return "404" if warned else "yes"  # how Django's admin says that there is no such row
        form = response.context and response.context.get("adminform")
        errors = form.form.errors.as_data() if form else {}
        return "no" if any(error.code == "invalid_choice" for found in errors.values() for error in found) else "yes"

    def first(self, issue: Issue) -> PageSection:
        return issue.sections.get(position=1)

    def get(self, name: str, *arguments: object) -> Any:
        return self.client.get(reverse(name, args=arguments))

    def send(self, thing: object, **changes: object) -> Any:
        return self.client.post(address(thing), {**form_values(self.browser.get(address(thing))), **changes})

    def add(self, noun: type, **values: object) -> Any:
        return self.client.post(address(noun, "add"), {**form_values(self.browser.get(address(noun, "add"))), **values})

    def delete(self, thing: object) -> Any:
        return self.client.post(address(thing, "delete"), {"post": "yes"})

    def do(self, thing: object, act: str) -> Any:
        return self.client.post(address(thing, act), CONFIRMED)

    def list_action(self, name: str, row: Any) -> Any:
        sent = {"action": name, "_selected_action": row.pk}
        return self.client.post(address(type(row), "changelist"), sent)

    def order_on_board(self, issue: Issue) -> Any:
        pages = [
            {"section": section.pk, "articles": list(section.articles.values_list("pk", flat=True))}
            for section in issue.sections.order_by("-position")
        ]
        sent = json.dumps({"version": version_of(issue), "pages": pages})
        return self.client.post(reverse("desk:order", args=[issue.pk]), sent, content_type="application/json")

    def drop(self, issue: Issue) -> Any:
        """A text, as it is dropped on the board."""
        file = SimpleUploadedFile("01_1 渡口.txt", "渡口\n\n渡口今起停航。\n".encode())
        return self.client.post(reverse("desk:drop", args=[issue.pk]), {"file": file})

    def set_state(self, state: str) -> Any:
        """As the board sends it, with the page as it is shown."""
        page = self.first(self.draft)
        sent = {"set": f"{state} {page.pk}:{page.state}:{page.picture_version}:{page.pdf_version}"}
        return self.client.post(reverse("desk:states", args=[self.draft.pk]), sent)

    def do_on_board(self, issue: Issue, act: str, **more: str) -> Any:
        return self.client.post(reverse("desk:act", args=[issue.pk]), {"act": act, **more})

    def unschedule_on_board(self) -> Any:
        set_times(self.draft, publish_at=dt.datetime(2199, 2, 14, tzinfo=dt.UTC))
        return self.do_on_board(self.draft, "unschedule")

    def save_zones(self, issue: Issue) -> Any:
        sent = json.dumps({"mark": "", "zones": [], "dropped": []})
        return self.client.post(reverse("desk:save_zones", args=[self.first(issue).pk]), sent, content_type="application/json")

    def hand_out_link(self) -> Any:
        return self.client.post(reverse("desk:preview_links", args=[self.draft.pk]), {"note": "校对", "hours": 24})

    def revoke_link(self) -> Any:
        browser: Any = get_user_model().objects.get(username=f"browser of {self.paper.slug}")
        link = make_preview_link(self.draft, browser, "校对").link
        return self.client.post(reverse("desk:preview_revoke", args=[link.pk]))

    def restore(self, thing: Any) -> Any:
        """Its first version, whatever it is now."""
        version = thing.history.order_by("history_id").first().pk
        noun = f"{thing._meta.app_label}_{thing._meta.model_name}"
        return self.client.post(reverse(f"admin:{noun}_restore", args=[thing.pk, version]))

    def bring_article_back(self) -> Any:
        delete_article(self.draft.articles.get())
        gone = Article.history.filter(history_type="-").order_by("-history_id")[0]
        return self.client.post(reverse("admin:articles_article_bring_back", args=[gone.pk]))

    def bring_zone_back(self) -> Any:
        delete_zone(self.draft.articles.get().zones.get())
        gone = HotZone.history.filter(history_type="-").order_by("-history_id")[0]
        return self.client.post(reverse("admin:articles_hotzone_bring_back", args=[gone.pk]))

    def add_article(self, issue: Issue) -> Any:
        return self.add(Article, page_section=self.first(issue).pk, title="新稿")

    def add_zone(self, issue: Issue) -> Any:
        article = issue.articles.get().pk
        return self.add(HotZone, page_section=self.first(issue).pk, article=article, polygon="[[0,0],[1,0],[0,1]]")

    def add_correction(self) -> Any:
        return self.add(Correction, article=self.public.articles.get().pk, date="2023-02-15", text="电话应为0000-1。")

    def change_preflight(self, **sent: object) -> Any:
        return self.client.post(reverse("admin:issues_issue_preflight", args=[self.draft.pk]), sent)

    def take_sign_off_back(self) -> Any:
        row = SignOff.objects.create(
            issue=self.draft,
            fingerprint="1",
            code="no_zone",
            subject="",
            sentence={"text": "没有热区", "values": {}},
            reason="照登",
            name="root",
            signed_at=factories.MORNING,
        )
        return self.change_preflight(act="take_back", sign_off=row.pk)

    def next_issue(self) -> Any:
        sent = {"date": "2023-02-20", "source": "last"}
        return self.client.post(reverse("admin:issues_issue_next", args=[self.paper.slug]), sent)

    def import_restoring(self) -> Any:
        """Offered or, sent all the same, refused; what is offered is not begun here."""
        response = self.client.get(address(ImportRun, "add"))
        if response.status_code == 200 and 'name="restore"' in response.content.decode():
            return response
        return self.client.post(address(ImportRun, "add"), {"restore": "on"})

    def add_member(self) -> Any:
        other = factories.make_user("new", is_staff=True)
        return self.client.post(address(Membership, "add"), {"user": other.pk, "publication": self.paper.pk})

    def add_old_address(self) -> Any:
        return self.add(OldAddress, path="/old/1.htm", issue=self.draft.pk)

    def add_frame(self) -> Any:
        return self.add(IssueFrame, name="平日", made_from=self.draft.pk)

    def add_gap(self) -> Any:
        return self.add(NeverPrinted, publication=self.paper.pk, date="2023-03-01")

    def add_watched_word(self) -> Any:
        return self.add(WatchedWord, word="禁用", publication=self.paper.pk)

    def word_out(self) -> Any:
        return self.client.get(address(Word, "changelist"))
