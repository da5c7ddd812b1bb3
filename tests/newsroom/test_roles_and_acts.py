"""Who may do what: each role and each act, really asked of the server. A new act is a line of the table.

yes: done. 403: seen, but not allowed. 404: not among what this person reaches. no: a form that does not offer that choice.
"""

from typing import Any

import pytest
from django.urls import reverse

from articles.models import Correction, HotZone, ImportRun
from issues.models import Membership, Publication
from newsroom.roles import ADMINISTRATOR, ARCHIVIST, EDITOR, PUBLISHER, REPORTER
from tests import factories
from tests.newsroom.desks import Desk
from tests.staff import address, make_client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_root", "nothing_started")]
NO_GROUP, ELSEWHERE = "staff without a group", "an editor of another paper"
WHO = (REPORTER, EDITOR, PUBLISHER, ARCHIVIST, ADMINISTRATOR, NO_GROUP, ELSEWHERE)

ACTS: dict[str, Any] = {
    # to see
    "see the desk": lambda desk: desk.get("admin:index"),
    "see an issue": lambda desk: desk.get("admin:issues_issue_change", desk.draft.pk),
    "see a page": lambda desk: desk.get("admin:issues_pagesection_change", desk.first(desk.draft).pk),
    "see an article": lambda desk: desk.get("admin:articles_article_change", desk.draft.articles.get().pk),
    "see its history": lambda desk: desk.get("admin:articles_article_history", desk.draft.articles.get().pk),
    "see the board": lambda desk: desk.get("desk:board", desk.draft.pk),
    "see preflight": lambda desk: desk.get("admin:issues_issue_preflight", desk.draft.pk),
    "see what was found": lambda desk: desk.get("admin:articles_draftarticle_changelist"),
    "see runs": lambda desk: desk.get("admin:articles_importrun_changelist"),
    "see word out": Desk.word_out,
    # to change what readers have not seen, and what they have
    "change a draft": lambda desk: desk.send(desk.draft.articles.get(), title="新题"),
    "change the public": lambda desk: desk.send(desk.public.articles.get(), title="新题"),
    "add to a draft": lambda desk: desk.add_article(desk.draft),
    "add to the public": lambda desk: desk.add_article(desk.public),
    "zone on a draft": lambda desk: desk.add_zone(desk.draft),
    "zone on the public": lambda desk: desk.add_zone(desk.public),
    "change a zone": lambda desk: desk.send(desk.draft.articles.get().zones.get(), polygon="[[0,0],[1,0],[0,1]]"),
    "change a page": lambda desk: desk.send(desk.first(desk.draft), name="要闻"),
    "change a public page": lambda desk: desk.send(desk.first(desk.public), name="要闻"),
    "change an issue": lambda desk: desk.send(desk.draft, number_text="第9期"),
    "delete an article": lambda desk: desk.delete(desk.draft.articles.get()),
    "delete a page": lambda desk: desk.delete(desk.first(desk.draft)),
    "delete an issue": lambda desk: desk.delete(desk.draft),
    "delete a credit": lambda desk: desk.delete(desk.first(desk.draft).credits.get()),
    "delete a public credit": lambda desk: desk.delete(desk.first(desk.public).credits.get()),
    "drop a found draft": lambda desk: desk.delete(desk.first(desk.draft).draft_articles.get()),
    "accept a found draft": lambda desk: desk.list_action("accept", desk.first(desk.draft).draft_articles.get()),
    # order, files, reading
    "order": lambda desk: desk.send(desk.first(desk.draft), place=2),
    "order on the board": lambda desk: desk.order_on_board(desk.draft),
    "order the public": lambda desk: desk.order_on_board(desk.public),
    "read pages": lambda desk: desk.client.post(f"/admin/desk/board/{desk.draft.pk}/read/"),
    "compare pages": lambda desk: desk.change_preflight(act="compare"),
    "drop a file": lambda desk: desk.drop(desk.draft),
    "drop on the public": lambda desk: desk.drop(desk.public),
    "accept on the board": lambda desk: desk.client.post(reverse("desk:accept", args=[desk.draft.pk])),
    "pass a page on": lambda desk: desk.set_state("in_work"),
    "save a page's zones": lambda desk: desk.save_zones(desk.draft),
    "save public zones": lambda desk: desk.save_zones(desk.public),
    # previews, and what was before
    "look as readers will": lambda desk: desk.client.post(reverse("desk:preview", args=[desk.draft.pk])),
    "see preview links": lambda desk: desk.get("desk:preview_links", desk.draft.pk),
    "make a preview link": Desk.hand_out_link,
    "revoke a preview link": Desk.revoke_link,
    "restore an article": lambda desk: desk.restore(desk.draft.articles.get()),
    "restore the public": lambda desk: desk.restore(desk.public.articles.get()),
    "restore a page": lambda desk: desk.restore(desk.first(desk.draft)),
    "restore an issue": lambda desk: desk.restore(desk.draft),
    "restore a zone": lambda desk: desk.restore(desk.draft.articles.get().zones.get()),
    "bring an article back": Desk.bring_article_back,
    "bring a zone back": Desk.bring_zone_back,
    # the publisher's
    "sign": lambda desk: desk.send(desk.first(desk.draft), state="signed"),
    "sign on the board": lambda desk: desk.set_state("signed"),
    "sign an item off": lambda desk: desk.change_preflight(act="sign", reason="照登"),
    "take a sign-off back": Desk.take_sign_off_back,
    "publish": lambda desk: desk.do(desk.draft, "publish"),
    "publish on the board": lambda desk: desk.do_on_board(desk.draft, "publish"),
    "schedule": lambda desk: desk.send(desk.draft, scheduled_for_0="2199-01-01", scheduled_for_1="06:00:00"),
    "schedule on the board": lambda desk: desk.do_on_board(desk.draft, "schedule", at="2199-01-01T06:00"),
    "unschedule": lambda desk: desk.do(desk.draft, "unschedule"),
    "unschedule on the board": Desk.unschedule_on_board,
    "withdraw": lambda desk: desk.do(desk.public, "withdraw"),
    "withdraw on the board": lambda desk: desk.do_on_board(desk.public, "withdraw"),
    "withdraw an article": lambda desk: desk.do(desk.public.articles.get(), "withdraw"),
    "publish it again": lambda desk: desk.do(desk.public.articles.get(), "republish"),
    "correct": Desk.add_correction,
    "make the next issue": Desk.next_issue,
    "keep a frame": Desk.add_frame,
    "watch a word": Desk.add_watched_word,
    # the archive's and the house's
    "import": lambda desk: desk.client.get(address(ImportRun, "add")),
    "export": lambda desk: desk.get("admin:issues_issue_export", desk.draft.pk),
    "import restoring": Desk.import_restoring,
    "tick a gap": Desk.add_gap,
    "add an old address": Desk.add_old_address,
    "change the paper": lambda desk: desk.send(desk.paper, motto="新"),
    "found a paper": lambda desk: desk.add(Publication, slug="new"),
    "add a member": Desk.add_member,
    "add an account": lambda desk: desk.get("admin:auth_user_add"),
}
TABLE = """
                        记者  编辑  值班总编  资料员  管理员  无组  他报编辑
see the desk            yes   yes   yes       yes     yes     yes   yes
see an issue            yes   yes   yes       yes     yes     404   404
see a page              yes   yes   yes       yes     yes     404   404
see an article          yes   yes   yes       yes     yes     404   404
see its history         yes   yes   yes       yes     yes     404   404
see the board           yes   yes   yes       yes     yes     404   404
see preflight           yes   yes   yes       yes     yes     404   404
see what was found      403   yes   yes       yes     403     403   yes
see runs                403   yes   yes       yes     yes     403   yes
see word out            403   403   403       403     yes     403   403
change a draft          403   yes   yes       403     403     404   404
change the public       403   403   yes       403     403     404   404
add to a draft          yes   yes   yes       403     403     403   no
add to the public       403   403   yes       403     403     403   no
zone on a draft         403   yes   yes       403     403     403   no
zone on the public      403   403   yes       403     403     403   no
change a zone           403   yes   yes       403     403     404   404
change a page           403   yes   yes       403     403     404   404
change a public page    403   403   yes       403     403     404   404
change an issue         403   403   yes       403     403     404   404
delete an article       403   403   403       403     403     404   404
delete a page           403   403   403       403     403     404   404
delete an issue         403   403   403       403     403     404   404
delete a credit         403   yes   yes       403     403     404   404
delete a public credit  403   403   yes       403     403     404   404
drop a found draft      403   yes   yes       403     403     404   404
accept a found draft    403   yes   yes       yes     403     403   yes
order                   403   yes   yes       403     403     404   404
order on the board      403   yes   yes       403     403     404   404
order the public        403   403   yes       403     403     404   404
read pages              403   yes   yes       403     403     404   404
compare pages           403   yes   yes       403     403     404   404
drop a file             403   yes   yes       403     403     404   404
drop on the public      403   403   yes       403     403     404   404
accept on the board     403   yes   yes       403     403     404   404
pass a page on          403   yes   yes       403     403     404   404
save a page's zones     403   yes   yes       403     403     404   404
save public zones       403   403   yes       403     403     404   404
look as readers will    yes   yes   yes       yes     yes     404   404
see preview links       403   yes   yes       403     403     404   404
make a preview link     403   yes   yes       403     403     404   404
revoke a preview link   403   yes   yes       403     403     404   404
restore an article      403   yes   yes       403     403     404   404
restore the public      403   403   yes       403     403     404   404
restore a page          403   yes   yes       403     403     404   404
restore an issue        403   403   yes       403     403     404   404
restore a zone          403   yes   yes       403     403     404   404
bring an article back   403   yes   yes       403     403     404   404
bring a zone back       403   yes   yes       403     403     404   404
sign                    403   403   yes       403     403     404   404
sign on the board       403   403   yes       403     403     404   404
sign an item off        403   403   yes       403     403     404   404
take a sign-off back    403   403   yes       403     403     404   404
publish                 403   403   yes       403     403     404   404
publish on the board    403   403   yes       403     403     404   404
schedule                403   403   yes       403     403     404   404
schedule on the board   403   403   yes       403     403     404   404
unschedule              403   403   yes       403     403     404   404
unschedule on the board 403   403   yes       403     403     404   404
withdraw                403   403   yes       403     403     404   404
withdraw on the board   403   403   yes       403     403     404   404
withdraw an article     403   403   yes       403     403     404   404
publish it again        403   403   yes       403     403     404   404
correct                 403   403   yes       403     403     403   403
make the next issue     403   403   yes       403     403     403   404
keep a frame            403   403   yes       403     403     403   403
watch a word            403   403   yes       403     403     403   403
import                  403   403   yes       yes     403     403   403
export                  403   403   yes       yes     yes     404   404
import restoring        403   403   yes       403     403     403   403
tick a gap              403   403   yes       yes     403     403   403
add an old address      403   403   yes       yes     403     403   403
change the paper        403   403   yes       403     yes     403   404
found a paper           403   403   403       403     yes     403   403
add a member            403   403   403       403     yes     403   403
add an account          403   403   403       403     yes     403   403
"""


