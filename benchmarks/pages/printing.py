"""Prints sheets in the browser: HTML and threads of text become a PDF and the boxes of what stands on it."""

import base64
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from benchmarks.pages.truth import Box

CHROMIUM = "/usr/bin/chromium"
_HERE = Path(__file__).parent
_DATE = re.compile(rb"\(D:\d{14}([+-]\d{2}'\d{2}')?\)")


@dataclass(frozen=True)
class Printed:
    """`texts`: of each article the paragraphs as printed and those that found no room; `swept`: notices without room, not
    printed; `spills`: words that are cut off (should be none)."""

    pdf: bytes
    texts: dict[str, tuple[list[str], list[str]]]
    swept: set[str]
    boxes: list[tuple[str, Box]]
    spills: list[str]


class Press:
    """One browser's tab; its fonts are read once."""

    def __init__(self, page: Page, fonts: dict[str, Path]) -> None:
        self._page = page
        self._script = (_HERE / "sheet.js").read_text(encoding="utf-8")
        styles = (_HERE / "sheet.css").read_text(encoding="utf-8")
        page.set_content(f"<!doctype html><style>{_faces(fonts)}{styles}</style><style id=size></style><body></body>")

    def print(self, html: str, threads: list[dict[str, Any]], width: float, height: float, language: str) -> Printed:
        page = self._page
        page.evaluate(
            "([html, style, lang]) => {document.body.innerHTML = html; document.getElementById('size').textContent = style;"
            "document.documentElement.lang = lang}",
            [html, f"@page {{size: {width}px {height}px; margin: 0}}", language],
        )
        page.evaluate(
            "Promise.all([...document.fonts].map((font) => font.load())"
            ".concat([...document.images].map((image) => image.decode())))"
        )
        result = page.evaluate(self._script, threads)
        pdf = page.pdf(prefer_css_page_size=True, print_background=True)
        return Printed(
            _DATE.sub(lambda found: b"(D:20240101000000" + found[0][17:], pdf),
            {key: ([text for text in made["printed"] if text], made["rest"]) for key, made in result["texts"].items()},
            set(result["swept"]),
            [(key, _fractions(box, width, height)) for key, *box in result["boxes"]],
            result["spills"],
        )


@contextmanager
def running_press(fonts: dict[str, Path]) -> Iterator[Press]:
    arguments = ["--disable-gpu", "--disable-quic", "--font-render-hinting=none"]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield Press(browser.new_page(viewport={"width": 2400, "height": 2200}), fonts)
        browser.close()


def _fractions(box: list[float], width: float, height: float) -> Box:
    left, top, right, bottom = box
    return round(left / width, 5), round(top / height, 5), round(right / width, 5), round(bottom / height, 5)


def _faces(fonts: dict[str, Path]) -> str:
    faces = []
    for name, path in fonts.items():
        family, _, weight = name.partition(" ")
        address = "data:font/ttf;base64," + base64.b64encode(path.read_bytes()).decode("ascii")
        faces.append(f'@font-face{{font-family:"{family}";font-weight:{700 if weight else 400};src:url("{address}")}}')
    return "".join(faces)
