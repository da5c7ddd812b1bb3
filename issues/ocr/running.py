"""Tesseract as a program of its own: what is installed, and one picture -> its hOCR, within limits. No shell, no files."""

import ctypes
import io
import math
import os
import re
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass

from PIL import Image

from issues.pictures import FileRefused
from issues.sentences import Sentence

if sys.platform == "linux":
    import resource

    _LIBC = ctypes.CDLL(None)  # loaded before any fork, behind which only the call itself is left to do
PR_SET_PDEATHSIG = 1
SECONDS = 240  # of computing, for one page; a full broadsheet takes some 60, six milliseconds a character
PATIENCE = 5  # times as long it may take on a busy machine
MEMORY = 2_000_000_000  # bytes of address space; a page of 30 million pixels takes a third of it
WHOLE_PAGE, WHOLE_PAGE_BY_SCRIPT = 3, 1  # modes; the second needs the model osd
VERTICAL_BLOCK, LEVEL_BLOCK = 5, 6  # … of a part of a page
PROGRAM = "tesseract"
PACKAGE = "tesseract-ocr"
# BCP 47's primary subtag -> Tesseract's model. Chinese is told apart by script.
_MODELS = dict(
    pair.split("=")
    for pair in "cs=ces da=dan de=deu el=ell en=eng es=spa fi=fin fr=fra hu=hun id=ind it=ita ja=jpn ko=kor la=lat ms=msa nb=nor "
    "nl=nld nn=nor no=nor pl=pol pt=por ro=ron ru=rus sv=swe th=tha tr=tur uk=ukr vi=vie".split()
)
_TRADITIONAL = re.compile("(?i)hant|-(tw|hk|mo)$|^yue$")


class OcrMissing(Exception):
    """Nothing can be recognised before something is installed; `sentence` says what."""

    def __init__(self, text: str, **values: object) -> None:
        self.sentence = Sentence(text, **values)
        super().__init__(str(self.sentence))


class ModelMissing(OcrMissing):
    """For one language; pages in others can be recognised."""


@dataclass(frozen=True)
class Models:
    """Names of Tesseract's models; `vertical` is empty where the language has none or it is not installed. `mode` is by
    script where that can be: without, one character in seventy more is lost."""

    horizontal: str
    vertical: str = ""
    mode: int = WHOLE_PAGE


def models_for(language: str) -> Models:
    """For a BCP 47 tag, by what is installed; some 10 ms. Raises OcrMissing, ModelMissing where only this language lacks.

    Chinese goes without the English model beside its own: that reads Latin words itself, and the two together took half as long
    again and had one character in twenty less."""
    name = _model(language)
    installed = _installed()
    if name not in installed:
        raise ModelMissing(
            "Tesseract has no model for %(language)s here; expected one: apt install %(package)s",
            language=language,
            package=f"{PACKAGE}-{name.replace('_', '-')}",
        )
    vertical = f"{name}_vert"
    mode = WHOLE_PAGE_BY_SCRIPT if "osd" in installed else WHOLE_PAGE
    return Models(name, vertical if vertical in installed else "", mode)


def _model(language: str) -> str:
    primary = language.lower().partition("-")[0]
    if primary in ("zh", "yue"):
        return "chi_tra" if _TRADITIONAL.search(language) else "chi_sim"
    if primary not in _MODELS:
        raise ModelMissing(
            "nothing here recognises text in %(language)s; expected zh, %(languages)s",
            language=language or "no language",
            languages=", ".join(_MODELS),
        )
    return _MODELS[primary]


def _program() -> str:
    program = shutil.which(PROGRAM)
    if program is None:
        raise OcrMissing(
            "scanned pages need the program %(program)s, which is not installed; expected it: apt install %(package)s",
            program=PROGRAM,
            package=PACKAGE,
        )
    return program


def _installed() -> frozenset[str]:
    command = [_program(), "--list-langs"]
    said = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, timeout=30, check=False)  # noqa: S603 (our own words)
    return frozenset(said.stdout.decode(errors="replace").split()[1:])


def recognised_hocr(picture: Image.Image, model: str, resolution: int, seconds: float = SECONDS, mode: int = WHOLE_PAGE) -> str:
    """A grey picture's hOCR with a box for every character. `mode`: Tesseract's for the page's layout. Raises OcrMissing,
    FileRefused."""
    settings = ("hocr_char_boxes=1", "tessedit_create_hocr=1")
    command = [_program(), "stdin", "stdout", "-l", model, "--psm", str(mode), "--dpi", str(resolution)]
    command += [word for setting in settings for word in ("-c", setting)]
    out = io.BytesIO()
    picture.save(out, "PNG", compress_level=1)
    process = subprocess.Popen(  # noqa: S603 (our own words)
        command,
        preexec_fn=_end_with_parent if sys.platform == "linux" else None,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"OMP_THREAD_LIMIT": "1"},  # more threads cost more than they give
    )
    with process:
        _limit(process.pid, seconds)
        try:
            said, _ = process.communicate(out.getvalue(), timeout=PATIENCE * seconds)
        except subprocess.TimeoutExpired as error:
            raise _too_slow(seconds) from error
        finally:
            process.kill()
    if process.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        raise _too_slow(seconds)
    if process.returncode:
        raise FileRefused(
            "tesseract broke off over it (exit status %(status)s); expected a page's picture", status=process.returncode
        )
    return said.decode(errors="replace")


def _limit(process: int, seconds: float) -> None:
    """Its memory and its time, where the system knows such limits."""
    if sys.platform == "linux":
        limits = ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, math.ceil(seconds)), (resource.RLIMIT_CORE, 0))
        for kind, most in limits:
            resource.prlimit(process, kind, (most, most))


def _end_with_parent() -> None:
    """Whatever ends us, Tesseract does not compute on for nobody. Should that happen before this call, its picture breaks off."""
    _LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def _too_slow(seconds: float) -> FileRefused:
    return FileRefused(
        "its text was not recognised in %(seconds)s seconds of computing; expected a page that takes less", seconds=f"{seconds:g}"
    )
