"""The report as JSON, written an issue at a time, so that a run of decades keeps nothing in memory."""

import json
import os
from pathlib import Path
from typing import Any

from articles.importing.problems import ImportProblem, system_words
from articles.importing.spelling import readable
from issues.sentences import Sentence


class ReportFile:
    """Under a temporary name until it is whole; without a path it is nothing. Raises `ImportProblem` where that cannot be."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._comma = ""
        if path is not None:
            self._new = path.with_name(f".{path.name}.new")
            try:
                self._file = self._new.open("w", encoding="utf-8")
            except OSError as error:
                raise ImportProblem(
                    readable(str(path)), Sentence("a file for the report that can be written"), system_words(error.strerror or "")
                ) from error
            self._file.write('{"format": "import-report", "version": 1,\n"issues": [')

    def add(self, issue: dict[str, Any]) -> None:
        if self.path is not None:
            self._file.write(f"{self._comma}\n{json.dumps(issue, ensure_ascii=False)}")
            self._comma = ","

    def finish(self, **rest: Any) -> None:
        """What is known only at the end."""
        if self.path is None:
            return
        for name, value in rest.items():
            start = "\n],\n" if name == next(iter(rest)) else ",\n"
            self._file.write(f"{start}{json.dumps(name)}: {json.dumps(value, ensure_ascii=False, indent=1)}")
        self._file.write("\n}\n")
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self._new.replace(self.path)

    def discard(self) -> None:
        if self.path is not None:
            self._file.close()
            self._new.unlink(missing_ok=True)
