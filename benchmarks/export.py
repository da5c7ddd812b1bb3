"""How fast `export_issues` brings issues out, in articles a second, on the database that Django is set up for."""

import io
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from articles.exporting.choosing import Choice
from articles.exporting.packages import export_issues


@dataclass(frozen=True)
class ExportRates:
    """Articles a second: all written, then all found unchanged, then all as ZIPs."""

    articles: int
    written: float
    unchanged: float
    zipped: float


def export_rates(paper: str = "") -> ExportRates:
    """Exports everything (or one paper) three times into folders that vanish again."""
    with tempfile.TemporaryDirectory(prefix="newsroom-export-") as name:
        folder = Path(name)
        articles, written = _rate(folder / "folders", paper, as_zip=False)
        _articles, unchanged = _rate(folder / "folders", paper, as_zip=False)
        _articles, zipped = _rate(folder / "zips", paper, as_zip=True)
    return ExportRates(articles, written, unchanged, zipped)


def _rate(folder: Path, paper: str, *, as_zip: bool) -> tuple[int, float]:
    began = time.perf_counter()
    run = export_issues(folder, Choice(paper=paper), io.StringIO(), as_zip=as_zip)
    seconds = time.perf_counter() - began
    if run.problems:
        raise RuntimeError(run.problems[0])
    return run.articles, run.articles / seconds
