"""Who may do what in the admin, as three groups; the demo and a new newsroom begin with them."""

from django.contrib.auth.models import Group, Permission
from django.db.models import Q

EDITOR, PUBLISHER, ARCHIVIST = "编辑", "值班总编", "资料员"
NOUNS_AN_EDITOR_CHANGES = {
    "issues": ("pagesection", "sectioncredit"),
    "articles": ("article", "figure", "hotzone", "correction"),
}
NOUNS_THAT_WERE_FOUND: dict[str, tuple[str, ...]] = {
    "articles": ("proposedzone", "draftarticle")
}  # by a machine; an editor accepts or drops them
NOUNS_EVERYBODY_SEES = {
    "issues": ("publication", "publicationname", "suspension", "issue", "neverprinted"),
    "articles": ("author", "keyword", "oldaddress", "importrun", "watchedfile", "sitecopy"),
}


def permissions(nouns: dict[str, tuple[str, ...]], *acts: str) -> list[str]:
    return [f"{app}.{act}_{noun}" for app, names in nouns.items() for noun in names for act in acts]


EDITOR_PERMISSIONS = [
    *permissions(NOUNS_AN_EDITOR_CHANGES, "view", "add", "change"),
    *permissions(NOUNS_THAT_WERE_FOUND, "view", "change", "delete"),
    *permissions(NOUNS_EVERYBODY_SEES, "view"),
    "issues.delete_sectioncredit",  # credits are one list, saved as a whole
]
# What is to be published on import is published by those alone who may publish.
IMPORTING = [
    "articles.add_importrun",
    *permissions({"issues": ("neverprinted",)}, "add", "delete"),
    *permissions({"articles": ("oldaddress",)}, "add", "change", "delete"),
]
ARCHIVIST_PERMISSIONS = [
    *permissions(NOUNS_AN_EDITOR_CHANGES, "view"),
    *permissions(NOUNS_THAT_WERE_FOUND, "view"),
    *permissions(NOUNS_EVERYBODY_SEES, "view"),
    *IMPORTING,
]
PUBLISHER_PERMISSIONS = [
    *EDITOR_PERMISSIONS,
    *IMPORTING,
    "issues.publish_issue",
    "issues.add_issue",
    "issues.change_issue",
    "issues.change_publication",
    *permissions({"issues": ("publicationname", "suspension")}, "add", "change", "delete"),
]
ROLES = {EDITOR: EDITOR_PERMISSIONS, PUBLISHER: PUBLISHER_PERMISSIONS, ARCHIVIST: ARCHIVIST_PERMISSIONS}


def make_role(name: str) -> Group:
    """The group with just the permissions of its role, made or brought up to date."""
    condition = Q()
    for permission in ROLES[name]:
        app, codename = permission.split(".")
        condition |= Q(content_type__app_label=app, codename=codename)
    group, _created = Group.objects.get_or_create(name=name)
    group.permissions.set(Permission.objects.filter(condition))
    return group
