"""Addresses that things had on another site; where one is taken already, the first stays."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager

from articles.models import OldAddress
from issues.models import Issue
from issues.writing import changing


def add_old_addresses(addresses: Sequence[OldAddress]) -> tuple[int, list[OldAddress]]:
    """Gives the number of new ones, and those that are taken by something else; what is there already as it should be is left in
    silence. One query and one insertion."""
    wanted = {address.path: address for address in addresses}
    there = {row.path: row for row in OldAddress.objects.filter(path__in=wanted)}
    new = [address for path, address in wanted.items() if path not in there]
    for address in new:
        address.clean_fields(exclude=["issue", "page_section", "article", "figure"])
    OldAddress.objects.bulk_create(new)
    return len(new), [address for path, address in wanted.items() if path in there and _target(there[path]) != _target(address)]


def save_old_address(address: OldAddress) -> None:
    """A new one, or one that leads elsewhere now: then the issue that it led to changes, too."""
    address.full_clean()
    before = OldAddress.objects.filter(pk=address.pk) if address.pk else ()
    with _changing_issues([*before, address]):
        address.save()


def delete_old_address(address: OldAddress) -> None:
    with _changing_issues([address]):
        address.delete()


@contextmanager
def _changing_issues(addresses: Sequence[OldAddress]) -> Iterator[None]:
    """In the order of their numbers, so that two who change the same issues wait for one another and not for ever."""
    issues = {issue.pk: issue for issue in map(_issue, addresses) if issue is not None}
    with ExitStack() as stack:
        for pk in sorted(issues):
            stack.enter_context(changing(issues[pk]))
        yield


def _issue(address: OldAddress) -> Issue | None:
    thing = address.page_section or address.article or address.figure
    return thing.issue if thing else address.issue


def _target(address: OldAddress) -> tuple[object, ...]:
    return address.issue_id, address.page_section_id, address.article_id, address.figure_id, address.file
