"""What comes to the newsroom in one night: sixteen pages as PDFs, seventy stories as texts, out of two issues of the sample."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf

SAMPLE = Path(__file__).resolve().parents[2] / "sample" / "cprb"
PAGES = {
    "2024-10-19": ("A01", "A02", "A03", "A04", "B01", "B02", "B03", "B04"),
    "2024-10-18": ("C01", "C02", "C03", "C04", "C05", "C06", "C07", "C08"),
}
STORIES = 70
BLOCKS = re.compile(r"<(?:p|h3|li)[^>]*>(.*?)</(?:p|h3|li)>", re.DOTALL)
MARGIN = 0.006  # of the page's height


@dataclass(frozen=True)
class Night:
    pdfs: list[Path]
    texts: list[Path]


def bring(folder: Path) -> Night:
    """Writes the night's files to `folder`, named as newsrooms name them."""
    night = Night([], [])
    for day, labels in PAGES.items():
        package = json.loads((SAMPLE / day / "issue.json").read_text(encoding="utf-8"))
        for label, page in zip(labels, package["issue"]["sections"], strict=True):
            night.pdfs.append(folder / f"{label}.pdf")
            cut_head(SAMPLE / day / page["pdf"], night.pdfs[-1], min(y for zone in page["zones"] for _x, y in zone["polygon"]))
            for place, article in enumerate(page["articles"], 1):
                if article.get("body") and len(night.texts) < STORIES:
                    night.texts.append(folder / f"{label}_{place} {article['title'].replace('/', '／')}.txt")
                    night.texts[-1].write_text(as_text(article), encoding="utf-8")
    return night


def cut_head(source: Path, target: Path, top: float) -> None:
    """The printer cuts the page where its first story begins, so that it bears no other day's date. `top`: from above, as a part
    of the height."""
    with pikepdf.open(source) as pdf:
        left, bottom, right, height = (float(number) for number in pdf.pages[0].mediabox)
        edge = bottom + (height - bottom) * (1 - top + MARGIN)
        pdf.pages[0].trimbox = pikepdf.Array([left, bottom, right, edge])
        pdf.save(target)


def late_change(printed: Path) -> Path:
    """The page with a late change, under the same name: a line more is printed at its foot."""
    folder = printed.parent / "late"
    folder.mkdir()
    with pikepdf.open(printed) as pdf:
        page = pdf.pages[0]
        left, bottom = (float(number) for number in page.trimbox[:2])
        page.contents_add(b"q", prepend=True)
        page.contents_add(f"Q 0.7 0 0 rg {left + 20} {bottom + 8} 400 6 re f".encode())
        pdf.save(folder / printed.name)
    return folder / printed.name


def as_text(article: dict[str, Any]) -> str:
    labelled = {"栏目": article.get("column"), "引题": article.get("kicker")}
    head = [f"{word}：{text}" for word, text in labelled.items() if text]
    head.append(article["title"])
    head += [f"——{article['subtitle']}"] if article.get("subtitle") else []
    head += [article["byline"]] if article.get("byline") else []
    return "\n".join([*head, *(f"　　{re.sub('<[^>]+>', '', text).strip()}" for text in BLOCKS.findall(article["body"]))]) + "\n"
