"""When a file has come to rest."""

import os
from pathlib import Path

import pytest

from articles.watching.arrivals import Arrivals, read_whole


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def names(arrivals: Arrivals) -> list[str]:
    return [arrival.name for arrival in arrivals.look()]


def test_a_file_is_taken_when_its_size_rests(tmp_path, clock):
    arrivals = Arrivals(str(tmp_path), 5, clock)
    page = tmp_path / "20230214_01.pdf"
    page.write_bytes(b"1")
    assert names(arrivals) == []
    clock.now = 4
    page.write_bytes(b"12")
    assert names(arrivals) == []
    clock.now = 8
    assert names(arrivals) == []
    clock.now = 9
    assert names(arrivals) == ["20230214_01.pdf"]


def test_an_old_time_alone_is_no_rest(tmp_path, clock):
    """Programs that keep a file's time set the whole size at once."""
    arrivals = Arrivals(str(tmp_path), 5, clock)
    page = tmp_path / "20230214_01.pdf"
    page.write_bytes(b"1")
    os.utime(page, (1, 1))
    assert names(arrivals) == []


def test_a_change_of_time_alone_is_a_change(tmp_path, clock):
    arrivals = Arrivals(str(tmp_path), 0, clock)
    page = tmp_path / "a.pdf"
    page.write_bytes(b"1")
    (found,) = arrivals.look()
    arrivals.settle(found)
    assert names(arrivals) == []
    os.utime(page, (1, 1))
    assert names(arrivals) == ["a.pdf"]


def test_the_oldest_comes_first_and_of_one_moment_the_pdf(tmp_path, clock):
    for name, time in [("b.pdf", 30), ("a.jpg", 20), ("a.pdf", 20), ("c.pdf", 10)]:
        (tmp_path / name).write_bytes(b"x")
        os.utime(tmp_path / name, (time, time))
    assert names(Arrivals(str(tmp_path), 0, clock)) == ["c.pdf", "a.pdf", "a.jpg", "b.pdf"]


def test_links_and_temporary_names_are_not_seen(tmp_path, clock):
    outside = tmp_path / "outside.pdf"
    outside.write_bytes(b"x")
    folder = tmp_path / "in" / "sub"
    folder.mkdir(parents=True)
    (folder / "20230214_01.pdf.part").write_bytes(b"x")
    (folder / "20230214_02.pdf").symlink_to(outside)
    (folder / "up").symlink_to(tmp_path)
    os.mkfifo(folder / "20230214_03.pdf")
    assert names(Arrivals(str(tmp_path / "in"), 0, clock)) == []


def test_a_folder_that_is_gone_is_a_problem_to_tell_and_not_an_error(tmp_path, clock):
    arrivals = Arrivals(str(tmp_path / "gone"), 0, clock)
    assert arrivals.look() == []
    assert arrivals.problems == [f"{tmp_path}/gone cannot be read (No such file or directory)"]


def test_a_file_that_changes_while_it_is_read_is_left(tmp_path, clock):
    page = tmp_path / "a.pdf"
    page.write_bytes(b"first")
    (found,) = Arrivals(str(tmp_path), 0, clock).look()
    assert read_whole(found, 100) == b"first"
    page.write_bytes(b"first and more")
    assert read_whole(found, 100) is None


def test_a_link_that_takes_a_files_place_is_not_followed(tmp_path, clock):
    page, secret = tmp_path / "a.txt", tmp_path / "secret"
    page.write_bytes(b"first")
    (found,) = Arrivals(str(tmp_path), 0, clock).look()
    secret.write_bytes(b"first")
    page.unlink()
    page.symlink_to(secret)
    with pytest.raises(OSError, match="symbolic links"):
        read_whole(found, 100)


def test_handled_files_take_little_memory(tmp_path, clock):
    arrivals = Arrivals(str(tmp_path), 0, clock)
    for at in range(50):
        Path(tmp_path, f"{at}.pdf").write_bytes(b"x")
    for found in arrivals.look():
        arrivals.settle(found)
    assert arrivals.look() == []
    assert arrivals.waiting == []