def rows() -> dict[str, list[str]]:
    """Act -> what each of WHO is answered."""
    found = {}
    for line in TABLE.strip().splitlines()[1:]:
        words = line.split()
        found[" ".join(words[: -len(WHO)])] = words[-len(WHO) :]
    return found


@pytest.fixture
def nothing_started(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands in processes of their own: who may begin them is asked here, not what they do."""
    monkeypatch.setattr("articles.admin.preflight.start_errand", lambda *words: True)
    monkeypatch.setattr("newsroom.desk.views.start_reading", lambda issue: True)


def desk_of(who: str) -> Desk:
    paper = factories.make_publication()
    if who == NO_GROUP:
        client = make_client(username="staff", is_superuser=False, papers=[paper])
    elif who == ELSEWHERE:
        client = make_client(EDITOR, papers=[factories.make_publication("other", "他报")])
    else:
        client = make_client(who, papers=[paper])
    return Desk(client, paper)


@pytest.mark.parametrize("who", WHO)
def test_each_may_do_just_his_acts(who: str) -> None:
    desk, expected = desk_of(who), {act: answers[WHO.index(who)] for act, answers in rows().items()}
    assert {act: desk.answer(ACTS[act]) for act in expected} == expected


def test_the_table_has_each_act_and_the_roles_in_their_order() -> None:
    assert list(rows()) == list(ACTS)
    assert TABLE.split()[:5] == [REPORTER, EDITOR, PUBLISHER, ARCHIVIST, ADMINISTRATOR]


@pytest.mark.parametrize("role", [REPORTER, PUBLISHER, ARCHIVIST, ADMINISTRATOR])
def test_another_papers_rows_are_none_whatever_the_role(role: str) -> None:
    other = factories.make_publication("other", "他报")
    desk = Desk(make_client(role, papers=[other]), factories.make_publication())
    acts = [act for act, answers in rows().items() if answers[WHO.index(ELSEWHERE)] == "404"]
    assert {act: desk.answer(ACTS[act]) for act in acts} == dict.fromkeys(acts, "404")
    counts = [noun.objects.count() for noun in (HotZone, Correction, Membership)]
    for act in ("zone on a draft", "correct", "add to a draft"):
        assert desk.answer(ACTS[act]) in ("no", "403")
    assert [noun.objects.count() for noun in (HotZone, Correction, Membership)] == counts
