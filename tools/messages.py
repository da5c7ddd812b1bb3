"""The interface's texts: collected from code and templates into locale/, compiled and checked; no gettext needed.

usage: python -m tools.messages update | check
"""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polib
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "locale"
CODE_FOLDERS = ("newsroom", "issues", "articles")
# The texts in the code are English: its catalogue may stay empty.
SOURCE_LANGUAGE = "en"
LANGUAGES = {
    "en": "nplurals=2; plural=(n != 1);",
    "zh_Hans": "nplurals=1; plural=0;",
    "zh_Hant": "nplurals=1; plural=0;",
}
# Function -> which of its arguments are context, text and plural.
CALLS = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "Sentence": (None, 0, None),
    "FileRefused": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
LITERAL = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
CALL_IN_TEMPLATE = re.compile(rf"\b({'|'.join(CALLS)})\(\s*({LITERAL}(?:\s*,\s*{LITERAL})*)")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


@dataclass(frozen=True)
class Message:
    """One text to translate; `context` and `plural` are empty for most."""

    context: str
    text: str
    plural: str

    def described(self) -> str:
        return repr(self.text if not self.context else f"{self.context}: {self.text}")


def message(function: str, arguments: list[str | None]) -> Message | None:
    """None where an argument is not written out in the code."""
    picked = [arguments[at] if at is not None and at < len(arguments) else "" for at in CALLS[function]]
    context, text, plural = picked
    if context is None or not text or plural is None:
        return None
    return Message(context, text, plural)


def in_code(source: str) -> Iterator[Message]:
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        values = [arg.value if isinstance(arg, ast.Constant) and isinstance(arg.value, str) else None for arg in node.args]
        if name in CALLS and (found := message(name, values)):
            yield found


def in_template(source: str) -> Iterator[Message]:
    """Django turns a template into text that looks like calls of gettext; those are read here."""
    for call in CALL_IN_TEMPLATE.finditer(templatize(source)):
        values: list[str | None] = [ast.literal_eval(literal) for literal in re.findall(LITERAL, call[2])]
        if found := message(call[1], values):
            yield found


def collect() -> dict[Message, list[str]]:
    """Every text of the interface and the files that it stands in."""
    found: dict[Message, list[str]] = {}
    code = [(path, in_code) for folder in CODE_FOLDERS for path in (ROOT / folder).rglob("*.py")]
    templates = [(path, in_template) for path in (ROOT / "templates").rglob("*.*") if path.is_file()]
    for path, read in sorted([*code, *templates], key=lambda pair: pair[0]):
        if "migrations" in path.parts:
            continue
        name = path.relative_to(ROOT).as_posix()
        for one in read(path.read_text(encoding="utf-8")):
            places = found.setdefault(one, [])
            if name not in places:
                places.append(name)
    return found


def catalogue_path(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def new_catalogue(language: str) -> polib.POFile:
    catalogue = polib.POFile(wrapwidth=110)
    catalogue.metadata = {
        "Project-Id-Version": "newsroom",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": LANGUAGES[language],
    }
    return catalogue


def read_catalogue(language: str) -> polib.POFile:
    path = catalogue_path(language)
    return polib.pofile(str(path), wrapwidth=110, encoding="utf-8") if path.exists() else new_catalogue(language)


def entry_key(entry: polib.POEntry) -> tuple[str, str]:
    return entry.msgctxt or "", entry.msgid


def merged(old: polib.POFile, language: str, messages: dict[Message, list[str]]) -> polib.POFile:
    """The texts in use now with the translations that were there; what nobody uses any more goes."""
    known = {entry_key(entry): entry for entry in old if not entry.obsolete}
    catalogue = new_catalogue(language)
    catalogue.metadata |= {key: value for key, value in old.metadata.items() if key not in catalogue.metadata}
    for one, places in sorted(messages.items(), key=lambda item: (item[1][0], item[0].text, item[0].context)):
        entry = known.get((one.context, one.text)) or polib.POEntry(msgid=one.text, msgctxt=one.context or None)
        entry.occurrences = [(place, "") for place in places]
        if one.plural and not entry.msgid_plural:
            entry.msgid_plural = one.plural
            forms = 2 if language == SOURCE_LANGUAGE else 1
            entry.msgstr_plural = dict.fromkeys(range(forms), entry.msgstr)
            entry.msgstr = ""
        catalogue.append(entry)
    return catalogue


def translations(catalogue: polib.POFile | polib.MOFile) -> dict[tuple[str, str], object]:
    """What a catalogue says: the same for a source and for what was compiled from it, if they are in step."""
    return {
        entry_key(entry): dict(entry.msgstr_plural) if entry.msgid_plural else entry.msgstr
        for entry in catalogue
        if isinstance(entry, polib.MOEntry) or entry.translated()
    }


def entry_problem(entry: polib.POEntry) -> str:
    if entry.fuzzy:
        return "is marked fuzzy"
    if not entry.translated():
        return "has no translation"
    wanted = set(PLACEHOLDER.findall(entry.msgid)) | set(PLACEHOLDER.findall(entry.msgid_plural or ""))
    for text in (entry.msgstr, *entry.msgstr_plural.values()):
        if text and not set(PLACEHOLDER.findall(text)) <= wanted:
            return "has a placeholder that the original lacks"
    return ""


def problems(language: str, messages: dict[Message, list[str]]) -> Iterator[str]:
    path = catalogue_path(language)
    name = path.relative_to(ROOT)
    if not path.exists():
        yield f"{name} is missing"
        return
    catalogue = read_catalogue(language)
    used = {(one.context, one.text): one for one in messages}
    entries = {entry_key(entry): entry for entry in catalogue if not entry.obsolete}
    for key in used.keys() - entries.keys():
        yield f"{name} lacks {used[key].described()}"
    for key in entries.keys() - used.keys():
        yield f"{name} has a text that nobody uses: {entries[key].msgid!r}"
    if language != SOURCE_LANGUAGE:
        yield from (f"{name}: {entry.msgid!r} {problem}" for entry in entries.values() if (problem := entry_problem(entry)))
    compiled = path.with_suffix(".mo")
    if not compiled.exists() or translations(polib.mofile(str(compiled))) != translations(catalogue):
        yield f"{compiled.relative_to(ROOT)} is not what {path.name} says"


def update() -> int:
    messages = collect()
    for language in LANGUAGES:
        path = catalogue_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        catalogue = merged(read_catalogue(language), language, messages)
        catalogue.save(str(path))
        catalogue.save_as_mofile(str(path.with_suffix(".mo")))
    return check()


def check() -> int:
    messages = collect()
    found = [problem for language in LANGUAGES for problem in sorted(problems(language, messages))]
    for problem in found:
        print(problem)
    print(f"{len(messages)} texts, {len(LANGUAGES)} languages, {len(found)} problems")
    if found:
        print("Translate what is named in locale/*/LC_MESSAGES/django.po, then run: make messages")
    return 1 if found else 0


if __name__ == "__main__":
    actions = {"update": update, "check": check}
    if len(sys.argv) != 2 or sys.argv[1] not in actions:
        sys.exit(__doc__)
    sys.exit(actions[sys.argv[1]]())
