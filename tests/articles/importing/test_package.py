"""The project's own format: what is read, and each thing that is refused with its field."""

import copy
import datetime as dt
import json
import shutil
import zipfile
from pathlib import Path

import pytest

from articles.importing.formats import package, package_checks
from articles.importing.options import ReadingOptions
from articles.importing.problems import ImportProblem
from articles.importing.sources import FoundFile, open_source
from tests.reading import read

SAMPLE = Path(__file__).parents[2] / "samples" / "package"
GOOD = json.loads((SAMPLE / "issue.json").read_text(encoding="utf-8"))
ARTICLE = "issue.sections[0].articles[0]"
ZONE = "issue.sections[0].zones[0]"


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(SAMPLE, tmp_path / "package"))


def zipped(folder, path, prefix=""):
    with zipfile.ZipFile(path, "w") as file:
        for part in sorted(folder.rglob("*")):
            file.write(part, prefix + part.relative_to(folder).as_posix())
    return path


def steps(path):
    return [int(step) if step.isdigit() else step for step in path.replace("]", "").replace("[", ".").split(".")]


def changed(path, value):
    """The good issue.json with one value set; `...` takes it away."""
    data = copy.deepcopy(GOOD)
    *way, last = steps(path)
    inner = data
    for step in way:
        inner = inner[step]
    if value is ...:
        del inner[last]
    elif isinstance(inner, list) and last == len(inner):
        inner.append(value)
    else:
        inner[last] = value
    return data


def problem_of(folder, data):
    raw = data if isinstance(data, bytes) else json.dumps(data).encode()
    (folder / "issue.json").write_bytes(raw)
    with pytest.raises(ImportProblem) as caught, open_source(folder) as source:
        package.read(FoundFile(source, "issue.json", "package"))
    return caught.value


def test_folder_is_read(folder):
    (issue,) = read([folder])
    assert issue.issue.date == dt.date(2024, 3, 5)
    assert issue.publication is not None
    assert issue.publication.names[0].name == "望湖时报"
    assert [section.label for section in issue.issue.sections] == ["01", "02"]
    assert issue.issue.sections[0].zones[1].article == "3"
    assert issue.read_file("pages/01.jpg") == (SAMPLE / "pages" / "01.jpg").read_bytes()
    assert issue.is_whole
    assert issue.knows_text(issue.issue.sections[0].articles[0])
    assert (issue.origin, issue.language, issue.warnings) == (str(folder), "zh-Hans", ())
    assert not issue.repairs


@pytest.mark.parametrize("prefix", ["", "2024-03-05/"])
def test_zip_is_read_with_or_without_a_folder_in_it(folder, tmp_path, prefix):
    (issue,) = read([zipped(folder, tmp_path / "issue.zip", prefix)])
    assert len(issue.issue.sections) == 2
    assert issue.read_file("figures/1.png") == (SAMPLE / "figures" / "1.png").read_bytes()
    assert issue.origin == str(tmp_path / "issue.zip") + ("/2024-03-05" if prefix else "")


def test_folder_and_zip_read_alike(folder, tmp_path):
    issues = read([folder, zipped(folder, tmp_path / "issue.zip"), folder / "issue.json"])
    assert len({issue.issue for issue in issues}) == 1


def test_folder_of_packages_and_zips_holds_several_issues(folder, tmp_path):
    shutil.copytree(folder, tmp_path / "more" / "2024" / "03")
    zipped(folder, tmp_path / "more" / "a.zip")
    assert len(list(read([tmp_path / "more"]))) == 2


def test_byte_order_mark_is_accepted(folder):
    path = folder / "issue.json"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert len(list(read([folder]))) == 1


def test_script_and_page_leave_a_package_alone_and_say_so(folder):
    (issue,) = read([folder], ReadingOptions(script="hant"))
    assert issue.issue.sections[0].articles[0].title == "新渡口清晨开航"
    assert "script and page are not said of packages" in issue.warnings[0]


def test_folder_without_issue_file_is_refused(folder):
    for name in ("issue.json", *(path.relative_to(folder) for path in folder.rglob("*.pdf"))):
        (folder / name).unlink()
    with pytest.raises(ImportProblem, match=r"package: expected issues in one of the formats package, .*, found figures, pages"):
        list(read([folder]))


def test_zip_without_issue_file_is_refused(folder, tmp_path):
    for name in ("issue.json", *(path.relative_to(folder) for path in folder.rglob("*.pdf"))):
        (folder / name).unlink()
    with pytest.raises(ImportProblem, match=r"a\.zip: expected issues in one of the formats package, .*, found figures, pages"):
        list(read([zipped(folder, tmp_path / "a.zip")]))


