"""Who may do what in the admin, as five groups. They are there after the first `migrate`; which papers a user reaches, his
memberships say (`issues.models.Membership`)."""

from typing import Any

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db.models import Q

REPORTER, EDITOR, PUBLISHER, ARCHIVIST, ADMINISTRATOR = "记者", "编辑", "值班总编", "资料员", "管理员"
Nouns = dict[str, tuple[str, ...]]

NOUNS_AN_EDITOR_CHANGES: Nouns = {
    "issues": ("pagesection", "sectioncredit"),
    "articles": ("article", "figure", "hotzone"),
}
NOUNS_THAT_WERE_FOUND: Nouns = {"articles": ("proposedzone", "draftarticle")}  # by a machine; an editor accepts or drops them
NOUNS_OF_THE_PAPER: Nouns = {
    "issues": ("publication", "publicationname", "suspension", "greydays", "issue", "pagesection", "sectioncredit"),
    "articles": ("article", "figure", "hotzone", "correction", "author", "keyword"),
}
NOUNS_OF_THE_DESK: Nouns = {
    "issues": ("neverprinted", "issueframe"),
    "articles": ("oldaddress", "importrun", "watchedfile", "sitecopy", "signoff", "watchedword", "receipt"),
}


def permissions(nouns: Nouns, *acts: str) -> list[str]:
    return [f"{app}.{act}_{noun}" for app, names in nouns.items() for noun in names for act in acts]


# Who may add articles may change those that he made, until readers see them (issues.admin.rights).
REPORTER_PERMISSIONS = [
    *permissions(NOUNS_OF_THE_PAPER, "view"),
    *permissions({"articles": ("article", "figure")}, "add"),
]
EDITOR_PERMISSIONS = [
    *permissions(NOUNS_OF_THE_PAPER, "view"),
    *permissions(NOUNS_OF_THE_DESK, "view"),
    *permissions(NOUNS_AN_EDITOR_CHANGES, "add", "change"),
    *permissions(NOUNS_THAT_WERE_FOUND, "view", "change", "delete"),
    "issues.delete_sectioncredit",  # credits are one list, saved as a whole
    "articles.delete_hotzone",  # so are the zones of a page
    *permissions({"issues": ("previewlink",)}, "view", "add", "change"),  # hand out, revoke
]
# What is to be published on import is published by those alone who may publish.
IMPORTING = [
    "articles.add_importrun",
    *permissions({"issues": ("neverprinted",)}, "add", "delete"),
    *permissions({"articles": ("oldaddress",)}, "add", "change", "delete"),
]
EXPORTING = ["issues.export_issue"]  # one issue as a package: drafts and masters are in it
ARCHIVIST_PERMISSIONS = [
    *permissions(NOUNS_OF_THE_PAPER, "view"),
    *permissions(NOUNS_OF_THE_DESK, "view"),
    *permissions(NOUNS_THAT_WERE_FOUND, "view"),
    *IMPORTING,
    *EXPORTING,
]
# `publish_issue`: sign, publish, schedule, withdraw, and change what readers see.
PUBLISHER_PERMISSIONS = [
    *EDITOR_PERMISSIONS,
    *IMPORTING,
    *EXPORTING,
    "issues.publish_issue",
    *permissions({"issues": ("issue",), "articles": ("correction",)}, "add", "change"),
    "issues.change_publication",
    *permissions({"issues": ("publicationname", "suspension", "greydays", "issueframe")}, "add", "change", "delete"),
    *permissions({"articles": ("watchedword",)}, "add", "change", "delete"),
]
ADMINISTRATOR_PERMISSIONS = [
    *permissions(NOUNS_OF_THE_PAPER, "view"),
    *permissions(NOUNS_OF_THE_DESK, "view"),
    *permissions({"issues": ("publication", "publicationname", "suspension", "membership")}, "view", "add", "change", "delete"),
    *permissions({"issues": ("greydays",)}, "view", "add", "change", "delete"),
    *permissions({"auth": ("user",)}, "view", "add", "change"),
    *permissions({"auth": ("group",), "newsroom": ("word",)}, "view"),
    *EXPORTING,
]
ROLES = {
    REPORTER: REPORTER_PERMISSIONS,
    EDITOR: EDITOR_PERMISSIONS,
    PUBLISHER: PUBLISHER_PERMISSIONS,
    ARCHIVIST: ARCHIVIST_PERMISSIONS,
    ADMINISTRATOR: ADMINISTRATOR_PERMISSIONS,
}


def make_role(name: str) -> Group:
    """The group with just the permissions of its role, whatever an administrator made of it."""
    group, _created = Group.objects.get_or_create(name=name)
    group.permissions.set(_found(ROLES[name]))
    return group


def _found(names: list[str]) -> list[Permission]:
    condition = Q(pk__in=())  # of no name no permission, not all of them
    for name in names:
        app, codename = name.split(".")
        condition |= Q(content_type__app_label=app, codename=codename)
    return list(Permission.objects.filter(condition).select_related("content_type"))


def give_what_is_new(apps: Any = installed, **_signal: Any) -> None:
    """After a `migrate`: each role's group gets the permissions that it was never given.

    What was given once is remembered, so that an administrator's own changes stay: what he took away is not given again, what
    he added is left, a group that he deleted stays away, and a later version's new permissions arrive.
    """
    if "rolegrant" not in apps.all_models["newsroom"]:
        return  # on the way to an early state of the tables
    for label in ("auth", "issues", "articles", "newsroom"):  # Django's own receiver may come after this one
        create_permissions(installed.get_app_config(label), verbosity=0, interactive=False, apps=apps)
    grants = apps.get_model("newsroom", "RoleGrant").objects
    for role, names in ROLES.items():
        given = set(grants.filter(role=role).values_list("permission", flat=True))
        new = _found([name for name in names if name not in given])
        if not new:
            continue
        group = Group.objects.filter(name=role).first() or (None if given else Group.objects.create(name=role))
        if group is not None:
            group.permissions.add(*new)
        grants.bulk_create([grants.model(role=role, permission=_full_name(permission)) for permission in new])


def _full_name(permission: Permission) -> str:
    return f"{permission.content_type.app_label}.{permission.codename}"
