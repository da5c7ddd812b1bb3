"""Packages and dumps -> rows, through the command: complete, repeatable, one transaction an issue."""

import datetime as dt
import io
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from PIL import Image

from articles import publishing, writing
from articles.importing.ordering import merged_order
from articles.importing.records import ArticleRecord, FigureRecord, PublicationRecord, SectionRecord
from articles.models import Article, Figure, HotZone
from articles.zones import in_pixels
from issues.models import Issue, PageSection, Publication
from issues.pictures import MASK_COLOUR
from tests.factories import make_article, make_figure, make_picture
from tests.packages import (
    LEAD,
    LEFT,
    PUBLICATION,
    RIGHT,
    SECTIONS,
    WEDGE,
    make_package,
    make_zip,
    package_files,
    simple_package,
    write_simple,
)
from tests.snapshots import nothing_written, unchanged

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_root")]


def run(*paths: Path, **options: Any) -> str:
    out = io.StringIO()
    call_command("import_issues", *map(str, paths), stdout=out, **options)
    return out.getvalue()


def moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def article(key: str) -> Article:
    return Article.objects.get(key=key)


def titles(section: str = "1") -> list[str]:
    return list(Article.objects.filter(page_section__key=section).order_by("position").values_list("title", flat=True))


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return make_package(tmp_path / "package")


@pytest.fixture
def simple(tmp_path: Path) -> Path:
    return write_simple(tmp_path / "simple")


# A package is whole


def test_paper_has_every_field_of_the_package(package):
    run(package)
    paper = Publication.objects.get()
    for field in set(PublicationRecord.__struct_fields__) - {"names", "masthead", "suspensions", "grey_days"}:
        assert getattr(paper, field) == PUBLICATION[field], field
    names = [(str(name.from_date), name.name, name.cn_number) for name in paper.names.all()]
    assert names == [("1994-06-01", "望湖日报", "CN 00-0000"), ("2001-01-01", "望湖时报", "CN 00-0001")]
    pauses = [(str(pause.first), str(pause.last), pause.note) for pause in paper.suspensions.all()]
    assert pauses == [("2024-02-10", "2024-02-16", "春节休刊")]
    mourning = [(str(days.first), str(days.last), days.note) for days in paper.grey_days.all()]
    assert mourning == [("2024-05-12", "2024-05-14", "悼念")]
    assert paper.grey_spans == [["2024-05-12", "2024-05-14"]]
    assert (paper.masthead_version, paper.masthead_width, paper.masthead_height) == (1, 300, 60)
    with storages["masters"].open(paper.masthead) as file:
        assert file.read() == package_files()["masthead.png"]


def test_issue_has_every_field_of_the_package(package):
    run(package, restore=True)
    issue = Issue.objects.get()
    assert (issue.date, issue.edition, issue.edition_name) == (dt.date(2024, 3, 5), 2, "晚间版")
    assert (issue.number_text, issue.number, issue.kind) == ("第3—4期（总第1203—1204期）", 1204, "extra")
    assert issue.publish_at == moment("2024-03-05T06:00:00+08:00")
    assert issue.withdrawn_at == moment("2024-03-09T09:30:00+08:00")
    assert (issue.next_section_key, issue.next_article_key, issue.next_figure_key) == (12, 30, 9)


def test_sections_have_every_field_of_the_package(package):
    user = get_user_model().objects.create(username="zhiban")
    run(package, restore=True)
    rows = list(PageSection.objects.in_order())
    assert [row.position for row in rows] == [1, 2, 3, 4]
    of_files = {"picture", "picture_version", "pdf", "pdf_version"}
    of_others = {"credits", "articles", "zones", "state_by", "state_at"}
    for row, wanted in zip(rows, SECTIONS, strict=True):
        record = {field: wanted.get(field) for field in SectionRecord.__struct_fields__}
        for field in set(record) - of_files - of_others:
            default = {"width": 1000, "height": 1414, "state": "awaited", "kind": "news"}.get(field, "")
            assert getattr(row, field) == (record[field] or default), field
        assert row.state_at == (moment(record["state_at"]) if record["state_at"] else None)
    assert [row.state_by for row in rows] == [user, None, None, None]
    assert [(credit.role, credit.name) for credit in rows[0].credits.all()] == [("责任编辑", "高静"), ("校对", "童心")]


