"""Who may do what: groups of permissions, kept in step with this table each time a role is given."""

from django.contrib.auth.models import AbstractUser, Group, Permission

READ = ("view",)
WRITE = ("view", "add", "change", "delete")
EDITOR = {
    "issues.publication": READ,
    "issues.publicationname": READ,
    "issues.suspension": READ,
    "issues.issue": ("view", "add", "change"),
    "issues.pagesection": WRITE,
    "issues.sectioncredit": WRITE,
    "articles.article": WRITE,
    "articles.articleauthor": WRITE,
    "articles.articlekeyword": WRITE,
    "articles.author": WRITE,
    "articles.keyword": WRITE,
    "articles.correction": WRITE,
    "articles.figure": WRITE,
    "articles.hotzone": WRITE,
    "articles.oldaddress": READ,
}
PUBLISHER = EDITOR | {
    "issues.publication": ("view", "add", "change"),
    "issues.publicationname": WRITE,
    "issues.suspension": WRITE,
    "issues.issue": ("view", "add", "change", "delete", "publish"),
    "articles.oldaddress": WRITE,
}
ROLES = {"editor": EDITOR, "publisher": PUBLISHER}


def give_role(user: AbstractUser, role: str) -> None:
    group, _created = Group.objects.get_or_create(name=role)
    wanted = [(name.split(".")[0], f"{act}_{name.split('.')[1]}") for name, acts in ROLES[role].items() for act in acts]
    permissions = [Permission.objects.get(content_type__app_label=app, codename=codename) for app, codename in wanted]
    group.permissions.set(permissions)
    user.groups.add(group)
