"""What is made of Tesseract's answer: places of characters, marks, pictures. Needs no Tesseract."""

import io
import os
import select
import signal
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageOps

from issues.ocr import running
from issues.ocr.cells import fitted, is_ideograph, widened
from issues.ocr.hocr import read
from issues.ocr.ink import Ink, threshold
from issues.ocr.layout import chinese_marks, glyphs_of, pictures_of, rules_of
from issues.pictures import FileRefused

PAGE = """<div class='ocr_page' title='image "stdin"; bbox 0 0 400 400; ppageno 0'>
 <div class='ocr_separator' id='block_1_1' title="bbox 10 90 390 94"></div>
 <div class='ocr_photo' id='block_1_2' title="bbox 100 200 300 260"></div>
 <div class='ocr_photo' id='block_1_3' title="bbox 101 280 300 390"></div>
 <p class='ocr_par' id='par_1_1' lang='chi_sim' title="bbox 10 10 100 40">
  <span class='ocr_line' id='line_1_1' title="bbox 10 10 100 40; baseline 0 0; x_size 30">
   <span class='ocrx_word' id='word_1_1' title='bbox 10 10 100 40; x_wconf 90'>
    <span class='ocrx_cinfo' title='x_bboxes 70 10 99 40; x_conf 99.1'>汐</span>
    <span class='ocrx_cinfo' title='x_bboxes 40 10 69 40; x_conf 99.1'>&lt;</span>
    <span class='ocrx_cinfo' title='x_bboxes 71 10 99 40; x_conf 99.1'>𠮷</span>
   </span>
  </span>
  <span class='ocr_caption' id='line_1_2' title="bbox 110 210 190 240; baseline 0 0">
   <span class='ocrx_word' id='word_1_2' title='bbox 110 210 190 240; x_wconf 50'>
    <span class='ocrx_cinfo' title='x_bboxes 110 210 190 240; x_conf 80'>影</span>
   </span>
  </span>
 </p>
</div>"""


def drawn(boxes, size=(400, 400)):
    picture = Image.new("L", size, 255)
    draw = ImageDraw.Draw(picture)
    for left, top, right, bottom in boxes:
        for row in range(top, bottom, 3):  # type is not solid
            draw.line((left, row, right - 1, row), fill=0)
    return Ink(picture)


def profile(*runs, width):
    return bytes(200 if any(start <= at < end for start, end in runs) else 0 for at in range(width))


def test_answer_is_read_into_lines_pictures_and_rules():
    page = read(PAGE)
    assert [line.text for line in page.lines] == ["汐<𠮷", "影"]
    assert page.lines[0].confidence == 90
    assert [tuple(box) for box in rules_of(page, 0.5)] == [(5, 45, 195, 47)]


def test_strips_of_one_photograph_are_one_picture():
    assert [tuple(box) for box in pictures_of(read(PAGE), 0.5)] == [(50, 100, 150, 195)]


def test_doubtful_line_on_a_photograph_is_no_text():
    ink = drawn([(10, 10, 38, 40), (44, 10, 56, 40), (72, 10, 100, 40), (110, 210, 190, 240)])
    assert [glyph.character for glyph in glyphs_of(read(PAGE), ink, 0.5, is_vertical=False)] == ["汐", "<", "𠮷"]


def test_glyphs_stand_where_their_ink_is_whatever_tesseract_says():
    ink = drawn([(10, 10, 38, 40), (44, 10, 56, 40), (72, 10, 100, 40)])
    first, second, third = glyphs_of(read(PAGE), ink, 0.5, is_vertical=False)
    assert first.box.left <= 5 < first.box.right <= second.box.left <= 22
    assert second.box.right <= third.box.left <= 36
    assert third.box.right >= 50
    assert len({(glyph.box.top, glyph.box.bottom, glyph.size) for glyph in (first, second, third)}) == 1
    assert first.size == pytest.approx(15, abs=1)


def test_two_halves_of_a_character_stay_one():
    ink = profile((0, 12), (15, 28), (31, 43), (46, 59), width=60)
    assert fitted(ink, "林林", 30.0) == [(0, 28), (31, 59)]


def test_figures_between_characters_get_their_narrow_ink():
    ink = profile((0, 28), (32, 42), (47, 57), (61, 89), width=90)
    assert fitted(ink, "约12人", 30.0) == [(0, 28), (32, 42), (47, 57), (61, 89)]


def test_characters_that_touch_are_cut_evenly():
    assert fitted(profile((0, 90), width=90), "新设站", 30.0) == [(0, 30), (30, 60), (60, 90)]


def test_line_without_ink_is_shared_out():
    assert fitted(bytes(60), "无墨", 30.0) == [(0, 30), (30, 60)]


@given(st.binary(min_size=1, max_size=200), st.text("一林，1i—W𠮷", min_size=1, max_size=20), st.floats(4, 60))
def test_places_ascend_and_never_overlap(ink, text, em):
    spans = widened(fitted(ink, text, em), text, em)
    assert len(spans) == len(text)
    edges = [edge for span in spans for edge in span]
    assert all(one <= other + 1e-6 for one, other in pairwise(edges))


def test_ascii_marks_become_chinese_beside_ideographs_only():
    assert chinese_marks("他说:(今天)好;OK, v1.0: yes") == "他说：（今天）好；OK, v1.0: yes"
    assert chinese_marks("10,000") == "10,000"


