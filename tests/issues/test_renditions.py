"""What is made of a master beside its full-size JPEG, here and in processes of their own: bytes in, bytes out."""

import io
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PIL import Image

from issues.rendering import Crew, Done, Work
from issues.renditions import Rendition, RenditionProblem, Wanted, renditions, served_endings, served_widths
from tests.factories import make_picture
from tests.files import SECRET, is_ink, picture_with_metadata, printed_picture

ROOT = Path(__file__).resolve().parents[2]
LIMIT = 10_000_000
LEFT = ((0.0, 0.0), (0.5, 0.0), (0.5, 1.0), (0.0, 1.0))


def wanted(*files: tuple[int, str], masks: tuple[tuple[tuple[float, float], ...], ...] = ()) -> Wanted:
    return Wanted(files=files, masks=masks, greatest_pixels=LIMIT)


def made(master: bytes, wanted: Wanted) -> dict[tuple[int, str], bytes]:
    return {(each.width, each.ending): each.data for each in renditions(master, wanted)}


@pytest.mark.parametrize(("ending", "name"), [("jpg", "JPEG"), ("webp", "WEBP"), ("avif", "AVIF")])
def test_a_rendition_is_of_its_width_and_format_and_painted_over(ending: str, name: str) -> None:
    files = made(printed_picture(1200, 1700), wanted((320, ending), (960, ending), masks=(LEFT,)))
    assert list(files) == [(960, ending), (320, ending)]
    for (width, _ending), data in files.items():
        picture = Image.open(io.BytesIO(data))
        assert (picture.format, picture.size) == (name, (width, round(width * 1700 / 1200)))
        assert [is_ink(data, 0.25, 0.5), is_ink(data, 0.48, 0.99), is_ink(data, 0.75, 0.5)] == [False, False, True]


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP"])
def test_no_rendition_says_where_a_photograph_was_taken(file_format: str) -> None:
    endings = ("jpg", "webp", "avif")
    files = made(picture_with_metadata(file_format), wanted(*((200, ending) for ending in endings)))
    assert len(files) == 3
    for data in files.values():
        assert SECRET.encode() not in data
        assert not Image.open(io.BytesIO(data)).getexif()
        assert Image.open(io.BytesIO(data)).size == (200, 400)


def test_the_smallest_picture_that_is_taken_has_every_format() -> None:
    files = made(make_picture(8, 8, file_format="PNG"), wanted((8, "webp"), (8, "avif")))
    assert {Image.open(io.BytesIO(data)).size for data in files.values()} == {(8, 8)}


@pytest.mark.parametrize("damaged", [b"", b"no picture", make_picture(300, 300)[:1500]])
def test_nothing_is_made_of_a_damaged_master(damaged: bytes) -> None:
    with pytest.raises(RenditionProblem, match=r"damaged|not a picture"):
        next(renditions(damaged, wanted((64, "webp"))))


def test_a_master_beyond_the_limit_is_refused_before_it_is_decoded() -> None:
    with pytest.raises(RenditionProblem, match="declares 400×560 pixels"):
        next(renditions(make_picture(400, 560), Wanted(((64, "webp"),), (), greatest_pixels=1000)))


def test_a_newspaper_page_is_at_most_seven_tenths_of_its_jpeg_as_a_webp() -> None:
    master = (ROOT / "sample/cprb/2024-10-14/pages/01.jpg").read_bytes()
    files = made(master, wanted((960, "jpg"), (960, "webp"), (320, "jpg"), (320, "webp")))
    for width in (960, 320):
        assert len(files[width, "webp"]) <= 0.7 * len(files[width, "jpg"])


def test_widths_are_the_ladder_s_and_the_picture_s_own() -> None:
    assert served_widths(1200, (320, 960)) == [320, 960, 1200]
    assert served_widths(960, (320, 960)) == [320, 960]
    assert served_widths(5000, (320, 960)) == [320, 960, 2400]
    assert served_widths(1200, ()) == [1200]


def test_formats_come_with_the_renditions() -> None:
    assert served_endings((800, 600), is_rendered=False, has_avif=True) == ["jpg"]
    assert served_endings((800, 600), is_rendered=True, has_avif=False) == ["jpg", "webp"]
    assert served_endings((800, 600), is_rendered=True, has_avif=True) == ["jpg", "webp", "avif"]


@pytest.mark.parametrize(("size", "endings"), [((400, 16_383), ["jpg", "webp"]), ((400, 16_384), ["jpg"])])
def test_a_scroll_that_is_too_long_for_a_webp_stays_a_jpeg(size: tuple[int, int], endings: list[str]) -> None:
    assert served_endings(size, is_rendered=True, has_avif=False) == endings
    if "webp" in endings:
        assert made(make_picture(*size), wanted((400, "webp")))


# A crew


def works(count: int) -> list[Work[int]]:
    return [Work(n, make_picture(60 + n, 80), wanted((60 + n, "webp"), (32, "jpg"))) for n in range(count)]


def steps(crew: Crew, count: int) -> dict[int, list[object]]:
    found: dict[int, list[object]] = {n: [] for n in range(count)}
    for ticket, step in crew.render(works(count)):
        found[ticket].append(step)
    return found


def test_several_processes_make_the_same_files_as_one() -> None:
    with Crew(1) as alone:
        expected = steps(alone, 5)
    assert [[type(step) for step in each] for each in expected.values()] == [[Rendition, Rendition, Done]] * 5
    with Crew(2) as crew:
        assert steps(crew, 5) == expected
        assert steps(crew, 3) == {n: expected[n] for n in range(3)}
    assert not multiprocessing.active_children()


@pytest.mark.parametrize("workers", [1, 2])
def test_a_damaged_picture_ends_with_its_problem_and_the_others_are_made(workers: int) -> None:
    bad = Work(99, b"no picture", wanted((32, "webp")))
    with Crew(workers) as crew:
        ends = {ticket: step for ticket, step in crew.render([bad, *works(2)]) if isinstance(step, Done)}
    assert "not a picture" in ends.pop(99).problem
    assert ends == {0: Done(), 1: Done()}


def test_a_process_that_is_killed_loses_its_picture_only() -> None:
    with Crew(2) as crew:
        victim = multiprocessing.active_children()[0].pid
        os.kill(victim or 0, signal.SIGKILL)
        ends = {ticket: step for ticket, step in crew.render(works(4)) if isinstance(step, Done)}
        assert sorted(step.problem for step in ends.values()) == ["", "", "", "the process that rendered it ended"]
        assert len(multiprocessing.active_children()) == 2
    assert not multiprocessing.active_children()


def test_processes_end_with_the_one_that_started_them() -> None:
    program = (
        "import multiprocessing, time\n"
        "from issues.rendering import Crew\n"
        "if __name__ == '__main__':\n"
        "    with Crew(2):\n"
        "        print(*[child.pid for child in multiprocessing.active_children()], flush=True)\n"
        "        time.sleep(60)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    pids = [int(pid) for pid in process.stdout.readline().split()]
    assert len(pids) == 2
    process.kill()
    process.communicate()
    deadline = time.monotonic() + 30
    while any(is_running(pid) for pid in pids):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def is_running(pid: int) -> bool:
    """Not a zombie that nobody has waited for."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
