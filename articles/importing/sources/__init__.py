"""Safe access to what a person hands in: a file, a folder, a ZIP or a tar. Names inside are relative, with forward slashes.

Everything that could lead outside, hide something or fill the memory is refused with an `ImportProblem`.
"""

import stat
from pathlib import Path

from articles.importing.problems import ImportProblem
from articles.importing.sources.archives import TarSource, ZipSource
from articles.importing.sources.base import ENTRY_LIMIT, FoundFile, Source, check_name, joined
from articles.importing.sources.disk import FileSource, FolderSource, start_of
from articles.importing.spelling import readable
from issues.sentences import Sentence

__all__ = [
    "ENTRY_LIMIT",
    "FileSource",
    "FolderSource",
    "FoundFile",
    "Source",
    "TarSource",
    "ZipSource",
    "archive_kind",
    "check_name",
    "joined",
    "open_source",
    "start_of",
]

_ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06")
_PACKED_STARTS = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00")
_TAR_MARK = slice(257, 262)


def archive_kind(start: bytes, name: str) -> str:
    """ "zip", "tar" or nothing, by a file's first 512 bytes; a DOCX is a ZIP too, and none here. A name that says what the bytes
    are not is believed: the file is then refused as a damaged archive."""
    lower = name.lower()
    if lower.endswith((".docx", ".epub", ".xlsx", ".pptx", ".odt")):
        return ""
    if start.startswith(_ZIP_STARTS) or lower.endswith(".zip"):
        return "zip"
    is_tar = start[_TAR_MARK] == b"ustar" or start.startswith(_PACKED_STARTS)
    return "tar" if is_tar or lower.endswith((".tar", ".tgz", ".tar.gz", ".tar.bz2", ".tar.xz")) else ""


def open_source(path: Path) -> Source:
    """The fitting source, chosen by what is there."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        raise ImportProblem(
            readable(str(path)), Sentence("a file or a folder"), Sentence("nothing that can be opened")
        ) from error
    if stat.S_ISDIR(mode):
        return FolderSource(path)
    if not stat.S_ISREG(mode):
        raise ImportProblem(readable(str(path)), Sentence("a file or a folder"), Sentence("neither"))
    kind = archive_kind(start_of(path, 512), path.name)
    return ZipSource(path) if kind == "zip" else TarSource(path) if kind == "tar" else FileSource(path)
