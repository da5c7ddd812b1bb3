"""Two hundred addresses of old sites, in four dialects, asked again after the import: each shows what it showed."""

import io

import pytest
from django.core.management import call_command

from benchmarks.founder_tree import DIALECTS, write_tree

pytestmark = pytest.mark.django_db


def test_every_address_of_four_saved_sites_leads_to_what_it_showed(tmp_path, client, media_root):
    asked = []
    for dialect in DIALECTS:
        tree = tmp_path / dialect
        write_tree(tree, issues=2, articles_per_issue=24, dialect=dialect, characters=200, with_pictures=True)
        options = {"paper": dialect, "publish": True, "old_root": f"/{dialect}-old/"}
        call_command("import_issues", str(tree), stdout=io.StringIO(), **options)
        names = [path.relative_to(tree).as_posix() for path in sorted(tree.rglob("*")) if path.is_file()]
        asked += [f"/{dialect}-old/{name}" for name in names]
    assert len(asked) >= 200
    answers = {path: client.get(path, follow=True) for path in asked}
    wrong = {
        path: (answer.redirect_chain, answer.status_code)
        for path, answer in answers.items()
        if answer.status_code != 200 or [status for _address, status in answer.redirect_chain] not in ([], [301])
    }
    assert not wrong
