"""What static files cannot say, as lists for nginx: old addresses that are no pages, and what is gone for good (410)."""

from collections.abc import Iterable, Iterator

from articles.exporting.site_files import CopyFolder
from articles.exporting.site_plan import gone_addresses

REDIRECTS, GONE = "redirects.map", "gone.map"


def write_gone(folder: CopyFolder) -> None:
    folder.write_private(GONE, (f"{_quoted(address)} 1;" for address in gone_addresses()))


def write_redirects(folder: CopyFolder, units: Iterable[str]) -> None:
    folder.write_private(REDIRECTS, _redirects(folder, units))


def _redirects(folder: CopyFolder, units: Iterable[str]) -> Iterator[str]:
    """`"/old/01.pdf" "/whsb/html/…pdf";`. nginx compares the path alone, so one with a question mark is a comment."""
    for name in sorted(units):
        for path, target in sorted(folder.unit(name).redirects.items()):
            line = f"{_quoted(path)} {_quoted(target)};"
            yield f"# {line}" if "?" in path or not path.isprintable() else line


def _quoted(text: str) -> str:
    """As nginx reads it; a line end cannot be in it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ").replace("\r", " ")
    return f'"{escaped}"'
