"""PDFs read in a process of their own: the same answers, and refusals where a page takes it down."""

import os
import signal
import subprocess
import sys
import threading
import time
from typing import Any

import pikepdf
import pytest
from pikepdf import Dictionary, Name

from issues import pdf
from issues.layer import decode, encode
from issues.pdf import process, serving
from issues.pdf.process import PdfProcess
from issues.pictures import FileRefused
from tests.articles.importing.pdf_pages import make_pages
from tests.issues.pdf.making import drawn, line

PAGES = make_pages(["汐桥通车", "𠮷野家"], ["二版"])


def number(reader: PdfProcess) -> int:
    assert reader._child is not None
    return reader._child.process.pid


def is_running(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def ends(pid: int) -> bool:
    """Within a while."""
    for _ in range(200):
        if not is_running(pid):
            return True
        time.sleep(0.05)
    return False


def slow_page() -> bytes:
    """A page that takes hours: forms within forms within forms, each drawn many times."""

    def nest(made: pikepdf.Pdf) -> None:
        thing = made.make_stream(b"0 0 9 9 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 600, 800])
        for _ in range(7):
            form = made.make_stream(b"/X Do " * 60, Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 600, 800])
            form.Resources = Dictionary(XObject=Dictionary(X=thing))
            thing = form
        made.pages[0].Resources.XObject = Dictionary(X=thing)

    return drawn("/X Do", change=nest)


@pytest.fixture(scope="module")
def reader():
    with PdfProcess() as reader:
        yield reader


def test_it_answers_as_the_functions_do(reader):
    assert reader.page_count(PAGES) == 2
    assert reader.read_pages(PAGES) == pdf.read_pages(PAGES)
    assert reader.page_picture(PAGES, 1) == pdf.page_picture(PAGES, 1)
    assert reader.single_page(PAGES, 1) == pdf.single_page(PAGES, 1)
    assert reader.reading_pdf(PAGES, 1) == pdf.reading_pdf(PAGES, 1)
    assert reader.text_layer(PAGES, 0) == decode(encode(pdf.text_layer(PAGES, 0)))
    lone = make_pages(["汐"])
    assert reader.single_page(lone, 0) is lone


def test_one_process_serves_many_calls(reader):
    reader.page_count(PAGES)
    first = number(reader)
    reader.page_picture(PAGES)
    assert number(reader) == first


def test_a_refusal_says_the_same_sentence(reader):
    for door in (pdf.read_pages, reader.read_pages):
        with pytest.raises(FileRefused, match="its page 1 measures 5×700 points; expected sides of 10 to 20000") as refused:
            door(make_pages([], sizes=[(5, 700)]))
        assert refused.value.sentence.text.startswith("its page %(number)s measures")


def test_pictures_are_as_wide_as_they_are_wanted_here(reader, monkeypatch):
    monkeypatch.setattr(pdf, "PICTURE_WIDTH", 300)
    assert reader.read_pages(PAGES)[0].width == 300


def test_a_page_that_takes_too_long_is_refused_and_the_next_is_read():
    with PdfProcess(seconds=1.5) as reader:
        reader.page_count(PAGES)
        first = number(reader)
        with pytest.raises(FileRefused, match="takes more than 2 s to read"):
            reader.page_picture(slow_page())
        assert ends(first)
        reader.seconds = 60
        assert reader.read_pages(PAGES)[0].text == "汐桥通车\n𠮷野家"
        assert number(reader) != first


def test_a_process_that_dies_at_a_page_refuses_it_and_the_next_is_read(reader):
    reader.page_count(PAGES)
    timer = threading.Timer(0.5, os.kill, (number(reader), signal.SIGKILL))
    timer.start()
    with pytest.raises(FileRefused, match="the process that read it ended"):
        reader.page_picture(slow_page())
    assert reader.read_pages(PAGES)[1].text == "二版"


def test_a_process_that_was_killed_between_pages_is_replaced(reader):
    reader.page_count(PAGES)
    os.kill(number(reader), signal.SIGKILL)
    reader._child.process.wait()
    assert reader.page_count(PAGES) == 2


class BrokenLine:
    """One that breaks as the page's bytes go over."""

    def __init__(self, line: Any) -> None:
        self.line, self.sent = line, 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self.line, name)

    def send_bytes(self, data: bytes) -> None:
        self.sent += 1
        if self.sent % 2 == 0:
            raise BrokenPipeError
        self.line.send_bytes(data)


def test_a_process_that_ends_before_it_has_the_page_is_replaced(reader):
    reader.page_count(PAGES)
    first = number(reader)
    reader._child.line = BrokenLine(reader._child.line)
    assert reader.page_count(make_pages(["汐"])) == 1
    assert number(reader) != first


