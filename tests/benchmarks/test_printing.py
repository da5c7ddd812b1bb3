"""Sheets that the browser sets: their truth against what is in the PDF."""

import os
import random
from collections import Counter

import pypdfium2
import pytest
from playwright.sync_api import sync_playwright

from benchmarks.pages.layouts import LAYOUTS
from benchmarks.pages.make import make_page
from benchmarks.pages.printing import CHROMIUM, Press
from benchmarks.pages.truth import read_truth, write_truth

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def press():
    """With the machine's own type: that of the corpus takes long to make."""
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield Press(browser.new_page(viewport={"width": 2400, "height": 2200}), {})
        browser.close()


def made(press, layout, number=1):
    return make_page(press, LAYOUTS[layout](random.Random(f"1 {layout}"), number))


def letters(text):
    return Counter("".join(text.split()).replace("-", ""))


def words_of(article):
    return "".join([article.kicker, article.title, article.subtitle, article.byline, *article.paragraphs, *article.captions])


@pytest.mark.parametrize("layout", ["four-columns", "vertical", "runaround", "notices"])
def test_every_word_of_the_truth_is_on_the_page(press, layout):
    pdf, page, problems = made(press, layout)
    assert not problems
    with pypdfium2.PdfDocument(pdf) as document:
        printed = letters(document[0].get_textpage().get_text_range())
    assert not letters("".join(map(words_of, page.articles))) - printed


def test_each_article_stands_inside_its_boxes(press):
    pdf, page, _ = made(press, "boxed")
    with pypdfium2.PdfDocument(pdf) as document:
        width, height = document[0].get_size()
        layer = document[0].get_textpage()
        for article in page.articles:
            found: Counter[str] = Counter()
            for left, top, right, bottom in article.boxes:
                edges = {"left": left * width, "right": right * width, "top": height * (1 - top), "bottom": height * (1 - bottom)}
                found += letters(layer.get_text_bounded(**edges))
            assert not letters(words_of(article)) - found, article.title


def test_english_is_told_without_the_hyphens_of_its_lines(press):
    _, page, problems = made(press, "scripts", number=1)
    assert not problems
    assert page.language == "en"
    assert not any("\u00ad" in text for article in page.articles for text in [*article.paragraphs, *article.captions])


def test_an_article_that_goes_on_keeps_the_rest_of_its_text_apart(press):
    _, page, _ = made(press, "front")
    going_on = [article for article in page.articles if article.continued_on and article.kind == "news"]
    assert going_on
    assert all(article.paragraphs and article.elsewhere for article in going_on)
    assert {article.kind for article in page.articles} >= {"news", "pointer"}


def test_the_same_seed_prints_the_same_page(press):
    assert made(press, "spread") == made(press, "spread")


def test_a_page_is_read_as_it_was_written(press, tmp_path):
    _, page, _ = made(press, "spread")
    write_truth(page, tmp_path / "spread.json")
    assert read_truth(tmp_path / "spread.json") == page
    assert len(page.labels) == 2