def test_zip_may_hold_many_packages_each_with_its_own_files(folder, tmp_path):
    shutil.copytree(folder, tmp_path / "both" / "a")
    shutil.copytree(folder, tmp_path / "both" / "deep" / "b")
    issues = read([zipped(tmp_path / "both", tmp_path / "a.zip")])
    assert [issue.origin for issue in issues] == [f"{tmp_path}/a.zip/a", f"{tmp_path}/a.zip/deep/b"]
    assert [issue.read_file("pages/01.jpg") == (folder / "pages" / "01.jpg").read_bytes() for issue in issues] == [True, True]


@pytest.mark.parametrize("name", ["page.rtf", "data.bin"])
def test_unknown_file_is_not_recognised(tmp_path, name):
    (tmp_path / name).write_bytes(b"\x00\x01\x02")
    with pytest.raises(ImportProblem, match=r"expected one of the formats package, .*, found a file that is not recognised"):
        list(read([tmp_path / name]))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "issue.json: expected JSON in UTF-8, found Input data was truncated"),
        (b'{"a":\n x}', "issue.json, line 2: expected JSON in UTF-8, found invalid character (byte 7)"),
        (b'{"a": "\xff"}', "expected JSON in UTF-8, found 'utf-8' codec"),
        (b"[" * 100_000, "expected JSON of sensible depth"),
        (b"[]", "expected an object with format, version, publication and issue, found a list of 0"),
        (b"{}", "issue.json, format: expected “newspaper-issue”, found null"),
    ],
)
def test_file_that_is_no_issue_file_is_refused(folder, data, message):
    assert message in str(problem_of(folder, data))


@pytest.mark.parametrize(
    ("path", "value", "expected", "found"),
    [
        ("format", "epaper", "“newspaper-issue”", "“epaper”"),
        ("version", 2, "a version that is understood here, which is 1", "2"),
        ("version", True, "a version that is understood here, which is 1", "true"),
        (f"{ARTICLE}.title", 5, "text", "5"),
        (f"{ARTICLE}.title", "题" * 501, "text of at most 500 characters", "题…” (501 characters)"),
        (f"{ARTICLE}.body", "字" * 1_000_001, "text of at most 1,000,000 characters", "字…” (1,000,001 characters)"),
        (f"{ARTICLE}.title", " ", "a title", "none"),
        (f"{ARTICLE}.kind", "poem", "one of news, picture, advertisement, notice, pointer, other", "“poem”"),
        (f"{ARTICLE}.authors", ["何苇", "何苇"], None, "“何苇” again"),
        (f"{ARTICLE}.figures[0].focal_x", 1.5, "a number of at most 1", "1.5"),
        (f"{ZONE}.polygon[1][0]", -0.1, "a number of at least 0", "-0.1"),
        (f"{ZONE}.polygon[1]", [0, 0, 0], "a list of 2 entries", "a list of 3"),
        ("issue.date", "2023-02-30", "a date that exists, such as 2023-02-14", "“2023-02-30”"),
        (
            "issue.publish_at",
            "2024-03-05T06:00:00",
            "a date and time with its zone, such as 2023-02-14T06:00:00+08:00",
            "“2024-03-05T06:00:00”",
        ),
        ("issue.sections", [], "a list of at least 1 entries", "a list of 0"),
        ("issue.withdrawn_at", "2024-03-05T06:00:00Z", None, "no issue.publish_at"),
        ("publication.slug", "望湖", "small Latin letters, digits and hyphens, beginning with a letter", "“望湖”"),
        ("publication.slug", "whsb\n", "text without control characters", "“whsb\\n”"),
        (f"{ARTICLE}.title", "a\u0000b", "text without control characters", "“a\\x00b”"),
    ],
)
def test_wrong_value_is_named_with_its_path(folder, path, value, expected, found):
    problem = problem_of(folder, changed(path, value))
    assert problem.field.startswith(path)
    assert expected is None or problem.expected == expected
    assert found in str(problem)


def test_missing_and_unknown_fields_are_named(folder):
    missing = problem_of(folder, changed(f"{ARTICLE}.title", ...))
    assert str(missing).endswith(f"issue.json, {ARTICLE}: expected the field title, found none")
    unknown = problem_of(folder, changed(f"{ARTICLE}.titel", "x"))
    assert str(unknown).endswith(f"{ARTICLE}: expected no field but those of the format, found the unknown titel")