@pytest.mark.parametrize("restore", [False, True])
def test_masters_are_kept_byte_for_byte_under_the_packages_versions(package, restore):
    run(package, restore=restore)
    first, spread, _gutter, last = PageSection.objects.in_order()
    assert (first.picture_version, first.pdf_version) == (2, 4)
    assert spread.picture_version == 1
    assert last.pdf_version == 1
    pairs = [(first.picture, "pages/A01.jpg"), (first.pdf, "pages/A01.pdf"), (spread.picture, "pages/A02.png")]
    for master, name in [*pairs, (last.pdf, "pages/B01.pdf")]:
        with storages["masters"].open(master) as file:
            assert file.read() == package_files()[name]


def test_articles_have_every_field_of_the_package(package):
    run(package, restore=True)
    lead = article("1")
    of_others = {"authors", "keywords", "continues", "figures", "corrections", "withdrawn_at", "withdrawal_reason"}
    for field in set(ArticleRecord.__struct_fields__) - of_others - {"is_indexed"}:
        assert getattr(lead, field) == LEAD[field], field
    assert [entry.author.name for entry in lead.author_entries.all()] == ["沈棹", "何苇"]
    assert [entry.keyword.word for entry in lead.keyword_entries.all()] == ["轮渡", "交通"]
    assert lead.is_indexed
    withdrawn = article("2")
    assert (withdrawn.withdrawn_at, withdrawn.withdrawal_reason) == (moment("2024-03-05T15:00+08:00"), "时间有误")
    assert not withdrawn.is_indexed
    assert article("4_1").continues == lead
    kinds = Article.objects.in_reading_order().values_list("key", "kind", "page_section__key", "position")
    assert list(kinds) == [
        ("1", "news", "1", 1),
        ("2", "notice", "1", 2),
        ("3", "pointer", "1", 3),
        ("4_1", "news", "b2", 1),
        ("5", "picture", "b2", 2),
        ("6", "advertisement", "3", 1),
        ("7", "other", "3", 2),
    ]


def test_figures_corrections_and_zones_are_as_in_the_package(package):
    run(package)
    for row, wanted in zip(Figure.objects.order_by("position"), LEAD["figures"], strict=True):
        record = {field: wanted.get(field) for field in FigureRecord.__struct_fields__}
        defaults = {"picture_version": 1, "is_decorative": False, "focal_x": 0.5, "focal_y": 0.5}
        for field in set(record) - {"picture"}:
            assert getattr(row, field) == (record[field] or defaults.get(field, "")), field
        with storages["masters"].open(row.picture) as file:
            assert file.read() == package_files()[wanted["picture"]]
    corrections = [(str(row.date), row.text) for row in article("4_1").corrections.all()]
    assert corrections == [("2024-03-06", "船票应为三元。"), ("2024-03-07", "首班应为六时半。")]
    zones = HotZone.objects.order_by("page_section__position", "pk")
    assert [(zone.polygon, zone.kind, zone.article and zone.article.key, zone.url) for zone in zones] == [
        (LEFT, "article", "1", ""),
        (RIGHT, "figure", "2", ""),
        (WEDGE, "pointer", "4_1", ""),
        (LEFT, "continuation", "4_1", ""),
        (RIGHT, "article", None, ""),
        (WEDGE, "advertisement", None, "https://books.example/"),
    ]


def test_zip_brings_the_same_as_the_folder(tmp_path, package, media_root):
    run(package, restore=True)
    with nothing_written(media_root):
        assert "unchanged" in run(make_zip(tmp_path / "package.zip"), restore=True)


def test_keys_that_the_package_has_used_are_not_given_again(package):
    run(package)
    section = PageSection.objects.get(key="4")
    assert make_article(section).key == "30"
    assert make_figure(article("7")).key == "9"


# Run twice


