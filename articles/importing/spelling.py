"""Names that come from a disk or an archive -> text that people, terminals and databases take. Pure.

Old Chinese systems wrote names in GBK. On a disk of today those bytes are no UTF-8, and Python keeps them as lone surrogates.
"""

import os
import re
from collections.abc import Collection

ESCAPES = re.compile(r"\\x[89a-f][0-9a-f]")  # how a byte is shown that no charset explains


def readable(name: str) -> str:
    """A path, each part by itself: as it is where it is UTF-8, else read as GB18030, else with its odd bytes as \\xNN."""
    if is_text(name):
        return name
    return "/".join(part if is_text(part) else _decoded(os.fsencode(part)) for part in name.split("/"))


def is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def spellings(names: Collection[str]) -> dict[str, str]:
    """Of one folder's names those that are no UTF-8, with how they are spelt; two that read the same stay two."""
    odd = [name for name in names if not is_text(name)]
    taken, found = set(names) if odd else set(), {}
    for name in odd:
        text = readable(name)
        found[name] = os.fsencode(name).decode("ascii", "backslashreplace") if text in taken else text
        taken.add(found[name])
    return found


def zip_name(name: str) -> str:
    """Of an entry that does not say it is UTF-8: cp437 by the book and by Python, UTF-8 or GBK by those who pack Chinese names.

    Nearly any bytes are valid GB18030, so characters of GB 2312 must make half of it: “für” stays what it is.
    """
    data = name.encode("cp437")
    try:
        return data.decode()
    except UnicodeDecodeError:
        text = _decoded(data)
    foreign = [mark for mark in text if not mark.isascii()]
    return text if foreign and 2 * sum(map(_is_common, foreign)) >= len(foreign) else name


def _is_common(mark: str) -> bool:
    return bool(mark.encode("gb2312", "ignore"))


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", "backslashreplace")