def test_rare_characters_are_ideographs():
    assert all(map(is_ideograph, "汐㐂𠮷あア"))
    assert not any(map(is_ideograph, "A1，—é"))


def test_threshold_lies_between_paper_and_ink():
    histogram = [0] * 256
    histogram[40], histogram[220] = 500, 9000
    assert 40 <= threshold(histogram) < 220
    assert threshold([0] * 256) == 127


def test_direction_of_lines_is_seen_from_the_white_between_them():
    rows = [(20, top, 580, top + 26) for top in range(20, 580, 42)]
    rightwards = drawn(rows, (600, 600))
    downwards = Ink(ImageOps.invert(rightwards.mask.transpose(Image.Transpose.ROTATE_270)))
    assert not rightwards.runs_downwards(200)
    assert downwards.runs_downwards(200)
    assert not drawn([], (600, 600)).runs_downwards(200)


def test_white_type_on_a_dark_ground_is_ink():
    ink = Ink(Image.new("L", (100, 30), 0))
    ink.mask.paste(0, (40, 5, 60, 25))
    assert [at for at, value in enumerate(ink.columns((0, 0, 100, 30))) if value] == list(range(40, 60))


@pytest.mark.parametrize(
    ("language", "model"),
    [("zh-Hans", "chi_sim"), ("zh", "chi_sim"), ("zh-Hant", "chi_tra"), ("zh-TW", "chi_tra"), ("zh-Hant-HK", "chi_tra")],
)
def test_chinese_model_follows_the_script(monkeypatch, language, model):
    monkeypatch.setattr(running, "_installed", lambda: frozenset({"chi_sim", "chi_sim_vert", "chi_tra"}))
    models = running.models_for(language)
    assert models.horizontal == model
    assert models.vertical == ("chi_sim_vert" if model == "chi_sim" else "")


def test_missing_model_is_named_with_its_package(monkeypatch):
    monkeypatch.setattr(running, "_installed", lambda: frozenset({"osd"}))
    with pytest.raises(running.OcrMissing, match="no model for zh-Hant here; expected one: apt install tesseract-ocr-chi-tra"):
        running.models_for("zh-Hant")
    with pytest.raises(running.OcrMissing, match="nothing here recognises text in tlh"):
        running.models_for("tlh")


def test_missing_program_is_named_with_its_package(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(running.OcrMissing, match="apt install tesseract-ocr"):
        running.models_for("zh-Hans")


def stand_in(folder, monkeypatch, script):
    """A program of Tesseract's name."""
    program = folder / "tesseract"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")


def test_page_that_takes_too_long_is_refused_and_its_process_ended(monkeypatch, tmp_path):
    stand_in(tmp_path, monkeypatch, f"echo $$ > {tmp_path}/pid; exec sleep 600")
    with pytest.raises(FileRefused, match=r"not recognised in 0\.4 seconds"):
        running.recognised_hocr(Image.new("L", (50, 50), 255), "chi_sim", 200, seconds=0.4)
    assert not _is_alive((tmp_path / "pid").read_text())


def _is_alive(process):
    return Path(f"/proc/{process.strip()}").exists()


def test_tesseract_ends_with_the_process_that_started_it(monkeypatch, tmp_path):
    os.mkfifo(tmp_path / "line")
    stand_in(tmp_path, monkeypatch, f"exec > {tmp_path}/line; echo $$; exec sleep 600")
    program = (
        "from PIL import Image; from issues.ocr.running import recognised_hocr;"
        "recognised_hocr(Image.new('L', (50, 50), 255), 'chi_sim', 200)"
    )
    parent = subprocess.Popen([sys.executable, "-c", program])
    with (tmp_path / "line").open() as line:
        child = int(line.readline())
        parent.kill()
        parent.wait()
        is_over = bool(select.select([line], [], [], 10)[0])  # its end of the line is closed
    if not is_over:
        os.kill(child, signal.SIGKILL)
    assert is_over


def test_page_that_computes_too_long_is_refused(monkeypatch, tmp_path):
    stand_in(tmp_path, monkeypatch, "while :; do :; done")
    monkeypatch.setattr(running, "PATIENCE", 600)
    with pytest.raises(FileRefused, match="not recognised in 1 seconds of computing"):
        running.recognised_hocr(Image.new("L", (50, 50), 255), "chi_sim", 200, seconds=1)


def test_tesseract_that_breaks_off_refuses_the_page(monkeypatch, tmp_path):
    stand_in(tmp_path, monkeypatch, "cat > /dev/null; exit 3")
    with pytest.raises(FileRefused, match=r"broke off over it \(exit status 3\)"):
        running.recognised_hocr(Image.new("L", (50, 50), 255), "chi_sim", 200)


def test_tesseract_gets_the_picture_and_one_thread(monkeypatch, tmp_path):
    stand_in(tmp_path, monkeypatch, f'cat > {tmp_path}/got; echo "threads $OMP_THREAD_LIMIT $*"')
    said = running.recognised_hocr(Image.new("L", (50, 40), 255), "chi_tra", 200)
    assert "threads 1 stdin stdout -l chi_tra --psm 3 --dpi 200" in said
    assert Image.open(io.BytesIO((tmp_path / "got").read_bytes())).size == (50, 40)