@pytest.mark.parametrize("options", [{}, {"restore": True}])
def test_second_run_is_unchanged_and_writes_nothing(package, media_root, options):
    get_user_model().objects.create(username="zhiban")
    run(package, **options)
    with nothing_written(media_root):
        report = run(package, **options)
    assert "whsb 2024-03-05-2: unchanged" in report


def test_words_and_lines_with_spaces_around_them_are_unchanged_too(tmp_path, media_root):
    changes: dict[str, Any] = {
        "issue__number_text": " 第3期 ",
        "issue__sections__0__articles__0__authors": [" 沈棹", "何苇 "],
        "issue__sections__0__articles__0__title": " 开航 ",
        "issue__sections__0__articles__0__body": " <p onclick='x'>船&nbsp;开</p><script>1</script>",
    }
    package = make_package(tmp_path / "package", **changes)
    run(package)
    with nothing_written(media_root):
        assert "unchanged" in run(package)


def test_published_issue_imported_again_stays_published_and_unchanged(simple, media_root):
    run(simple, publish=True)
    with nothing_written(media_root):
        report = run(simple, publish=True)
        report += run(simple)
    assert report.count("whsb 2024-03-05: unchanged (published)") == 2


def test_changed_package_updates_only_what_changed(tmp_path, simple):
    run(simple)
    before = {row.key: row for row in Article.objects.all()}
    report = run(write_simple(simple, issue__sections__0__articles__0__title="甲（改）"))
    assert "whsb 2024-03-05: updated (draft): changed: 1 article" in report
    assert article("1").title == "甲（改）"
    assert article("1").pk == before["1"].pk
    for key in ("2", "3"):
        assert Article.objects.filter(key=key).values().get() == {
            field.attname: getattr(before[key], field.attname) for field in Article._meta.concrete_fields
        }


def test_changed_picture_becomes_the_next_version(tmp_path, package):
    run(package)
    make_package(package, files={"pages/A02.png": make_picture(700, 500, "grey", "PNG")})
    assert "changed: 1 page section" in run(package)
    spread = PageSection.objects.get(key="b2")
    assert (spread.picture_version, spread.width, spread.height) == (2, 700, 500)


def test_changed_figures_become_what_the_package_has(tmp_path, package):
    run(package)
    first, second = LEAD["figures"]
    figures = [second, first | {"caption": "渡轮离岸"}, {"key": "3", "picture": "figures/2.jpg"}]
    run(make_package(package, issue__sections__0__articles__0__figures=figures))
    rows = Figure.objects.order_by("position").values_list("key", "caption", "position")
    assert list(rows) == [("2", "", 1), ("1", "渡轮离岸", 2), ("3", "", 3)]
    run(make_package(package, issue__sections__0__articles__0__figures=[first]))
    assert [figure.key for figure in article("1").figures.all()] == ["1"]
    assert "unchanged" in run(package)


def figures_of(lead: list[Any], later: list[Any]) -> dict[str, Any]:
    return {"issue__sections__0__articles__0__figures": lead, "issue__sections__1__articles__0__figures": later}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("options", [{}, {"dry_run": True}], ids=["for good", "dry run"])
def test_figure_moves_to_an_earlier_or_a_later_article_with_its_files(tmp_path, media_root, options):
    first, second = LEAD["figures"]
    package = make_package(tmp_path / "package", **figures_of([first], [second]))
    run(package)
    files = {path: path.read_bytes() for path in media_root.rglob("*") if path.is_file()}
    for figures in ([first, second], []), ([second], [first]), ([], [second, first]), ([first], [second]):
        out = run(make_package(package, **figures_of(*figures)), **options)
        assert "created: 1 figure" not in out
        assert {path: path.read_bytes() for path in media_root.rglob("*") if path.is_file()} == files
        if not options:
            for key, wanted in zip(("1", "4_1"), figures, strict=True):
                rows = article(key).figures.values_list("key", "position", "caption")
                expected = [(row["key"], at, row.get("caption", "")) for at, row in enumerate(wanted, start=1)]
                assert list(rows) == expected
            assert "unchanged" in run(package)