@pytest.mark.parametrize(
    ("path", "value", "field", "message"),
    [
        ("issue.sections[1].key", ..., None, "expected a key, found none"),
        ("issue.sections[1].key", "1", None, "expected a key that is not that of issue.sections[0], found “1”"),
        (f"{ARTICLE}.key", ..., None, "expected a key, found none"),
        ("issue.sections[1].articles[0].key", "1", None, f"that is not that of {ARTICLE}, found “1”"),
        (f"{ARTICLE}.figures[0].key", ..., None, "expected a key, found none"),
        (f"{ZONE}.article", "99", None, "expected the key of an article of this issue, found “99”"),
        (f"{ARTICLE}.continues", "99", None, "expected the key of an article of this issue, found “99”"),
        (f"{ARTICLE}.continues", "1", None, "expected parts that do not continue in a circle"),
        ("issue.sections[0].articles[1].continues", "3", None, "expected parts that do not continue in a circle"),
        ("issue.sections[1].label", "01", None, "expected a label that is not that of issue.sections[0], found “01”"),
        (f"{ZONE}.url", "https://example.org/", None, "expected an article or an address, not both"),
        (f"{ZONE}.polygon", [[0, 0], [0.5, 0.5], [1, 1]], None, "The polygon encloses nothing; expected corners"),
        ("issue.date", "9999-12-30", None, "expected a date from 1600 to 2200, found 9999-12-30"),
        ("issue.publish_at", "0001-01-01T00:00:00+08:00", None, "from 1600 to 2200, found 0001-01-01 00:00:00+08:00"),
        ("publication.names[0].from_date", "0001-01-01", None, "expected a date from 1600 to 2200"),
        (f"{ARTICLE}.withdrawn_at", "9999-12-31T23:59:59Z", None, "expected a date from 1600 to 2200"),
        ("issue.next_keys.article", 3, None, "expected more than 3, which is in use, found 3"),
        ("issue.next_keys", ..., "issue.next_keys.section", "expected more than 2, which is in use, found 1"),
        (
            "issue.sections[0].picture",
            "pages/09.jpg",
            None,
            "expected the plain relative name of a file of the package, found none called “pages/09.jpg”",
        ),
        (f"{ARTICLE}.figures[0].picture", "../x.png", None, "name of a file of the package, found “../x.png”"),
        ("publication.masthead", "/etc/passwd", None, "name of a file of the package, found “/etc/passwd”"),
        ("issue.sections[0].pdf", "pages", None, "name of a file of the package, found none called “pages”"),
        (
            "publication.suspensions",
            [{"first": "2024-02-02", "last": "2024-02-01"}],
            None,
            "a date not before 2024-02-02",
        ),
    ],
)
def test_contradiction_is_named_with_its_path(folder, path, value, field, message):
    problem = problem_of(folder, changed(path, value))
    assert problem.field.startswith(field or path)
    assert message in str(problem)


def test_label_may_stand_again_in_another_fold(folder):
    data = changed("issue.sections[1].label", "01")
    data["issue"]["sections"][1]["fold"] = "B叠"
    (folder / "issue.json").write_text(json.dumps(data))
    assert len(list(read([folder]))) == 1


def test_long_key_of_an_older_system_needs_no_counter_beyond_it(folder):
    data = changed("issue.sections[1].articles[0].key", "20240305001234")
    data["issue"]["sections"][0]["zones"][1]["article"] = "20240305001234"
    data["issue"]["sections"][1]["zones"][0]["article"] = "20240305001234"
    (folder / "issue.json").write_text(json.dumps(data))
    assert len(list(read([folder]))) == 1


@pytest.mark.parametrize(("limit", "field"), [("PICTURE_LIMIT", "picture"), ("PDF_LIMIT", "pdf")])
def test_file_that_is_too_large_is_named(folder, monkeypatch, limit, field):
    monkeypatch.setattr(package_checks, limit, 10)
    problem = problem_of(folder, GOOD)
    assert problem.field == f"issue.sections[0].{field}"
    assert problem.expected == "a file of at most 10 bytes"


def test_place_of_a_figure_that_the_article_lacks_is_a_warning(folder):
    (folder / "issue.json").write_text(json.dumps(changed(f"{ARTICLE}.body", '<figure data-figure="7"></figure>')))
    (issue,) = read([folder])
    assert issue.warnings[0].endswith(f"{ARTICLE}.body: holds the place of a figure “7” that the article does not have")
