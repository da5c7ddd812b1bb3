"""Whatever the bytes, a reader gives an issue or raises `ImportProblem`; a repair is done once and for all."""

import copy
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.importing import cleaning
from articles.importing.formats import package, text_dump
from articles.importing.problems import ImportProblem
from articles.importing.records import Package
from tests.reading import merge, read

SAMPLES = Path(__file__).parents[2] / "samples"
DUMP = (SAMPLES / "dumps" / "damaged.txt").read_bytes()
PACKAGE = json.loads((SAMPLES / "package" / "issue.json").read_text(encoding="utf-8"))
QUICK = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
chinese = st.text(alphabet="村居民頁女行了𠮷() （）,.:;!?“”abèǚ\u030cvn12 \u3000\xa0\n", max_size=60)


def check_message(problem: ImportProblem) -> None:
    """One line that a terminal can show."""
    assert len(str(problem).splitlines()) == 1
    assert str(problem).encode()


def read_dump(data: bytes) -> None:
    try:
        merge([text_dump.read(data, "a.txt", "hans")])
    except ImportProblem as problem:
        check_message(problem)


def spots(value, way=()):
    """Every place inside a JSON value."""
    if way:
        yield way
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, part in inner:
        yield from spots(part, (*way, step))


@given(st.binary(max_size=300))
@QUICK
def test_any_bytes_as_a_dump(data):
    read_dump(data)
    text_dump.looks_like(data)


@given(st.lists(st.tuples(st.integers(0, len(DUMP)), st.integers(0, 40), st.binary(max_size=8)), max_size=4))
@QUICK
def test_any_damage_to_a_dump(cuts):
    data = DUMP
    for start, length, patch in cuts:
        data = data[:start] + patch + data[start + length :]
    read_dump(data)


@given(st.lists(st.sampled_from(DUMP.decode().split("\n")), max_size=40))
@QUICK
def test_any_order_of_a_dumps_lines(lines):
    read_dump("\n".join(["首页 | 版面导航 | 标题导航", *lines]).encode())


@given(st.binary(max_size=200))
@QUICK
def test_any_bytes_as_an_issue_file(data):
    with pytest.raises(ImportProblem):
        package.decode(data, "issue.json")


@given(st.data(), values)
@QUICK
def test_any_value_anywhere_in_an_issue_file(data, value):
    changed = copy.deepcopy(PACKAGE)
    *way, last = data.draw(st.sampled_from(list(spots(PACKAGE))))
    inner = changed
    for step in way:
        inner = inner[step]
    inner[last] = value
    try:
        assert isinstance(package.decode(json.dumps(changed).encode(), "issue.json"), Package)
    except ImportProblem as problem:
        check_message(problem)


@given(st.lists(st.tuples(st.integers(0, 5000), st.binary(min_size=1, max_size=6)), min_size=1, max_size=5))
@QUICK
def test_any_damage_to_a_zip(tmp_path, patches):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as file:
        for part in sorted((SAMPLES / "package").rglob("*")):
            file.write(part, part.relative_to(SAMPLES / "package").as_posix())
    data = path.read_bytes()
    for place, patch in patches:
        start = place % len(data)
        data = data[:start] + patch + data[start + len(patch) :]
    path.write_bytes(data)
    try:
        for issue in read([path]):
            for section in issue.issue.sections:
                issue.read_file(section.picture or "")
    except ImportProblem as problem:
        check_message(problem)


@given(chinese)
@QUICK
def test_clean_text_stays_as_it_is(text):
    once, _ = cleaning.clean(text)
    again, repairs = cleaning.clean(once)
    assert again == once
    assert (repairs.glosses, repairs.indents, repairs.punctuation) == (0, 0, 0)
    assert once.count("\n") == text.count("\n")


@given(chinese)
@QUICK
def test_only_glosses_indents_and_width_ever_change(text):
    """Taking spaces, brackets with letters and the width of marks away, nothing is left to differ."""
    wide = str.maketrans(",.:;!?", "，。：；！？")

    def core(value):
        letters = "()（）abèǚe\u0300u\u0308\u030cvn"
        return [letter for letter in value.translate(wide) if not letter.isspace() and letter not in letters]

    assert core(cleaning.clean(text)[0]) == core(text)