@pytest.mark.django_db(transaction=True)
def test_figure_stays_where_the_article_that_it_goes_to_was_edited(package):
    run(package)
    edited = article("4_1")
    edited.lead = "编辑改过"
    writing.save_article(edited)
    first, second = LEAD["figures"]
    out = run(make_package(package, **figures_of([second], [first])))
    assert [figure.key for figure in article("1").figures.all()] == ["2", "1"]
    assert "figure 1 stays with" in out


def test_changed_corrections_and_continuations_become_what_the_package_has(package):
    run(package)
    run(
        make_package(
            package,
            issue__sections__1__articles__0__continues=None,
            issue__sections__1__articles__0__corrections=[{"date": "2024-03-08", "text": "首班应为七时。"}],
            issue__sections__0__articles__0__continues="4_1",
        )
    )
    assert (article("1").continues, article("4_1").continues) == (article("4_1"), None)
    assert [row.text for row in article("4_1").corrections.all()] == ["首班应为七时。"]
    assert "unchanged" in run(package)


def test_changed_zones_replace_those_of_their_page_only(package):
    run(package)
    other = set(HotZone.objects.exclude(page_section__key="b2").values_list("pk", flat=True))
    zones = [{"polygon": RIGHT, "article": "5"}]
    assert "changed: 1 page with hot zones" in run(make_package(package, issue__sections__1__zones=zones))
    assert [zone.polygon for zone in HotZone.objects.filter(page_section__key="b2")] == [RIGHT]
    assert set(HotZone.objects.exclude(page_section__key="b2").values_list("pk", flat=True)) == other


def test_page_without_zones_in_the_package_keeps_those_that_an_editor_drew(simple):
    run(simple)
    drawn = writing.save_zone(HotZone(page_section=PageSection.objects.get(key="2"), polygon=LEFT, article=article("3")))
    report = run(write_simple(simple, issue__number=7))
    assert HotZone.objects.filter(pk=drawn.pk).exists()
    assert "not in this import, left as it is: hot zones of page 02 城事" in report


def test_new_articles_and_pages_take_their_place(simple):
    run(simple)
    first, second = simple_package()["issue"]["sections"]
    first["articles"].insert(1, {"title": "新", "key": "4"})
    new = {"key": "3", "label": "02", "name": "新页", "articles": [{"title": "又新", "key": "5"}]}
    sections = [first, new, second | {"label": "03"}]
    keys = {"section": 4, "article": 6}
    report = run(write_simple(simple, issue__next_keys=keys, issue__sections=sections))
    assert "new: 1 page section, 2 articles; changed: 1 page section" in report
    assert list(PageSection.objects.in_order().values_list("key", "label")) == [("1", "01"), ("3", "02"), ("2", "03")]
    assert titles("1") == ["甲", "新", "乙"]
    assert titles("3") == ["又新"]
    assert "unchanged" in run(simple)


def test_pages_exchange_their_labels(simple):
    run(simple)
    run(write_simple(simple, issue__sections__0__label="02", issue__sections__1__label="01"))
    assert list(PageSection.objects.in_order().values_list("key", "label")) == [("1", "02"), ("2", "01")]


def test_article_moves_to_the_page_that_the_package_gives_it_and_keeps_its_key(simple):
    run(simple)
    moved = [{"title": "乙", "key": "2"}, {"title": "丙", "key": "3"}]
    first = [{"title": "甲", "key": "1", "body": "<p>甲文。</p>"}]
    run(write_simple(simple, issue__sections__0__articles=first, issue__sections__1__articles=moved))
    assert (titles("1"), titles("2")) == (["甲"], ["乙", "丙"])
    assert "unchanged" in run(simple)


def test_what_a_package_lacks_stays_and_is_named(simple):
    run(simple)
    report = run(write_simple(simple, issue__sections__0__articles__1=None, issue__sections__1=None))
    assert "not in this import, left as it is: 乙" in report
    assert "not in this import, left as it is: page 02 城事" in report
    assert titles("1") == ["甲", "乙"]
    assert titles("2") == ["丙"]


def test_order_of_rows_that_only_one_side_knows():
    assert merged_order([1, 9, 2, 8], [2, 3, 1]) == [2, 8, 3, 1, 9]
    assert merged_order([9, 1], [1]) == [9, 1]
    assert merged_order([], [1, 2]) == [1, 2]


