"""Staff at their desks: who they are, and forms sent as a browser sends them."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from issues.models import Membership, Publication
from issues.writing import save_membership
from newsroom.roles import make_role


def make_client(role: str | None = None, *, papers: Iterable[Publication] | None = None, **changes: Any) -> Client:
    """Somebody of the staff: with a role, or a superuser; member of all papers, or of some."""
    fields: dict[str, Any] = {
        "username": role or "root",
        "password": "x",
        "is_staff": True,
        "is_superuser": role is None,
        **changes,
    }
    user = get_user_model().objects.create_user(**fields)
    if role:
        user.groups.add(make_role(role))
    join(user, papers)
    client = Client()
    client.force_login(user)
    return client


def join(user: Any, papers: Iterable[Publication] | None = None) -> None:
    """A member of these papers; without any named, of all."""
    for paper in [None] if papers is None else papers:
        save_membership(Membership(user=user, publication=paper))


def address(thing, act="change") -> str:
    model: Any = thing if isinstance(thing, type) else type(thing)
    return reverse(
        f"admin:{model._meta.app_label}_{model._meta.model_name}_{act}", args=[] if isinstance(thing, type) else [thing.pk]
    )


def form_values(response) -> dict[str, object]:
    """What a browser would send back: the form's fields as they were shown, and those of its inlines."""
    forms = [response.context["adminform"].form]
    for inline in response.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    values: dict[str, object] = {}
    for form in forms:
        for field in form:
            shown = field.value()
            widget = field.field.widget
            if field.field.show_hidden_initial:
                first = form.data.get(field.html_initial_name, field.field.prepare_value(field.initial))
                values[field.html_initial_name] = "" if first is None else first
            if hasattr(widget, "decompress"):
                parts = shown if isinstance(shown, list) else widget.decompress(shown)
                values |= {f"{field.html_name}_{n}": "" if part is None else part for n, part in enumerate(parts)}
            elif shown is not None and shown is not False and not widget.needs_multipart_form:
                values[field.html_name] = shown
    return values


def send(client: Client, where: str, **changes: object):
    """Opens the form, changes some fields, saves."""
    values = {**form_values(client.get(where)), **changes}
    return client.post(where, values)
