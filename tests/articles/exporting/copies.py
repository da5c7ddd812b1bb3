"""A static copy as a visitor finds it: its files, and where its links lead."""

from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

PRIVATE = ".newspaper-export"


def copied(folder: Path) -> dict[str, bytes]:
    """Everything that a web server shows."""
    paths = (path for path in folder.rglob("*") if path.is_file() and PRIVATE not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def writing_times(folder: Path) -> dict[str, int]:
    return {name: (folder / name).stat().st_mtime_ns for name in copied(folder)}


def pages(folder: Path) -> dict[str, str]:
    return {name: data.decode() for name, data in copied(folder).items() if name.endswith((".htm", ".html"))}


class Links(HTMLParser):
    """Every address that a browser would follow or load."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.found += [values[name] for name in ("href", "src", "action") if name in values]
        self.found += [part.split()[0] for part in values.get("srcset", "").split(",") if part.strip()]
        if values.get("http-equiv", "").lower() == "refresh":
            self.found.append(values["content"].split("=", 1)[1])


def links(text: str) -> list[str]:
    parser = Links()
    parser.feed(text)
    return parser.found


def dead_links(folder: Path, root: str = "http://copy.example/other/folder/") -> list[tuple[str, str]]:
    """Page and link, where the link leads out of the copy's folder or to no file; links to other hosts are not looked at."""
    dead = []
    names = copied(folder).keys()
    for name, text in pages(folder).items():
        for link in links(text):
            target = urljoin(root + name, link)
            parts = urlsplit(target)
            if parts.netloc != "copy.example":
                continue
            path = unquote(parts.path)
            file = path.removeprefix("/other/folder/") + ("index.html" if path.endswith("/") else "")
            if not path.startswith("/other/folder/") or file not in names:
                dead.append((name, link))
    return dead
