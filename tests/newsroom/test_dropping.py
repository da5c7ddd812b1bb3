"""Files dropped on the board find their pages; what does not belong there is refused in a sentence."""

import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from articles.errands import is_at_work
from articles.models import Article
from issues.models import Issue
from newsroom.desk.dropping import READING
from newsroom.roles import ARCHIVIST, EDITOR
from tests.factories import MORNING, make_issue, make_pdf, make_picture, make_publication, make_section
from tests.staff import make_client
from tests.state import site_state

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_root")]


@pytest.fixture
def issue() -> Issue:
    issue = make_issue(publish_at=None)
    for label in ("A01", "A02"):
        make_section(issue, label=label)
    return issue


def drop(client, issue, name, data):
    return client.post(reverse("desk:drop", args=[issue.pk]), {"file": SimpleUploadedFile(name, data)})


@pytest.mark.parametrize("name", ["A02.pdf", "20230214_A02.pdf", "公益时报20230214A02.pdf", "a02.PDF"])
def test_a_pdf_finds_its_page_by_its_name(issue, name):
    answer = drop(make_client(EDITOR), issue, name, make_pdf())
    assert "A02" in answer.json()["said"].upper()
    assert [bool(section.pdf) for section in issue.sections.in_order()] == [False, True]


@pytest.mark.parametrize(("name", "data"), [("A02.pdf", make_pdf()), ("A02.jpg", make_picture())])
def test_a_page_whose_file_arrives_goes_into_work_in_nobodys_hand_and_the_others_stay(issue, name, data):
    drop(make_client(EDITOR), issue, name, data)
    awaited, begun = issue.sections.in_order()
    assert (awaited.state, awaited.state_at) == ("awaited", None)
    assert (begun.state, begun.state_by) == ("in_work", None)
    assert begun.state_at > MORNING


def test_a_text_becomes_an_article_of_its_page(issue):
    text = "桥灯昨晚重新亮了\n\n本报讯（记者 李明）昨晚6时，桥灯亮起。\n".encode()
    answer = drop(make_client(EDITOR), issue, "A01_1 桥灯.txt", text)
    assert "新增 1 篇稿件" in answer.json()["said"]
    article = Article.objects.get()
    assert (article.page_section.label, article.title) == ("A01", "桥灯昨晚重新亮了")
    assert article.page_section.state == "awaited"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("notes.pdf", make_pdf()),
        ("20230215_A01.pdf", make_pdf()),
        ("A01.pdf", b""),
        ("A01.pdf", make_pdf()[:200]),
        ("A01.jpg", b"no picture at all"),
        ("A01.exe", b"MZ\x00\x01"),
    ],
)
def test_what_does_not_belong_there_is_refused_in_a_sentence_and_changes_nothing(issue, name, data):
    client, before = make_client(EDITOR), site_state()
    answer = drop(client, issue, name, data)
    assert answer.status_code == 422
    assert answer.json()["error"]
    assert site_state() == before


def test_who_may_only_look_drops_nothing(issue):
    assert drop(make_client(ARCHIVIST), issue, "A01.pdf", make_pdf()).status_code == 403


def test_an_issue_of_another_edition_takes_its_own_files(issue):
    second = make_issue(edition=2, publish_at=None, publication=make_publication())
    make_section(second, label="A01")
    assert drop(make_client(EDITOR), second, "A01.pdf", make_pdf()).status_code == 200
    assert [bool(section.pdf) for section in second.sections.all()] == [True]


@pytest.mark.django_db(transaction=True)
def test_reading_begins_in_a_process_of_its_own_and_once(issue):
    client = make_client(EDITOR)
    read = reverse("desk:read", args=[issue.pk])
    assert client.post(read).json() == {"began": True}
    assert client.post(read).json() == {"began": False}
    end = time.monotonic() + 60
    while is_at_work(READING, issue) and time.monotonic() < end:
        time.sleep(0.2)
    assert not is_at_work(READING, issue)
