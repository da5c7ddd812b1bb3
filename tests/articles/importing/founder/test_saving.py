"""What is read of old trees is taken by the saver as it is, and the old addresses lead to it."""

import pytest
from django.test import Client

from articles.importing.saving import SavingOptions, save_imported
from articles.models import Article, OldAddress
from tests.articles.importing.founder.reading_trees import SAMPLES, the_issue

DIALECTS = ["classic", "modern", "compact", "scripts", "traditional", "pages-only"]


@pytest.mark.django_db
@pytest.mark.parametrize("dialect", DIALECTS)
def test_old_addresses_lead_to_what_was_imported(dialect, media_root):
    issue = the_issue(SAMPLES / dialect)
    outcome = save_imported(issue, SavingOptions(slug="old", name="旧报", publish=True))
    assert outcome.status == "created"
    assert Article.objects.count() == sum(len(section.articles) for section in issue.issue.sections)
    assert OldAddress.objects.count() == len(issue.issue.old_addresses)
    client = Client()
    for record in issue.issue.old_addresses:
        response = client.get(record.path, follow=True)
        assert response.status_code == 200, record.path
        assert response.redirect_chain[0][1] == 301, record.path


@pytest.mark.django_db
def test_a_second_import_changes_nothing(media_root):
    options = SavingOptions(slug="old", name="旧报", publish=True)
    save_imported(the_issue(SAMPLES / "classic"), options)
    assert save_imported(the_issue(SAMPLES / "classic"), options).status == "unchanged"
