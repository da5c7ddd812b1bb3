"""Prints in the browser: a sheet's HTML becomes its picture, its PDF and the boxes of what stands on it."""

import io
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from typesetting.grid import SHEET_HEIGHT, SHEET_WIDTH, Box

CHROMIUM = "/usr/bin/chromium"
SHARPNESS = 1.3  # picture pixels for each CSS pixel: 1404 × 2028
PICTURE_QUALITY, FIGURE_QUALITY, FIGURE_WIDTH = 56, 75, 1100
NAMEPLATE_WIDTH = 900
DATE_IN_PDF = re.compile(rb"\(D:\d{14}([+-]\d{2}'\d{2}')?\)")

BOXES = """
() => [...document.querySelectorAll("[data-story],[data-pointer]")].map((element) => {
  const box = element.getBoundingClientRect();
  return [element.dataset.story || "", element.dataset.pointer || "", box.x, box.y, box.width, box.height];
})
"""
# A closing mark that hung over the edge when the line was measured is set in half its width here too.
TIGHTEN = """
() => document.querySelectorAll(".column > div").forEach((line) => {
  if (line.scrollHeight <= line.clientHeight + 6 && line.scrollWidth <= line.clientWidth + 1.5) return;
  const text = line.lastChild, marks = text?.textContent.match(/[，。、；：！？”’）》」』]+$/);
  line.classList.add("tight");
  if (!marks) return;
  const half = document.createElement("span");
  half.className = "half";
  half.textContent = marks[0];
  text.textContent = text.textContent.slice(0, -marks[0].length);
  line.append(half);
})
"""
SPILLS = """
() => [...document.querySelectorAll(".column > div, .head > div:not(.label), .advert, .poster-words > *, .strip")]
  .filter((element) => element.scrollWidth > element.clientWidth + 1.5
    || (element.parentElement.matches(".column") && element.scrollHeight > element.clientHeight + 6))
  .map((element) => element.textContent.slice(0, 40))
"""


@dataclass(frozen=True)
class Printed:
    """A printed sheet: its boxes by story and by 导读 item, and the words that did not fit (should be none)."""

    picture: bytes
    pdf: bytes
    size: tuple[int, int]
    stories: dict[str, list[Box]]
    pointers: dict[str, Box]
    spills: list[str]


@contextmanager
def running_browser() -> Iterator[Browser]:
    arguments = ["--disable-gpu", "--disable-quic", "--font-render-hinting=none"]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


def sheet_view(browser: Browser) -> Page:
    return browser.new_page(viewport={"width": SHEET_WIDTH, "height": SHEET_HEIGHT}, device_scale_factor=SHARPNESS)


def print_sheet(page: Page, html: str) -> Printed:
    page.set_content(html)
    page.evaluate("Promise.all([document.fonts.ready, ...[...document.images].map((image) => image.decode())])")
    page.evaluate(TIGHTEN)
    stories: dict[str, list[Box]] = {}
    pointers: dict[str, Box] = {}
    for story, pointer, *measures in page.evaluate(BOXES):
        if story:
            stories.setdefault(story, []).append(Box(*measures))
        else:
            pointers[pointer] = Box(*measures)
    image = Image.open(io.BytesIO(page.screenshot()))
    pdf = page.pdf(width=f"{SHEET_WIDTH}px", height=f"{SHEET_HEIGHT}px", print_background=True)
    return Printed(jpeg(image, PICTURE_QUALITY), undated(pdf), image.size, stories, pointers, page.evaluate(SPILLS))


def jpeg(image: Image.Image, quality: int) -> bytes:
    target = io.BytesIO()
    image.convert("RGB").save(target, "JPEG", quality=quality, optimize=True, progressive=True, subsampling="4:2:0")
    return target.getvalue()


def undated(pdf: bytes) -> bytes:
    """The same sheet gives the same bytes on every run: a fixed date of the same length."""
    return DATE_IN_PDF.sub(lambda found: b"(D:20240101000000" + found[0][17:], pdf)


def print_figure(browser: Browser, drawing_address: str, ratio: float) -> bytes:
    height = round(FIGURE_WIDTH * ratio)
    page = browser.new_page(viewport={"width": FIGURE_WIDTH, "height": height})
    page.set_content(f'<style>*{{margin:0}}</style><img src="{drawing_address}" width="{FIGURE_WIDTH}" height="{height}">')
    page.evaluate("document.images[0].decode()")
    picture = page.screenshot()
    page.close()
    return jpeg(Image.open(io.BytesIO(picture)), FIGURE_QUALITY)


def print_nameplate(browser: Browser, html: str) -> bytes:
    """A transparent PNG in few colours."""
    page = browser.new_page(device_scale_factor=2)
    page.set_content(html)
    page.evaluate("document.fonts.ready")
    picture = page.locator("#nameplate").screenshot(omit_background=True)
    page.close()
    image = Image.open(io.BytesIO(picture)).convert("RGBA")
    image = image.resize((NAMEPLATE_WIDTH, round(image.height * NAMEPLATE_WIDTH / image.width)), Image.Resampling.LANCZOS)
    target = io.BytesIO()
    image.quantize(32, method=Image.Quantize.FASTOCTREE).save(target, "PNG", optimize=True)
    return target.getvalue()


def write_if_changed(path: Path, data: bytes) -> None:
    if not path.exists() or path.read_bytes() != data:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
