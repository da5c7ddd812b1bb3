"""Addresses that things had on another site; where one is taken already, the first stays."""

from collections.abc import Sequence

from articles.models import OldAddress


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


def _target(address: OldAddress) -> tuple[object, ...]:
    return address.issue_id, address.page_section_id, address.article_id, address.figure_id, address.file