# What editors did is kept


def test_article_that_an_editor_changed_is_kept_and_listed(simple):
    run(simple)
    edited = article("1")
    edited.title = "甲，编辑改过"
    writing.save_article(edited)
    for package in (simple, write_simple(simple, issue__sections__0__articles__0__body="<p>新稿。</p>")):
        report = run(package)
        assert "kept: edited: 甲，编辑改过" in report
    assert article("1").body == "<p>甲文。</p>"


def test_article_that_an_editor_moved_is_kept_where_it_is(simple):
    run(simple)
    writing.move_article(article("2"), PageSection.objects.get(key="2"), 1)
    assert "kept: edited: 乙" in run(simple)
    assert titles("2") == ["乙", "丙"]


def test_figure_caption_that_an_editor_changed_is_kept(package):
    run(package)
    figure = Figure.objects.get(key="1")
    figure.caption = "编辑写的说明"
    writing.save_figure(figure)
    assert f"kept: edited: {LEAD['title']}" in run(package)
    assert Figure.objects.get(key="1").caption == "编辑写的说明"


def test_article_that_an_editor_added_stays_behind_its_neighbour(simple):
    run(simple)
    writing.save_article(Article(page_section=PageSection.objects.get(key="1"), title="编辑加的"), position=2)
    report = run(simple)
    assert "not in this import, left as it is: 编辑加的" in report
    assert titles("1") == ["甲", "编辑加的", "乙"]


def test_editors_change_that_the_package_makes_too_is_no_difference(simple):
    run(simple)
    edited = article("1")
    edited.title = "甲（改）"
    writing.save_article(edited)
    changed = write_simple(simple, issue__sections__0__articles__0__title="甲（改）")
    assert "kept" not in run(changed)
    assert "changed: 1 article" in run(write_simple(simple, issue__sections__0__articles__0__title="甲（再改）"))


def test_paper_keeps_its_own_fields_and_says_what_the_package_says_else(simple):
    run(simple)
    report = run(
        write_simple(
            simple,
            publication__motto="另一句",
            publication__names=[*PUBLICATION["names"], {"from_date": "2020-01-01", "name": "望湖报"}],
        )
    )
    assert Publication.objects.get().motto == ""
    assert "the paper keeps what it has, where the package says something else: motto" in report
    assert "new: 1 name of the paper" in report
    assert Publication.objects.get().name_on(dt.date(2024, 3, 5)) == "望湖报"


def test_key_of_another_article_refuses_the_issue(tmp_path, media_root, simple):
    run(write_simple(simple, issue__sections__0__articles__0__external_id="a"))
    changed = write_simple(tmp_path / "2", issue__sections__0__articles__0__external_id="b")
    with unchanged(media_root), pytest.raises(CommandError, match=r"articles\[0\]\.external_id: expected “a”"):
        run(changed)
    moved = write_simple(tmp_path / "3", issue__sections__0__articles__1__external_id="a")
    with unchanged(media_root), pytest.raises(CommandError, match=r"articles\[1\]\.key: expected the key 1"):
        run(moved)


# States


def test_import_makes_a_draft_unless_told_otherwise(package):
    report = run(package)
    assert "created (draft)" in report
    assert Issue.objects.get().state() == Issue.State.DRAFT
    assert set(PageSection.objects.values_list("state", flat=True)) == {"awaited"}


def test_article_that_comes_withdrawn_never_reaches_readers(tmp_path):
    package = make_package(tmp_path / "package", issue__withdrawn_at=None)
    run(package, publish=True)
    assert Issue.objects.get().state() == Issue.State.PUBLISHED
    assert not Article.objects.public().filter(key="2").exists()
    assert Article.objects.public().filter(key="1").exists()
    assert served_pixel(PageSection.objects.get(key="1"), RIGHT) == MASK_COLOUR


def test_publish_shows_the_issue_and_refuses_a_fault_of_integrity(tmp_path, simple, media_root, monkeypatch):
    monkeypatch.setattr(publishing, "integrity_problems", lambda issue: ["第01版 is impossible."])
    with unchanged(media_root), pytest.raises(CommandError, match=r"issue: 第01版 is impossible\."):
        run(simple, publish=True)
    monkeypatch.undo()
    assert "created (published)" in run(simple, publish=True)


