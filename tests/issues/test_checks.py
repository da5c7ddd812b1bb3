import pytest
from django.core.checks import run_checks

from tests.factories import make_publication

pytestmark = pytest.mark.django_db


def warnings():
    return [message for message in run_checks(tags=["newsroom"], include_deployment_checks=True) if message.id == "issues.W001"]


def test_chinese_paper_without_its_legal_foot_is_named_before_deployment():
    make_publication("gysb", report_contact="举报电话 0000")

    [warning] = warnings()

    assert "gysb" in warning.msg
    assert "icp_number" in warning.msg
    assert "report_contact" not in warning.msg


def test_paper_in_another_language_owes_no_chinese_foot():
    make_publication("courier", language="de")

    assert warnings() == []
