"""kill -9 in the middle of an import, then the same command again; `make prove` does it a hundred times."""

import pytest
from django.conf import settings

from tests.articles.importing.kills import run_import_kills


@pytest.mark.database
def test_import_that_is_killed_goes_on_where_it_was(tmp_path):
    url = settings.DATABASES["default"]
    server = ""
    if url["ENGINE"].endswith("postgresql"):
        server = f"postgres://{url['USER']}:{url['PASSWORD']}@{url['HOST']}:{url['PORT']}/postgres"
    assert run_import_kills(2, tmp_path, server, issues=12).startswith("2 kills")
