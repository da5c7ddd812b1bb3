"""The project's own format, docs/package-format.md: a folder or ZIP with one issue.json beside pictures and PDFs."""

import re
from typing import Any

import msgspec

from articles.importing.cleaning import Repairs
from articles.importing.formats.package_checks import check
from articles.importing.formats.package_wording import problem, shown
from articles.importing.imported import ImportedIssue
from articles.importing.problems import ImportProblem, quoted
from articles.importing.records import FORMAT, VERSION, Package
from articles.importing.sources import Source

ISSUE_FILE = "issue.json"
ISSUE_FILE_LIMIT = 50_000_000

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_SINGLE_LINES = {"slug", "key", "continues", "article", "label", "url", "weekdays"}


def folders(names: list[str]) -> list[str]:
    """Where the issue files are, as prefixes: [""] for one at the top, else those of the sub-folders."""
    if ISSUE_FILE in names:
        return [""]
    return [name.removesuffix(ISSUE_FILE) for name in names if re.fullmatch(f"[^/]+/{re.escape(ISSUE_FILE)}", name)]


def read(source: Source) -> ImportedIssue:
    """The source's one issue, at its top or in exactly one sub-folder. Raises `ImportProblem` with the field's path."""
    names = source.names()
    found = folders(names)
    if len(found) != 1:
        there = ", ".join(sorted({name.split("/")[0] for name in names})[:5]) or "other files"
        amount = f"{len(found)} of them" if found else f"none beside {there}" if names else "no file at all"
        raise ImportProblem(source.label, f"one {ISSUE_FILE}, at the top or in a sub-folder", amount)
    folder = found[0]
    file = source.described(folder + ISSUE_FILE)
    package = decode(source.read(folder + ISSUE_FILE, ISSUE_FILE_LIMIT), file)
    warnings = check(package, file, lambda name: source.size(folder + name))
    return ImportedIssue(
        origin=source.described(folder).rstrip("/"),
        publication=package.publication,
        language=package.publication.language,
        issue=package.issue,
        read_file=lambda name: source.read(folder + name),
        repairs=Repairs(),
        warnings=warnings,
        is_whole=True,
    )


def decode(data: bytes, file: str) -> Package:
    """The records alone, every field checked by its type; what spans several fields is `package_checks`' work."""
    data = data.removeprefix(b"\xef\xbb\xbf")
    raw = _json(data, file)
    _check_version(raw, file)
    _check_characters(raw, file)
    try:
        return msgspec.json.decode(data, type=Package)
    except msgspec.ValidationError as error:
        raise problem(str(error), raw, file) from error


def _json(data: bytes, file: str) -> Any:
    try:
        return msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        byte = re.search(r"\(byte (\d+)\)", str(error))
        line = data.count(b"\n", 0, int(byte[1])) + 1 if byte else None
        found = str(error).removeprefix("JSON is malformed: ")
        raise ImportProblem(file, "JSON in UTF-8", found, line=line) from error
    except RecursionError as error:
        raise ImportProblem(file, "JSON of sensible depth", "brackets within brackets without end") from error


def _check_version(raw: Any, file: str) -> None:
    if not isinstance(raw, dict):
        raise ImportProblem(file, "an object with format, version, publication and issue", shown(raw))
    if raw.get("format") != FORMAT:
        raise ImportProblem(file, f"“{FORMAT}”", shown(raw.get("format")), field="format")
    if raw.get("version") != VERSION or isinstance(raw.get("version"), bool):
        expected = f"a version that is understood here, which is {VERSION}"
        raise ImportProblem(file, expected, shown(raw.get("version")), field="version")


def _check_characters(raw: Any, file: str) -> None:
    """No character that a database or a feed cannot hold; no line end where a pattern's `$` would let one through."""
    waiting: list[tuple[str, str, Any]] = [("", "", raw)]
    while waiting:
        path, name, value = waiting.pop()
        if isinstance(value, dict):
            waiting += [(f"{path}.{key}" if path else key, key, inner) for key, inner in value.items()]
        elif isinstance(value, list):
            waiting += [(f"{path}[{at}]", name, inner) for at, inner in enumerate(value)]
        elif isinstance(value, str) and (_FORBIDDEN.search(value) or (name in _SINGLE_LINES and re.search(r"[\r\n]", value))):
            raise ImportProblem(file, "text without control characters", quoted(value), field=path)
