"""Who may do what in the admin, as two groups; the demo and a new newsroom begin with them."""

from django.contrib.auth.models import Group, Permission
from django.db.models import Q

EDITOR, PUBLISHER = "编辑", "值班总编"
NOUNS_AN_EDITOR_CHANGES = {
    "issues": ("pagesection", "sectioncredit"),
    "articles": ("article", "figure", "hotzone", "correction"),
}
NOUNS_AN_EDITOR_SEES = {
    "issues": ("publication", "publicationname", "suspension", "issue"),
    "articles": ("author", "keyword", "oldaddress"),
}
EDITOR_PERMISSIONS = [
    *(
        f"{app}.{act}_{noun}"
        for app, nouns in NOUNS_AN_EDITOR_CHANGES.items()
        for noun in nouns
        for act in ("view", "add", "change")
    ),
    *(f"{app}.view_{noun}" for app, nouns in NOUNS_AN_EDITOR_SEES.items() for noun in nouns),
    "issues.delete_sectioncredit",  # credits are one list, saved as a whole
]
PUBLISHER_PERMISSIONS = [
    *EDITOR_PERMISSIONS,
    "issues.publish_issue",
    "issues.add_issue",
    "issues.change_issue",
    "issues.change_publication",
    *(f"issues.{act}_{noun}" for noun in ("publicationname", "suspension") for act in ("add", "change", "delete")),
]


def make_role(name: str) -> Group:
    """The group with just the permissions of its role, made or brought up to date."""
    wanted = {EDITOR: EDITOR_PERMISSIONS, PUBLISHER: PUBLISHER_PERMISSIONS}[name]
    condition = Q()
    for permission in wanted:
        app, codename = permission.split(".")
        condition |= Q(content_type__app_label=app, codename=codename)
    group, _created = Group.objects.get_or_create(name=name)
    group.permissions.set(Permission.objects.filter(condition))
    return group
