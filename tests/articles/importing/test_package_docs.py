"""docs/package-format.md and docs/package.schema.json say what the reader does."""

import re
from pathlib import Path

import msgspec
import pytest

from articles.importing import records
from articles.importing.formats import package
from articles.importing.formats.package_checks import check

DOCS = Path(__file__).resolve().parents[3] / "docs"
FORMAT = (DOCS / "package-format.md").read_text(encoding="utf-8")
TABLES = {
    "The file": records.Package,
    "`publication`": records.PublicationRecord,
    "`publication.names[]`": records.NameRecord,
    "`publication.suspensions[]`": records.SuspensionRecord,
    "`publication.grey_days[]`": records.GreyDaysRecord,
    "`issue`": records.IssueRecord,
    "`issue.next_keys`": records.NextKeys,
    "`issue.sections[]`": records.SectionRecord,
    "`issue.sections[].credits[]`": records.CreditRecord,
    "`issue.sections[].articles[]`": records.ArticleRecord,
    "`issue.sections[].articles[].figures[]`": records.FigureRecord,
    "`issue.sections[].articles[].corrections[]`": records.CorrectionRecord,
    "`issue.sections[].zones[]`": records.ZoneRecord,
}
KEYS_THAT_A_PACKAGE_NEEDS = {("SectionRecord", "key"), ("ArticleRecord", "key"), ("FigureRecord", "key")}


def table(heading: str) -> dict[str, str]:
    """Field -> default, of the table below a heading."""
    section = re.split(r"^#+ ", FORMAT.split(f"# {heading}\n", 1)[1], maxsplit=1, flags=re.M)[0]
    return dict(re.findall(r"^\| `(\w+)` \| .*? \| (.*?) \| .*?\|$", section, re.M))


def default(field: msgspec.structs.FieldInfo) -> str:
    if field.default is msgspec.NODEFAULT:
        return "required" if field.required else "`[]`"
    if field.default is None:
        return "none"
    if field.default == ():
        return "`[]`"
    if isinstance(field.default, msgspec.Struct):
        return "all `1`"
    return f"`{msgspec.json.encode(field.default).decode()}`"


@pytest.mark.parametrize(("heading", "record"), TABLES.items(), ids=TABLES.keys())
def test_every_field_is_in_its_table_with_its_default(heading, record):
    fields = msgspec.structs.fields(record)
    needed = {field.name for field in fields if (record.__name__, field.name) in KEYS_THAT_A_PACKAGE_NEEDS}
    assert table(heading) == {field.name: "required" if field.name in needed else default(field) for field in fields}


def test_schema_file_is_the_one_that_the_records_make():
    assert (DOCS / "package.schema.json").read_text(encoding="utf-8") == records.schema_text()


def test_example_is_a_package():
    example = re.findall(r"^```json\n(.*?)^```", FORMAT, re.M | re.S)[0]
    read = package.decode(example.encode(), "issue.json")
    assert check(read, "issue.json", lambda name: 1) == ()
