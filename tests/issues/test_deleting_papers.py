"""What the admin says before a paper is deleted."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from issues.models import Membership
from tests import factories
from tests.staff import address, make_client

pytestmark = pytest.mark.django_db
MEMBERS = 40


@pytest.fixture
def root() -> Client:
    return make_client()


def test_a_paper_with_issues_is_refused_before_anybody_confirms(root: Client) -> None:
    paper = factories.make_publication()
    factories.make_issue()
    response = root.get(address(paper, "delete"))
    assert [str(said) for said in response.context["protected"]] == [f"“{paper.slug}”还有报纸期次，请先删除。"]
    assert 'name="post"' not in response.content.decode()


def test_what_goes_with_a_paper_is_counted_in_few_queries(root: Client, django_assert_max_num_queries) -> None:
    paper = factories.make_publication()
    people = User.objects.bulk_create(User(username=f"staff{n}") for n in range(MEMBERS))
    Membership.objects.bulk_create(Membership(user=user, publication=paper) for user in people)
    with django_assert_max_num_queries(20):
        response = root.get(address(paper, "delete"))
    assert MEMBERS in dict(response.context["model_count"]).values()
    assert 'name="post"' in response.content.decode()
