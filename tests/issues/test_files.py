"""Files that come and go with a transaction, and who may read them."""

from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import InMemoryStorage, storages
from django.db import transaction

from issues.files import delete_after_commit, delete_folder_after_commit, files_with_rows, write
from tests.state import media_files

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("media_root")]
NAME = "issues/1/fig_1-1.jpg"


def kept() -> dict[str, bytes]:
    return media_files("masters")


def test_a_file_that_is_deleted_and_written_again_is_there_after_the_commit() -> None:
    write("masters", NAME, b"old")
    with files_with_rows():
        delete_after_commit("masters", NAME)
        write("masters", NAME, b"new")
    assert kept() == {f"masters/{NAME}": b"new"}


def test_a_file_that_is_written_and_deleted_is_gone_after_the_commit() -> None:
    with files_with_rows():
        write("masters", NAME, b"new")
        delete_after_commit("masters", NAME)
        assert kept()
    assert not kept()


def test_a_file_that_was_written_over_is_as_it_was_after_a_rollback() -> None:
    write("masters", NAME, b"old")
    with suppress(ZeroDivisionError), files_with_rows():
        delete_after_commit("masters", NAME)
        write("masters", NAME, b"new")
        write("masters", NAME, b"newer")
        write("masters", "issues/1/fig_2-1.jpg", b"new")
        raise ZeroDivisionError
    assert kept() == {f"masters/{NAME}": b"old"}


def test_only_the_files_of_a_failed_part_are_taken_back() -> None:
    write("masters", NAME, b"old")
    with files_with_rows():
        delete_after_commit("masters", NAME)
        write("masters", "issues/1/fig_2-1.jpg", b"stays")
        with suppress(ZeroDivisionError), files_with_rows():
            write("masters", NAME, b"new")
            write("masters", "issues/1/fig_3-1.jpg", b"goes")
            raise ZeroDivisionError
        assert kept()[f"masters/{NAME}"] == b"old"
    assert kept() == {"masters/issues/1/fig_2-1.jpg": b"stays"}


def test_a_deletion_of_a_transaction_that_failed_does_nothing_later() -> None:
    write("masters", NAME, b"old")
    with suppress(ZeroDivisionError), transaction.atomic():
        delete_after_commit("masters", NAME)
        raise ZeroDivisionError
    with files_with_rows():
        write("masters", "issues/1/fig_2-1.jpg", b"new")
    assert set(kept()) == {f"masters/{NAME}", "masters/issues/1/fig_2-1.jpg"}


def test_a_folder_s_files_go_by_the_beginning_of_their_names() -> None:
    for number in ("1-1", "1-2", "10-1"):
        write("masters", f"issues/1/fig_{number}.jpg", b"")
        write("served", f"issues/1/fig_{number}-64.jpg", b"")
    with files_with_rows():
        delete_folder_after_commit("issues/1", "fig_1-")
        delete_folder_after_commit("issues/2")
    assert set(media_files()) == {"masters/issues/1/fig_10-1.jpg", "served/issues/1/fig_10-1-64.jpg"}


def test_a_storage_that_knows_no_folders_loses_the_files_too(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    class Bucket(InMemoryStorage):
        def exists(self, name: str) -> bool:
            return "." in name and super().exists(name)

    bucket = Bucket()
    monkeypatch.setitem(storages._storages, "masters", bucket)  # type: ignore[attr-defined]
    write("masters", NAME, b"old")
    with files_with_rows():
        delete_folder_after_commit("issues/1")
    assert not bucket.exists(NAME)


def test_masters_are_closed_to_others_and_served_files_open(media_root: Path, settings: Any) -> None:
    for kind in ("masters", "served"):
        write(kind, NAME, b"")
    modes = [(media_root / kind / NAME).stat().st_mode & 0o777 for kind in ("masters", "served")]
    assert modes == [0o640, 0o644]
    settings.MASTER_FILE_MODE = 0o600
    write("masters", NAME, b"")
    assert (media_root / "masters" / NAME).stat().st_mode & 0o777 == 0o600
