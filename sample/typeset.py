"""Typesets the sample newspaper: content/<date>/ → cprb/<date>/ (issue.json, pages, figures). See README.md beside it."""

import sys
from pathlib import Path

from playwright.sync_api import Browser

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from typesetting.content import Sheet, read_issue  # noqa: E402
from typesetting.drawing import draw_plan, drawing_address  # noqa: E402
from typesetting.fonts import characters_of, font_faces  # noqa: E402
from typesetting.furniture import document, furniture, manner, nameplate  # noqa: E402
from typesetting.measuring import Measurer  # noqa: E402
from typesetting.packaging import PrintedSheet, package  # noqa: E402
from typesetting.pages import plan_sheet  # noqa: E402
from typesetting.press import (  # noqa: E402
    print_figure,
    print_nameplate,
    print_sheet,
    running_browser,
    sheet_view,
    write_if_changed,
)

CSS = (HERE / "typesetting" / "sheet.css").read_text(encoding="utf-8")


def typeset(date: str, browser: Browser) -> None:
    folder = HERE / "content" / date
    sheets = read_issue(folder)
    characters = characters_of(folder)
    css = CSS + font_faces(characters)
    labels = {story.id: sheet.label for sheet in sheets for story in sheet.stories}
    view = sheet_view(browser)
    measurer = Measurer(sheet_view(browser))
    measurer.open(document(css, '<div id="bench"></div>'), characters)
    used: dict[str, int] = {}
    printed = []
    for sheet in sheets:
        plan = None if sheet.kind == "advertisement" else plan_sheet(sheet, measurer, used)
        for name in plan.names if plan else []:
            used[name.removesuffix("-mirrored")] = used.get(name.removesuffix("-mirrored"), 0) + 1
        body = furniture(sheet) + (draw_plan(plan, labels) if plan else "")
        printed.append(PrintedSheet(sheet, plan, print_sheet(view, document(css, body, manner(sheet)))))
        report(printed[-1])
    target = HERE / "cprb" / date
    for page in printed:
        write_if_changed(target / "pages" / f"{page.sheet.label}.jpg", page.printed.picture)
        write_if_changed(target / "pages" / f"{page.sheet.label}.pdf", page.printed.pdf)
    write_figures(sheets, target / "figures", browser)
    write_if_changed(target / "masthead.png", print_nameplate(browser, nameplate(css)))
    write_if_changed(target / "issue.json", package(printed))


def report(page: PrintedSheet) -> None:
    printed = page.printed
    sizes = f"{len(printed.picture) // 1024} + {len(printed.pdf) // 1024} KB"
    layout = f"{page.plan.cost:.1f} {' / '.join(page.plan.names)}" if page.plan else "whole page"
    print(f"{page.sheet.date} {page.sheet.label} {page.sheet.name}: {layout}, {sizes}", flush=True)
    for words in printed.spills:
        print(f"  does not fit: {words}", flush=True)


def write_figures(sheets: list[Sheet], folder: Path, browser: Browser) -> None:
    figures = [figure for sheet in sheets for story in sheet.stories for figure in story.figures]
    for figure in figures:
        picture = print_figure(browser, drawing_address(figure.drawing), figure.ratio)
        write_if_changed(folder / f"{figure.id}.jpg", picture)


def main() -> None:
    dates = sys.argv[1:] or sorted(folder.name for folder in (HERE / "content").iterdir())
    with running_browser() as browser:
        for date in dates:
            typeset(date, browser)


if __name__ == "__main__":
    main()