def test_the_second_that_ends_refuses_the_page(monkeypatch):
    start = process._Child.__init__

    def broken(child: Any) -> None:
        start(child)
        child.line = BrokenLine(child.line)

    monkeypatch.setattr(process._Child, "__init__", broken)
    with PdfProcess() as reader, pytest.raises(FileRefused, match="the process that read it ended"):
        reader.page_count(PAGES)


def with_settings(monkeypatch, settings: str) -> None:
    """The next process is started with other limits."""
    program, started = f"from issues.pdf import serving; {settings}; serving.main()", subprocess.Popen

    def otherwise(command: list[str], **how: Any) -> Any:
        return started([sys.executable, "-c", program, command[-1]], **how)

    monkeypatch.setattr(subprocess, "Popen", otherwise)


def test_a_page_that_needs_more_memory_than_a_page_may_take_is_refused_and_the_next_is_read(monkeypatch):
    with_settings(monkeypatch, "serving.DOORS['page_count'] = lambda data: len(bytes(2_000_000_000))")
    with PdfProcess() as reader:
        with pytest.raises(FileRefused, match="needs more memory than a page may take"):
            reader.page_count(PAGES)
        assert reader.read_page(PAGES, 0).text == "汐桥通车\n𠮷野家"


def test_it_ends_when_nobody_calls(monkeypatch):
    with_settings(monkeypatch, "serving.IDLE_SECONDS = 0.2")
    with PdfProcess() as reader:
        assert reader.page_count(PAGES) == 2
        assert ends(number(reader))
        assert reader.page_count(PAGES) == 2


def test_it_ends_with_its_parent():
    program = (
        "import os, sys; from issues.pdf.process import PdfProcess; reader = PdfProcess();"
        "reader.page_count(sys.stdin.buffer.read());"
        "print(reader._child.process.pid, flush=True); os.kill(os.getpid(), 9)"
    )
    parent = subprocess.run([sys.executable, "-c", program], input=PAGES, capture_output=True, cwd=process.ROOT, check=False)
    assert parent.returncode == -signal.SIGKILL
    assert ends(int(parent.stdout))


def test_ctrl_c_breaks_a_call_off():
    """Both processes of a terminal get it. Behind a shell it would be ignored."""
    program = (
        "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler);"
        "from issues.pdf.process import shared; data = sys.stdin.buffer.read(); shared.page_count(data);"
        "print(shared._child.process.pid, flush=True); shared.page_picture(data)"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=process.ROOT,
        start_new_session=True,
    )
    assert parent.stdin
    assert parent.stdout
    assert parent.stderr
    parent.stdin.write(slow_page())
    parent.stdin.close()
    child = int(parent.stdout.readline())
    time.sleep(0.3)
    os.killpg(parent.pid, signal.SIGINT)
    assert b"KeyboardInterrupt" in parent.stderr.read()
    assert parent.wait() != 0
    assert ends(child)
    parent.stdout.close()
    parent.stderr.close()


def test_threads_take_turns(reader):
    texts: list[str] = []
    threads = [threading.Thread(target=lambda: texts.append(reader.read_pages(PAGES)[1].text)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert texts == ["二版"] * 4


def test_a_forked_process_gets_one_of_its_own(reader):
    reader.page_count(PAGES)
    child = os.fork()
    if child == 0:
        os._exit(0 if reader.page_count(PAGES) == 2 and reader._child.parent == os.getpid() else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert reader.page_count(PAGES) == 2


def test_what_a_library_did_not_foresee_is_a_refusal(monkeypatch):
    def fail(data: bytes) -> int:
        raise AttributeError("no such thing")

    monkeypatch.setitem(serving.DOORS, "page_count", fail)
    assert serving.answer("page_count", (), PAGES) == (serving.FAILED, "AttributeError: no such thing")


def test_a_pdf_of_200_pages_is_read_page_by_page(reader):
    data = make_pages(*[[f"第{at}版", "汐桥通车"] for at in range(200)])
    pages = reader.read_pages(data)
    assert (len(pages), pages[-1].text) == (200, "第199版\n汐桥通车")


def test_a_page_of_50_mb_is_read(reader):
    side = 4100
    samples = os.urandom(side * side * 3)

    def put(made: pikepdf.Pdf) -> None:
        image = made.make_stream(samples, Type=Name.XObject, Subtype=Name.Image, Width=side, Height=side, BitsPerComponent=8)
        image.ColorSpace = Name.DeviceRGB
        made.pages[0].Resources.XObject.I1 = image

    data = drawn(line("汐桥", 100, 700) + "q 500 0 0 500 50 50 cm /I1 Do Q", change=put)
    assert len(data) > 50_000_000
    assert reader.read_pages(data)[0].text == "汐桥"
    assert len(reader.text_layer(data).pictures) == 1
    assert reader.page_picture(data)
    assert len(reader.reading_pdf(data)) <= pdf.READING_LIMIT
