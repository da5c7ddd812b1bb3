"""The queue of pictures that lack renditions: its order, and that nothing is lost or uncovered wherever it is broken off."""

import datetime as dt
import io
import logging
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.test import Client

from articles.models import Figure
from articles.publishing import republish_article, withdraw_article
from articles.renditions import make_renditions, running
from articles.writing import delete_page, save_figure
from issues.models import Issue, PageSection
from issues.writing import pictures as writing_pictures
from issues.writing import save_section, set_import, set_masks
from tests.factories import (
    SQUARE,
    VALENTINE,
    make_article,
    make_figure,
    make_issue,
    make_picture,
    make_publication,
    make_section,
    make_zone,
)
from tests.files import is_ink, printed_picture
from tests.state import media_files, version_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_root")]
PAGE, SMALL = make_picture(400, 560), make_picture(64, 48)
COVER = [(0.0, 0.0), (0.5, 0.0), (0.5, 1.0), (0.0, 1.0)]
EVERYTHING = {f"page_1-1-{width}.{ending}" for width in (320, 400) for ending in ("jpg", "webp")}


def names() -> set[str]:
    return {name.rpartition("/")[2] for name in media_files("served")}


def page(pk: int | None = None) -> PageSection:
    return PageSection.objects.get(pk=pk) if pk else PageSection.objects.get()


def call(*arguments: str) -> str:
    out = io.StringIO()
    call_command("renditions", *arguments, stdout=out)
    return out.getvalue()