def test_publish_leaves_withdrawn_what_was_withdrawn(simple):
    run(simple, publish=True)
    publishing.withdraw_issue(Issue.objects.get())
    report = run(simple, publish=True)
    assert "note: the issue was withdrawn here; it stays withdrawn" in report
    assert Issue.objects.get().state() == Issue.State.WITHDRAWN


def test_publish_of_a_withdrawn_issues_package_leaves_a_draft(package):
    assert "note: the package has this issue withdrawn" in run(package, publish=True)
    assert Issue.objects.get().state() == Issue.State.DRAFT


def test_restore_brings_back_times_states_and_withdrawals(package):
    get_user_model().objects.create(username="zhiban")
    report = run(package, restore=True)
    assert "created (withdrawn)" in report
    assert list(PageSection.objects.in_order().values_list("state", "state_by__username")) == [
        ("signed", "zhiban"),
        ("proofread", None),
        ("in_work", None),
        ("awaited", None),
    ]


def test_restore_names_a_signer_whom_the_site_does_not_know(package):
    assert "note: no user zhiban here; the page that this name stands under has none now" in run(package, restore=True)
    assert PageSection.objects.get(key="1").state == "signed"


def test_restore_paints_over_withdrawn_articles_in_picture_and_pdf(package, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        run(package, restore=True)
    section = PageSection.objects.get(key="1")
    assert section.mask_polygons == [[tuple(corner) for corner in RIGHT]]
    assert served_pixel(section, RIGHT) == MASK_COLOUR
    assert served_pixel(section, LEFT) != MASK_COLOUR
    folder = f"issues/{section.issue_id}"
    served = {name for name in storages["served"].listdir(folder)[1] if name.startswith("page_1-")}
    assert {name for name in served if name.endswith(".pdf")} == {"page_1-4.pdf"}


def served_pixel(section: PageSection, polygon: list[list[float]]) -> tuple[int, ...]:
    """The colour in the middle of a zone of the largest picture served."""
    width = section.picture_widths[-1]
    name = f"issues/{section.issue_id}/{section.picture_href(width)}"
    with storages["served"].open(name) as file:
        picture = Image.open(file).convert("RGB")
    corners = in_pixels(polygon, *picture.size)
    x, y = (sum(values) // len(values) for values in zip(*corners, strict=True))
    found = picture.getpixel((x, y))
    assert isinstance(found, tuple)
    return MASK_COLOUR if max(abs(a - b) for a, b in zip(found, MASK_COLOUR, strict=True)) < 6 else found


def test_restore_of_an_older_package_leaves_withdrawn_what_was_withdrawn_here(simple):
    path = simple / "issue.json"
    path.write_text(path.read_text().replace('"date":', '"publish_at": "2024-03-05T06:00:00+08:00", "date":'))
    run(simple, restore=True)
    publishing.withdraw_article(article("2"), "失实")
    publishing.withdraw_issue(Issue.objects.get())
    report = run(simple, restore=True)
    assert Issue.objects.get().withdrawn_at
    assert article("2").withdrawal_reason == "失实"
    assert report.count("of which the package does not know; it stays withdrawn") == 2


def test_zones_that_cover_a_withdrawn_article_stay_and_are_named(tmp_path, simple):
    run(simple, publish=True)
    publishing.withdraw_article(article("1"), "失实")
    other = write_simple(tmp_path / "other", issue__sections__0__zones=[{"polygon": RIGHT, "article": "2"}])
    report = run(other)
    assert "甲 is withdrawn here; its hot zone on page 01 要闻 stays" in report
    assert [zone.polygon for zone in article("1").zones.all()] == [LEFT]
    assert [zone.polygon for zone in article("2").zones.all()] == [RIGHT]
    assert PageSection.objects.get(key="1").masks
    assert "unchanged" in run(other)


def test_a_withdrawn_article_stays_on_the_page_that_it_covers(tmp_path, simple):
    run(simple, publish=True)
    publishing.withdraw_article(article("3"), "失实")
    package = simple_package()
    first, second = package["issue"]["sections"]
    first["articles"].append(second["articles"].pop())
    report = run(write_simple(tmp_path / "other", issue__sections=[first, second]))
    assert "丙 is withdrawn here; it stays on its page" in report
    assert article("3").page_section.key == "2"


def test_restore_of_a_package_made_before_publication_hides_nothing(simple):
    run(simple, publish=True)
    report = run(simple, restore=True)
    assert "note: readers have seen this issue" in report
    assert Issue.objects.get().state() == Issue.State.PUBLISHED


# One transaction an issue


def test_good_issue_stays_when_another_of_the_run_is_bad(tmp_path):
    for day in ("04", "05", "06"):
        write_simple(tmp_path / "in" / day, issue__date=f"2024-03-{day}")
    write_simple(tmp_path / "in" / "05", issue__sections__0__articles__0__title=1)
    out = io.StringIO()
    with pytest.raises(CommandError, match=r"05/issue\.json, issue\.sections\[0\]\.articles\[0\]\.title: expected text"):
        call_command("import_issues", str(tmp_path / "in"), stdout=out)
    assert list(Issue.objects.order_by("date").values_list("date__day", flat=True)) == [4, 6]
    assert "In all: 2 created, 1 refused" in out.getvalue()
    write_simple(tmp_path / "in" / "05", issue__date="2024-03-05")
    assert "In all: 1 created, 2 unchanged" in run(tmp_path / "in")


def test_refusal_late_in_the_issue_leaves_rows_and_files_as_they_were(tmp_path, media_root, simple):
    run(simple)
    broken = {"figures/2.jpg": make_picture()[:300]}
    with (
        unchanged(media_root),
        pytest.raises(CommandError, match=r"articles\[0\]\.figures\[1\]\.picture “figures/2.jpg”: The file cannot be taken"),
    ):
        run(make_package(tmp_path / "new", files=broken))
    with unchanged(media_root), pytest.raises(CommandError, match=r"“media” is an address of the site itself"):
        run(make_package(tmp_path / "new", publication__slug="media", files=package_files()))


def test_dry_run_reports_and_writes_nothing(tmp_path, media_root, package, simple):
    with unchanged(media_root):
        report = run(package, dry_run=True, restore=True)
    assert "whsb 2024-03-05-2: would be created (withdrawn): 4 page sections, 7 articles" in report
    run(simple)
    with unchanged(media_root):
        report = run(write_simple(simple, issue__sections__0__articles__0__title="甲（改）"), dry_run=True)
    assert "would be updated (draft): changed: 1 article" in report


def test_somebody_else_writing_at_once_is_a_sentence(simple, media_root, monkeypatch):
    """Two imports make the same new paper: both find none, one comes too late."""
    run(simple)
    manager = Publication.objects
    monkeypatch.setattr(type(manager.all()), "first", lambda rows: None)
    monkeypatch.setattr(Publication, "full_clean", lambda paper, **_: None)
    with unchanged(media_root), pytest.raises(CommandError, match="somebody else wrote the same thing at the same moment"):
        run(simple, publish=True)


def test_media_folder_that_cannot_be_written_is_a_sentence(tmp_path, package, settings):
    blocked = tmp_path / "a-file"
    blocked.write_text("")
    settings.MEDIA_ROOT = blocked
    with pytest.raises(CommandError, match=r"the media folder did not take it \(Not a directory"):
        run(package)
    assert not Publication.objects.exists()


# The paper


def test_users_paper_goes_before_the_packages(simple):
    run(simple, paper="other", paper_name="另一报")
    paper = Publication.objects.get()
    assert (paper.slug, paper.name_on(dt.date(2024, 3, 5))) == ("other", "另一报")


@pytest.mark.parametrize("slug", ["admin", "preview", "zh-hant", "Has Space"])
def test_slug_that_cannot_be_an_address_is_refused(simple, media_root, slug):
    with unchanged(media_root), pytest.raises(CommandError, match="--paper: "):
        run(simple, paper=slug)
