"""What roles and membership reach beyond the table of acts (test_roles_and_acts), and how roles come to be."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission, User
from django.core.management.sql import emit_post_migrate_signal
from django.urls import reverse

from articles.models import Article
from issues.models import Issue, Membership, PageSection, Publication
from issues.writing import set_times
from newsroom.models import RoleGrant
from newsroom.roles import ADMINISTRATOR, ARCHIVIST, EDITOR, PUBLISHER, REPORTER, ROLES, give_what_is_new
from tests import factories
from tests.newsroom.desks import Desk
from tests.staff import address, form_values, join, make_client

pytestmark = pytest.mark.django_db


def test_lists_and_choices_hold_own_papers_alone() -> None:
    own, other = factories.make_publication("own", "本报"), factories.make_publication("other", "他报")
    client = make_client(PUBLISHER, papers=[own])
    for paper in (own, other):
        Desk(client, paper)
        paper.suspensions.create(first="2023-01-22", last="2023-01-27")
    for model, count in ((Issue, 2), (PageSection, 4), (Article, 2), (Publication, 1)):
        assert client.get(address(model, "changelist")).context["cl"].result_count == count, model
    for app, noun, field in (("articles", "article", "page_section"), ("issues", "pagesection", "issue")):
        query = {"app_label": app, "model_name": noun, "field_name": field}
        found = client.get(reverse("admin:choose"), query).json()["results"]
        assert found
        assert all(result["text"].startswith("own ") for result in found)
    listed = client.get(address(Issue, "changelist"))
    assert [name for _address, name in listed.context["next_issues"]] == ["本报"]


def test_reporter_changes_what_he_wrote_until_readers_see_it() -> None:
    paper = factories.make_publication()
    reporter = make_client(REPORTER, papers=[paper])
    desk = Desk(reporter, paper)
    assert desk.add_article(desk.draft).status_code == 302
    own = Article.objects.get(title="新稿")
    picture = factories.make_figure(own)
    values = form_values(reporter.get(address(own))) | {"title": "改过", "figures-0-caption": "新图说"}
    assert reporter.post(address(own), values).status_code == 302
    own.refresh_from_db()
    picture.refresh_from_db()
    assert (own.title, picture.caption) == ("改过", "新图说")
    other = factories.make_figure(desk.draft.articles.exclude(pk=own.pk).get())
    assert reporter.post(address(other), {"caption": "他人图说"}).status_code == 403
    set_times(desk.draft, publish_at=factories.MORNING)
    assert reporter.get(address(own)).status_code == 200
    assert reporter.post(address(own), values).status_code == 403


def test_a_signature_is_taken_back_by_the_publisher_alone() -> None:
    section = factories.make_section(factories.make_issue(publish_at=None), state="signed")
    editor, publisher = make_client(EDITOR), make_client(PUBLISHER)
    shown = editor.get(address(section)).context["adminform"].form
    assert "state" not in shown.fields
    values = form_values(editor.get(address(section)))
    assert editor.post(address(section), {**values, "state": "in_work"}).status_code == 403
    assert editor.post(address(section), {**values, "name": "要闻"}).status_code == 302
    section.refresh_from_db()
    assert (section.state, section.name) == ("signed", "要闻")
    assert publisher.post(address(section), {**values, "state": "in_work"}).status_code == 302
    section.refresh_from_db()
    assert section.state == "in_work"


def test_an_action_of_the_list_is_no_way_round_the_rule() -> None:
    issue = factories.make_issue()
    article = factories.make_article(factories.make_section(issue))
    section = article.page_section
    draft = section.draft_articles.create(position=1, title="待认领", body="<p>正文</p>", polygons=[], confidence=0.8)
    page = address(type(draft), "changelist")
    for every in ({}, {"select_across": "1"}):
        sent = {"action": "accept", "_selected_action": draft.pk, **every}
        assert make_client(EDITOR, username=f"editor{len(every)}").post(page, sent).status_code == 403
    assert Article.objects.count() == 1


def test_a_member_of_no_paper_reaches_nothing_and_a_superuser_everything() -> None:
    article = factories.make_article()
    nobody = make_client(PUBLISHER, papers=[])
    assert nobody.get(address(article)).status_code == 302
    assert nobody.get(address(Issue, "changelist")).context["cl"].result_count == 0
    assert make_client().get(address(article)).status_code == 200


def test_staff_that_was_there_before_papers_had_members_keeps_all_papers() -> None:
    for name, fields in (("old", {}), ("reader", {"is_staff": False}), ("root", {"is_superuser": True})):
        User.objects.create_user(name, None, None, **{"is_staff": True, **fields})
    import_module("issues.migrations.0007_members_who_are_there").let_them_in(apps, None)
    assert [(row.user.username, row.publication) for row in Membership.objects.all()] == [("old", None)]


def test_who_founds_a_paper_belongs_to_it() -> None:
    own = factories.make_publication("own", "本报")
    administrator = make_client(ADMINISTRATOR, papers=[own])
    values = form_values(administrator.get(address(Publication, "add"))) | {"slug": "new"}
    assert administrator.post(address(Publication, "add"), values).status_code == 302
    assert administrator.get(address(Publication.objects.get(slug="new"))).status_code == 200


def test_nobody_gives_away_more_papers_than_he_reaches() -> None:
    own, other = factories.make_publication("own", "本报"), factories.make_publication("other", "他报")
    administrator = make_client(ADMINISTRATOR, papers=[own])
    colleague = User.objects.create_user("colleague", is_staff=True)
    for publication in ("", other.pk):
        administrator.post(address(Membership, "add"), {"user": colleague.pk, "publication": publication})
    assert not Membership.objects.filter(user=colleague).exists()
    page = reverse("admin:auth_user_change", args=[colleague.pk])
    values = form_values(administrator.get(page))
    values |= {"paper_memberships-TOTAL_FORMS": 1, "paper_memberships-0-publication": own.pk}
    assert administrator.post(page, values).status_code == 302
    assert Membership.objects.get(user=colleague).publication == own
    join(colleague, [other])
    assert administrator.get(page).content.decode().count("他报") == 0


def test_accounts_above_ones_own_are_out_of_reach() -> None:
    administrator = make_client(ADMINISTRATOR)
    root = User.objects.create_superuser("boss", password="x")
    assert administrator.post(reverse("admin:auth_user_change", args=[root.pk]), {"username": "x"}).status_code == 403
    assert administrator.post(reverse("admin:auth_user_password_change", args=[root.pk]), {}).status_code == 403
    user = User.objects.create_user("clerk")
    page = reverse("admin:auth_user_change", args=[user.pk])
    values = form_values(administrator.get(page)) | {"is_superuser": "on", "groups": [Group.objects.get(name=EDITOR).pk]}
    assert administrator.post(page, values).status_code == 302
    user.refresh_from_db()
    assert (user.is_superuser, [group.name for group in user.groups.all()]) == (False, [EDITOR])


def test_the_five_roles_are_there_after_the_first_migrate() -> None:
    for name, wanted in ROLES.items():
        held = Group.objects.get(name=name).permissions.select_related("content_type")
        assert {f"{row.content_type.app_label}.{row.codename}" for row in held} == set(wanted)


def test_an_administrators_own_changes_to_a_role_outlive_the_next_migrate() -> None:
    editors, archivists = Group.objects.get(name=EDITOR), Group.objects.get(name=ARCHIVIST)
    taken, added = Permission.objects.get(codename="add_hotzone"), Permission.objects.get(codename="delete_article")
    editors.permissions.remove(taken)
    editors.permissions.add(added)
    archivists.delete()
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
    assert added in editors.permissions.all()
    assert taken not in editors.permissions.all()
    assert not Group.objects.filter(name=ARCHIVIST).exists()


def test_a_later_versions_permission_reaches_the_groups_that_are_there() -> None:
    editors = Group.objects.get(name=EDITOR)
    new = Permission.objects.get(codename="add_hotzone")
    editors.permissions.remove(new)
    RoleGrant.objects.filter(role=EDITOR, permission="articles.add_hotzone").delete()
    give_what_is_new()
    assert new in editors.permissions.all()