def written_order(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    order: list[str] = []

    def mark(row: Any, *, avif: bool = False) -> bool:
        order.append(f"{row.issue} {row.stem} {row.key}")
        return writing_pictures.mark_rendered(row, avif=avif)

    monkeypatch.setattr(running, "mark_rendered", mark)
    return order


def test_the_newest_issue_is_first_and_its_pages_come_before_its_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    order = written_order(monkeypatch)
    old = make_issue(VALENTINE - dt.timedelta(1))
    for issue in (old, make_issue(), make_issue(edition=2)):
        first, second = (make_section(issue, picture=SMALL) for _ in range(2))
        make_figure(make_article(second), picture=SMALL)
        make_figure(make_article(first), picture=SMALL)
        save_section(second, position=1)
    make_renditions(Issue.objects.all())
    one_issue = ["page 2", "page 1", "fig 1", "fig 2"]
    assert order == [f"{day} {name}" for day in ("2023-02-14-2", "2023-02-14", "2023-02-13") for name in one_issue]


def test_a_picture_has_its_widths_and_formats_once_they_are_made() -> None:
    section = make_section(picture=PAGE)
    assert (section.picture_widths, section.picture_endings, names()) == ([400], ["jpg"], {"page_1-1-400.jpg"})
    assert make_renditions([section.issue]).made == 1
    section.refresh_from_db()
    assert (section.picture_widths, section.picture_endings, names()) == ([320, 400], ["jpg", "webp"], EVERYTHING)
    assert make_renditions([section.issue], avif=True).made == 1
    section.refresh_from_db()
    assert section.picture_endings == ["jpg", "webp", "avif"]
    assert names() == EVERYTHING | {"page_1-1-320.avif", "page_1-1-400.avif"}
    assert make_renditions([section.issue], avif=True).made == 0


def test_a_run_without_avif_takes_none_away() -> None:
    section = make_section(picture=PAGE)
    make_renditions(Issue.objects.all(), avif=True)
    assert make_renditions(Issue.objects.all()).made == 0
    assert page(section.pk).has_avif


def test_only_the_issues_that_are_meant_are_rendered() -> None:
    sections = [make_section(make_issue(VALENTINE + dt.timedelta(n)), picture=SMALL) for n in range(3)]
    other = make_section(make_issue(publication=make_publication("other")), picture=SMALL)
    call("--paper", "gysb", "--from", "2023-02-15", "--to", "2023-02-15")
    assert [page(each.pk).is_rendered for each in [*sections, other]] == [False, True, False, False]
    make_renditions([other.issue])
    assert [page(each.pk).is_rendered for each in [*sections, other]] == [False, True, False, True]
    assert "2 pictures rendered." in call()


def test_a_run_that_is_limited_is_gone_on_with_by_the_next() -> None:
    for n in range(5):
        make_section(make_issue(VALENTINE + dt.timedelta(n)), picture=SMALL)
    assert "2 pictures rendered." in call("--limit", "2")
    rendered = [section.is_rendered for section in PageSection.objects.order_by("-issue__date")]
    assert rendered == [True, True, False, False, False]
    assert "3 pictures rendered." in call()
    assert "0 pictures rendered." in call()


def test_more_issues_than_are_looked_up_at_a_time_are_all_rendered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("articles.renditions.queue.ISSUES_AT_A_TIME", 2)
    for n in range(5):
        make_section(make_issue(VALENTINE + dt.timedelta(n)), picture=SMALL)
    assert make_renditions(Issue.objects.all()).made == 5


def test_in_a_pipe_an_issue_has_one_line() -> None:
    section = make_section(picture=SMALL)
    make_figure(make_article(section), picture=SMALL)
    make_section(make_issue(VALENTINE + dt.timedelta(1)), picture=SMALL)
    lines = call().splitlines()
    assert [line.partition(" in ")[0] for line in lines] == [
        "gysb 2023-02-15: 1 picture",
        "gysb 2023-02-14: 2 pictures",
        "3 pictures rendered.",
    ]


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_damaged_master_is_named_and_the_rest_goes_on(workers: str, media_root: Path) -> None:
    issue = make_issue()
    bad, gone, good = (make_section(issue, picture=PAGE) for _ in range(3))
    (media_root / "masters" / bad.picture).write_bytes(PAGE[:1000])
    (media_root / "masters" / gone.picture).unlink()
    before = names()
    with pytest.raises(CommandError) as refused:
        call("--workers", workers)
    said = sorted(str(refused.value).splitlines())
    assert said[0].startswith(f"gysb 2023-02-14, page 01 新闻: {bad.picture}: it is damaged")
    assert said[1] == f"gysb 2023-02-14, page 02 新闻: {gone.picture}: it cannot be read: No such file or directory"
    assert [page(each.pk).is_rendered for each in (bad, gone, good)] == [False, False, True]
    assert {name for name in names() - before if not name.startswith(f"page_{good.key}")} == set()
    assert refused.value.returncode == 1
    (media_root / "masters" / bad.picture).write_bytes(PAGE)
    (media_root / "masters" / gone.picture).write_bytes(PAGE)
    assert "2 pictures rendered." in call("--workers", workers)


def test_a_full_disk_ends_the_run_with_a_sentence_and_the_next_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    make_section(picture=PAGE)

    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(running, "write_rendition", full)
        with pytest.raises(CommandError, match="No space left on device"):
            call()
    assert not page().is_rendered
    call()
    assert page().is_rendered


@pytest.mark.parametrize(
    "arguments",
    [["--workers", "0"], ["--limit", "-1"], ["--limit", "x"], ["--from", "2023-02-30"], ["--paper", "nobody"], ["--all"]],
)
def test_a_wrong_command_line_is_refused_with_status_two(arguments: list[str]) -> None:
    with pytest.raises(CommandError) as refused:
        call(*arguments)
    assert refused.value.returncode == 2 or "Error: argument" in str(refused.value) or "unrecognized" in str(refused.value)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_run_between_two_pictures(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(3):
        make_section(make_issue(VALENTINE + dt.timedelta(n)), picture=PAGE)
    handler = signal.getsignal(number)
    write = writing_pictures.write_rendition

    def interrupted(*args: Any) -> None:
        os.kill(os.getpid(), number)
        monkeypatch.setattr(running, "write_rendition", write)
        write(*args)

    monkeypatch.setattr(running, "write_rendition", interrupted)
    with pytest.raises(CommandError, match="Stopped; the next run goes on") as stopped:
        call()
    assert stopped.value.returncode == 128 + number
    assert signal.getsignal(number) == handler
    assert [section.is_rendered for section in PageSection.objects.order_by("-issue__date")] == [True, False, False]
    assert "2 pictures rendered." in call()


# Broken off anywhere


class Killed(BaseException):
    """As a process ends: nothing of ours runs any more."""


def breaking(monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    """Files are written, then the row is marked: the run ends before its `step`th such act."""
    acts = {name: getattr(running, name) for name in ("write_rendition", "mark_rendered")}
    done = iter(range(step))

    def breaker(act: Callable[..., Any]) -> Callable[..., Any]:
        def maybe(*args: Any, **kwargs: Any) -> Any:
            if next(done, None) is None:
                raise Killed
            return act(*args, **kwargs)

        return maybe

    for name, act in acts.items():
        monkeypatch.setattr(running, name, breaker(act))


def served_addresses() -> Iterator[str]:
    rows: list[PageSection | Figure] = [*PageSection.objects.all(), *Figure.objects.all()]
    for row in rows:
        for ending in row.picture_endings:
            for width in row.picture_widths:
                yield row.issue.get_absolute_url() + row.picture_href(width, ending)


def test_wherever_a_run_is_killed_nothing_is_offered_that_is_not_there_and_the_next_run_ends_it(
    monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    section = make_section(picture=PAGE)
    make_figure(make_article(section), picture=make_picture(700, 500))
    make_renditions(Issue.objects.all(), avif=True)
    wanted = media_files("served")
    acts = 5 + 1 + 5 + 1
    for step in range(acts + 1):
        for model in (PageSection, Figure):
            model.objects.update(rendered_version=0, has_avif=False)
        for name in set(wanted) - {
            f"served/issues/{section.issue_id}/{name}" for name in ("page_1-1-400.jpg", "fig_1-1-700.jpg")
        }:
            storages["served"].delete(name.removeprefix("served/"))
        with monkeypatch.context() as patched:
            breaking(patched, step)
            if step < acts:
                with pytest.raises(Killed):
                    make_renditions(Issue.objects.all(), avif=True)
            else:
                make_renditions(Issue.objects.all(), avif=True)
        assert {client.get(address).status_code for address in served_addresses()} == {200}
        make_renditions(Issue.objects.all(), avif=True)
        assert media_files("served") == wanted
        assert len(list(served_addresses())) == 12


# Changed meanwhile


def changing_at(monkeypatch: pytest.MonkeyPatch, step: int, change: Callable[[], object]) -> None:
    """Somebody changes something just before the `step`th file is written, once."""
    write, count = writing_pictures.write_rendition, iter(range(100))

    def writing(*args: Any) -> None:
        if next(count) == step:
            change()
        write(*args)

    monkeypatch.setattr(running, "write_rendition", writing)


@pytest.mark.parametrize("step", [0, 2, 4])
def test_a_page_that_is_masked_meanwhile_is_done_again_and_nothing_unmasked_stays(
    step: int, monkeypatch: pytest.MonkeyPatch, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    section = make_section(picture=printed_picture(400, 560))
    make_zone(section, make_article(section), polygon=COVER)

    def withdraw() -> None:
        withdraw_article(section.articles.get(), "错误")

    changing_at(monkeypatch, step, withdraw)
    with django_capture_on_commit_callbacks(execute=True):
        assert make_renditions(Issue.objects.all(), avif=True).made == 1
    assert page().picture_version == page().rendered_version == 2
    assert names() == {f"page_1-2-{width}.{ending}" for width in (320, 400) for ending in ("jpg", "webp", "avif")}
    for name, data in media_files("served").items():
        assert [is_ink(data, 0.25, 0.5), is_ink(data, 0.75, 0.5)] == [False, True], name
    folder = section.issue.get_absolute_url()
    for width in (320, 400):
        for ending in ("jpg", "webp", "avif"):
            assert client.get(f"{folder}page_1-1-{width}.{ending}").status_code == 302


@pytest.mark.parametrize("step", [0, 2])
def test_a_page_that_is_replaced_meanwhile_is_rendered_from_its_new_picture(
    step: int, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    section = make_section(picture=PAGE)
    changing_at(monkeypatch, step, lambda: save_section(page(), picture=printed_picture(500, 700), renditions=False))
    with django_capture_on_commit_callbacks(execute=True):
        make_renditions(Issue.objects.all())
    assert names() == {f"page_1-2-{width}.{ending}" for width in (320, 500) for ending in ("jpg", "webp")}
    assert all(is_ink(data, 0.5, 0.5) for data in media_files("served").values())
    assert page(section.pk).is_rendered


def test_a_page_that_is_deleted_meanwhile_leaves_no_files(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    make_section(picture=PAGE)
    changing_at(monkeypatch, 1, lambda: delete_page(page()))
    with django_capture_on_commit_callbacks(execute=True):
        assert make_renditions(Issue.objects.all()).made == 0
    assert not media_files()


def test_files_of_earlier_versions_that_a_killed_process_left_go_with_the_next_run(
    django_capture_on_commit_callbacks: Any,
) -> None:
    """Killed after the withdrawal's commit, before its deletions; page 1 is not page 11."""
    section = make_section(picture=printed_picture(400, 560))
    other = make_section(section.issue, key="11", picture=PAGE)
    make_renditions(Issue.objects.all())
    set_masks(page(section.pk), [COVER])
    assert "page_1-1-320.webp" in names()
    with django_capture_on_commit_callbacks(execute=True):
        make_renditions(Issue.objects.all())
    assert not [name for name in names() if name.startswith("page_1-1-")]
    assert len([name for name in names() if name.startswith(f"page_{other.key}-1-")]) == 4


def test_lifting_a_mask_serves_the_whole_picture_at_once_and_the_rest_by_the_queue(client: Client) -> None:
    section = make_section(picture=printed_picture(400, 560))
    article = make_article(section)
    make_zone(section, article, polygon=SQUARE)
    withdraw_article(article, "错误")
    make_renditions(Issue.objects.all(), avif=True)
    republish_article(article)
    assert (page().picture_version, page().picture_widths, page().picture_endings, page().has_avif) == (3, [400], ["jpg"], False)
    make_renditions(Issue.objects.all())
    assert (page().picture_widths, page().picture_endings) == ([320, 400], ["jpg", "webp"])
    assert {client.get(address).status_code for address in served_addresses()} == {200}


# One upload


def test_an_editor_s_upload_has_its_renditions_after_the_commit_and_an_import_s_waits(
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        section = make_section(picture=PAGE)
        figure = make_figure(make_article(section), picture=SMALL)
    assert page().is_rendered
    assert Figure.objects.get().is_rendered
    with django_capture_on_commit_callbacks(execute=True):
        save_section(page(), picture=printed_picture(400, 560), renditions=False)
        save_figure(figure, picture=printed_picture(64, 48), renditions=False)
    assert not page().is_rendered
    assert not Figure.objects.get().is_rendered


def test_an_upload_is_kept_where_its_renditions_fail(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any, caplog: pytest.LogCaptureFixture
) -> None:
    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing_pictures, "write_rendition", full)
    with caplog.at_level(logging.ERROR), django_capture_on_commit_callbacks(execute=True):
        make_section(picture=PAGE)
    assert "No space left on device" in caplog.text
    assert (page().picture_version, page().picture_widths) == (1, [400])


def test_a_form_that_was_loaded_before_the_renditions_does_not_unmake_them() -> None:
    section = make_section(picture=PAGE)
    figure = make_figure(make_article(section), picture=SMALL)
    loaded, loaded_figure = page(), Figure.objects.get(pk=figure.pk)
    make_renditions(Issue.objects.all(), avif=True)
    loaded.name, loaded_figure.caption = "要闻", "新说明"
    save_section(loaded)
    save_figure(loaded_figure)
    for row in (page(), Figure.objects.get()):
        assert (row.is_rendered, row.has_avif) == (True, True)


def test_renditions_give_the_issue_a_new_version_and_its_import_is_still_unchanged() -> None:
    section = make_section(picture=PAGE)
    set_import(section.issue, "0" * 64)
    before = version_of(section.issue)
    make_renditions(Issue.objects.all())
    issue = Issue.objects.get()
    assert issue.version == issue.import_version > before
    save_section(page())
    save_section(page(), picture=SMALL)
    changed = Issue.objects.get().import_version
    make_renditions(Issue.objects.all())
    assert Issue.objects.get().import_version == changed < version_of(issue)


def test_renditions_write_no_history() -> None:
    make_section(picture=PAGE)
    before = PageSection.history.count()
    make_renditions(Issue.objects.all(), avif=True)
    assert PageSection.history.count() == before
