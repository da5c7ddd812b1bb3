"""What an audit names and what it leaves alone, on archives of a few words."""

import datetime as dt

import pytest

from articles.auditing.audit import audit
from articles.auditing.shapes import place, printed_numbers, slots
from articles.auditing.wording import day as named
from tests.articles.auditing.archives import day, make_archive, make_days, make_issue, make_page


def audited(archive, **bounds):
    found = audit(archive, **bounds)
    assert found is not None
    return found


def holes(archive, **days):
    found = audited(archive, **days)
    assert found is not None
    return [(finding.kind, named(finding)) for finding in found.holes]


def notes(archive, **days):
    found = audited(archive, **days)
    assert found is not None
    return [(finding.kind, named(finding)) for finding in found.notes]


def replaced(issues, date, labels="01 02 03 04", **changes):
    return {**issues, date: make_issue(date, labels, **changes)}


def test_a_whole_archive_has_no_holes():
    archive = make_archive(make_days(60).values())
    assert holes(archive) == []
    assert notes(archive) == []


def test_exactly_three_holes_are_named():
    issues = make_days(30)
    del issues[day(9)]
    issues = replaced(issues, day(13), "01 02 04")
    empty = [make_page("01"), make_page("02", 0), make_page("03"), make_page("04")]
    issues = replaced(issues, day(20), pages=empty)
    assert holes(make_archive(issues.values())) == [
        ("no_issue", "2023-02-15"),
        ("no_page", "2023-02-19/03"),
        ("no_articles", "2023-02-26/02"),
    ]


def test_a_day_off_is_no_hole():
    issues = make_days(30, "12345")
    assert holes(make_archive(issues.values(), weekdays="12345")) == []


def test_a_suspended_day_is_no_hole():
    issues = make_days(30)
    for offset in range(8, 12):
        del issues[day(offset)]
    assert holes(make_archive(issues.values(), pauses=[(day(8), day(11))])) == []
    assert [name for _, name in holes(make_archive(issues.values(), pauses=[(day(8), day(10))]))] == ["2023-02-17"]


def test_a_day_inside_two_suspensions_is_no_hole_after_the_shorter_one_ended():
    issues = make_days(30)
    for offset in range(8, 20):
        del issues[day(offset)]
    assert holes(make_archive(issues.values(), pauses=[(day(8), day(19)), (day(9), day(10))])) == []


def test_an_issue_in_a_suspension_is_pointed_out():
    archive = make_archive(make_days(14).values(), pauses=[(day(3), day(3))])
    assert notes(archive) == [("in_suspension", "2023-02-09")]
    assert holes(archive) == []


def test_days_outside_the_first_and_last_issue_are_holes_only_when_they_are_asked_for():
    issues = make_days(10)
    assert holes(make_archive(issues.values())) == []
    assert holes(make_archive(issues.values()), first=day(-1)) == [("no_issue", "2023-02-05")]
    assert holes(make_archive(issues.values()), last=day(10)) == [("no_issue", "2023-02-16")]


def test_holes_before_the_days_asked_for_are_not_named_but_the_neighbours_count():
    issues = make_days(30)
    del issues[day(3)]
    issues = replaced(issues, day(21), "01 02 03")
    archive = make_archive(issues.values())
    assert holes(archive, first=day(21), last=day(21)) == [("no_page", "2023-02-27/04")]


def test_an_empty_paper_cannot_be_looked_at_without_days():
    assert audit(make_archive([])) is None
    assert holes(make_archive([]), first=day(0), last=day(1)) == [("no_issue", "2023-02-06"), ("no_issue", "2023-02-07")]


def test_many_days_in_a_row_are_one_hole():
    issues = make_days(60)
    for offset in range(20, 40):
        del issues[day(offset)]
    found = audited(make_archive(issues.values()))
    assert [(named(hole), hole.amount) for hole in found.holes] == [("2023-02-26 – 2023-03-17", 20)]


def test_a_ticked_day_and_a_ticked_page_are_no_holes_any_more():
    issues = make_days(30)
    del issues[day(9)]
    issues = replaced(issues, day(13), "01 02 04")
    found = audited(make_archive(issues.values(), ticks=[(day(9), ""), (day(13), "3")]))
    assert found.holes == []
    assert [named(finding) for finding in found.ticked] == ["2023-02-15", "2023-02-19/03"]


def test_a_tick_for_one_page_does_not_hide_another():
    issues = replaced(make_days(30), day(13), "01 04")
    assert holes(make_archive(issues.values(), ticks=[(day(13), "03")])) == [("no_page", "2023-02-19/02")]


def test_a_tick_on_what_is_there_is_pointed_out():
    archive = make_archive(make_days(14).values(), ticks=[(day(3), ""), (day(4), "02"), (day(5), "09")])
    assert notes(archive) == [("idle_tick", "2023-02-09"), ("idle_tick", "2023-02-10/02")]


def test_a_paper_that_changed_its_weekdays_is_only_warned_about():
    early = make_days(140, "12345")
    late = {date: issue for date, issue in make_days(280).items() if date >= day(140)}
    archive = make_archive([*early.values(), *late.values()])
    assert holes(archive) == []
    assert notes(archive) == [("weekdays", "2023-02-11 – 2023-06-24"), ("weekdays", "2023-02-12 – 2023-06-25")]


def test_a_weekly_whose_weekdays_were_never_set_is_only_warned_about():
    archive = make_archive(make_days(60, "2").values())
    assert holes(archive) == []
    assert len(notes(archive)) == 6


def test_issues_on_other_weekdays_are_pointed_out_once_a_weekday():
    archive = make_archive(make_days(60).values(), weekdays="123456")
    assert holes(archive) == []
    assert notes(archive) == [("weekdays", "2023-02-12 – 2023-04-02")]


def test_whole_weeks_without_issues_are_holes_and_no_change_of_weekdays():
    issues = make_days(200)
    for offset in range(30, 100):
        del issues[day(offset)]
    found = audited(make_archive(issues.values()))
    assert [hole.amount for hole in found.holes] == [70]
    assert found.notes == []


def test_the_last_page_is_missed_when_the_neighbours_have_it():
    issues = replaced(make_days(60), day(21), "01 02 03")
    assert holes(make_archive(issues.values())) == [("no_page", "2023-02-27/04")]


def test_the_same_weekday_is_what_a_thick_issue_is_measured_by():
    issues = make_days(60)
    for date in issues:
        if date.isoweekday() == 5:
            issues[date] = make_issue(date, "01 02 03 04 05 06 07 08")
    assert holes(make_archive(issues.values())) == []
    thin = day(25)
    assert thin.isoweekday() == 5
    issues[thin] = make_issue(thin, "01 02 03 04")
    found = holes(make_archive(issues.values()))
    assert found == [("no_page", f"{thin}/{label}") for label in ("05", "06", "07", "08")]


def test_one_thick_issue_does_not_make_its_neighbours_thin():
    issues = replaced(make_days(60), day(21), " ".join(f"{n:02}" for n in range(1, 33)))
    assert holes(make_archive(issues.values())) == []


def test_two_damaged_neighbours_do_not_hide_each_other():
    issues = replaced(replaced(make_days(60), day(21), "01 02 03"), day(28), "01 02 03")
    assert holes(make_archive(issues.values())) == [("no_page", "2023-02-27/04"), ("no_page", "2023-03-06/04")]


def test_a_thin_issue_of_a_paper_that_often_is_thin_is_only_pointed_out():
    issues = make_days(140)
    for offset in (21, 63, 105):
        issues[day(offset)] = make_issue(day(offset), "01 02")
    archive = make_archive(issues.values())
    assert holes(archive) == []
    assert {kind for kind, _ in notes(archive)} == {"fewer_pages"}


@pytest.mark.parametrize(
    ("labels", "missing"),
    [
        ("01 02 04", ["03"]),
        ("1 2 4", ["03"]),
        ("02 03", ["01"]),
        ("01 02-03 06", ["04", "05"]),
        ("01 02-03 04", []),
        ("A01 A02 B01 B03", ["B02"]),
        ("A01 A02 A04 B05 B06", ["A03"]),
        ("A01 A02 B03 B04", []),
        ("A01 A02 T1 T3", ["T02"]),
        ("01 02 2023", ["03–2022"]),
        ("a01 A02 A04", ["A03"]),
    ],
)
def test_labels_tell_by_themselves_which_page_is_missing(labels, missing):
    assert holes(make_archive([make_issue(day(0), labels)])) == [("no_page", f"2023-02-06/{label}") for label in missing]


def test_folds_with_labels_of_their_own_are_told_apart():
    pages = [make_page(label, fold=fold) for fold, label in [("A叠", "01"), ("A叠", "02"), ("B叠", "01"), ("B叠", "03")]]
    assert holes(make_archive([make_issue(day(0), pages=pages)])) == [("no_page", "2023-02-06/B叠02")]
    assert holes(make_archive([make_issue(day(0), pages=pages)], ticks=[(day(0), "b叠 2")])) == []


def test_a_fold_that_is_missing_as_a_whole_is_named_page_by_page():
    issues = replaced(make_days(60, labels="A01 A02 B01 B02"), day(21), "A01 A02")
    archive = make_archive(issues.values())
    assert holes(archive) == [("no_page", "2023-02-27/B01"), ("no_page", "2023-02-27/B02")]


def test_a_spread_stands_for_both_its_pages():
    issues = replaced(make_days(60), day(21), "01 02-03 04")
    assert holes(make_archive(issues.values())) == []


def test_other_labels_for_as_many_pages_are_no_hole():
    issues = replaced(make_days(60), day(21), "A01 A02 A03 A04")
    assert holes(make_archive(issues.values())) == []


def test_pages_without_labels_are_counted():
    named_pages = [make_page("", name=name) for name in ("要闻", "城事", "副刊")]
    issues = make_days(60, pages=named_pages)
    issues = replaced(issues, day(21), pages=named_pages[:2])
    assert holes(make_archive(issues.values())) == [("fewer_pages", "2023-02-27")]


def test_an_issue_without_pages_is_a_hole():
    issues = replaced(make_days(30), day(13), "")
    assert holes(make_archive(issues.values())) == [("no_pages", "2023-02-19")]


def test_a_page_that_never_has_articles_is_none_of_the_holes():
    pages = [make_page("01"), make_page("02", 0)]
    assert holes(make_archive(make_days(60, pages=pages).values())) == []


def test_an_archive_of_pages_alone_has_no_holes_in_its_articles():
    assert holes(make_archive(make_days(60, pages=[make_page("01", 0), make_page("02", 0)]).values())) == []


def test_an_advertisement_needs_no_article():
    pages = [make_page("01"), make_page("02", 0, is_advertisement=True)]
    issues = replaced(make_days(60, "1234567", labels="01 02"), day(21), pages=pages)
    assert holes(make_archive(issues.values())) == []


def test_an_issue_without_any_article_is_one_hole():
    pages = [make_page(f"{n:02}", 0) for n in range(1, 5)]
    issues = replaced(make_days(60), day(21), pages=pages)
    assert holes(make_archive(issues.values())) == [("no_articles", "2023-02-27")]


def test_an_empty_page_that_no_neighbour_has_is_only_pointed_out():
    pages = [make_page("01"), make_page("02"), make_page("03"), make_page("04"), make_page("", 0, name="中缝")]
    archive = make_archive(replaced(make_days(60), day(21), pages=pages).values())
    assert holes(archive) == []
    assert notes(archive) == [("no_articles", "2023-02-27/中缝")]


def test_articles_without_text_are_counted_a_page():
    issues = replaced(make_days(30), day(13), pages=[make_page("01", 5, bare=2), *map(make_page, ("02", "03", "04"))])
    found = audited(make_archive(issues.values()))
    assert [(hole.kind, named(hole), hole.amount) for hole in found.holes] == [("no_text", "2023-02-19/01", 2)]


def test_a_page_without_picture_is_missed_where_the_neighbours_have_theirs():
    pages = [make_page("01", has_picture=False), *map(make_page, ("02", "03", "04"))]
    assert holes(make_archive(replaced(make_days(30), day(13), pages=pages).values())) == [("no_picture", "2023-02-19/01")]


def test_an_issue_without_pictures_is_one_hole_and_an_archive_without_none():
    pages = [make_page(f"{n:02}", has_picture=False) for n in range(1, 5)]
    assert holes(make_archive(replaced(make_days(30), day(13), pages=pages).values())) == [("no_picture", "2023-02-19")]
    assert holes(make_archive(make_days(30, pages=pages).values())) == []


def numbered(count, **changes):
    return {date: make_issue(date, number=100 + n, **changes) for n, date in enumerate(make_days(count))}


def test_a_number_that_is_missing_although_no_day_is():
    issues = numbered(14)
    for n, date in enumerate(sorted(issues)[7:], start=108):
        issues[date] = make_issue(date, number=n)
    found = audited(make_archive(issues.values()))
    assert [(hole.kind, named(hole), str(hole.expected)) for hole in found.holes] == [("numbers", "2023-02-13", "number 107")]


def test_a_missing_day_explains_its_number():
    issues = numbered(14)
    del issues[day(5)]
    assert holes(make_archive(issues.values())) == [("no_issue", "2023-02-11")]


def test_a_missing_number_on_a_day_off_is_found():
    dates = [date for date in make_days(14) if date.isoweekday() != 7]
    issues = [make_issue(date, number=100 + (date - day(0)).days) for date in dates]
    assert holes(make_archive(issues, weekdays="123456")) == [("numbers", "2023-02-13")]
    assert holes(make_archive(issues, weekdays="123456", ticks=[(day(6), "")])) == []
    assert holes(make_archive(issues, weekdays="123456", ticks=[(day(7), "")])) == []


def test_a_double_number_fills_its_gap():
    issues = numbered(7)
    issues[day(3)] = make_issue(day(3), number=(103, 104))
    for offset in (4, 5, 6):
        issues[day(offset)] = make_issue(day(offset), number=101 + offset)
    assert holes(make_archive(issues.values())) == []


def test_numbers_that_begin_anew_with_the_year_are_no_hole():
    dates = [dt.date(2023, 12, 20) + dt.timedelta(days=n) for n in range(24)]
    issues = [make_issue(date, number=date.timetuple().tm_yday) for date in dates]
    assert holes(make_archive(issues)) == []
    assert notes(make_archive(issues)) == []


def test_a_misprinted_number_is_only_pointed_out():
    issues = numbered(7)
    issues[day(3)] = make_issue(day(3), number=1003)
    archive = make_archive(issues.values())
    assert holes(archive) == []
    assert notes(archive) == [("number_order", "2023-02-09")]


def test_numbers_that_run_backwards_or_stand_still_are_only_pointed_out():
    issues = numbered(7)
    issues[day(3)] = make_issue(day(3), number=102)
    archive = make_archive(issues.values())
    assert holes(archive) == []
    assert notes(archive) == [("number_order", "2023-02-09")]


def test_a_paper_that_counts_in_another_way_from_a_day_on_is_only_pointed_out():
    issues = numbered(14)
    for n, date in enumerate(sorted(issues)[7:], start=20_000):
        issues[date] = make_issue(date, number=n)
    archive = make_archive(issues.values())
    assert holes(archive) == []
    assert notes(archive) == [("number_order", "2023-02-13")]


def test_an_extra_neither_fills_a_day_nor_counts_as_a_neighbour():
    issues = make_days(30)
    del issues[day(9)]
    issues[day(9)] = make_issue(day(9), "01", is_extra=True, number=999_999)
    assert holes(make_archive(issues.values())) == [("no_issue", "2023-02-15")]
    extra = make_issue(day(10), "01", is_extra=True, edition=2)
    assert holes(make_archive([*make_days(30).values(), extra])) == []


def test_a_later_edition_without_the_first_is_a_hole():
    issues = make_days(30)
    issues[day(9)] = make_issue(day(9), edition=2)
    assert holes(make_archive(issues.values())) == [("no_edition", "2023-02-15")]


def test_an_edition_is_missed_where_the_neighbour_days_have_it():
    first, second = make_days(30), make_days(30, edition=2, labels="01 02")
    del second[day(9)]
    assert holes(make_archive([*first.values(), *second.values()])) == [("no_edition", "2023-02-15-2")]


def test_editions_are_measured_by_their_own_kind():
    first, second = make_days(30), make_days(30, edition=2, labels="01 02")
    second[day(21)] = make_issue(day(21), "01", edition=2)
    assert holes(make_archive([*first.values(), *second.values()])) == [("no_page", "2023-02-27-2/02")]


@pytest.mark.parametrize("state", ["draft", "scheduled", "published", "withdrawn"])
def test_an_issue_is_there_in_whatever_state(state):
    assert holes(make_archive(make_days(30, state=state).values())) == []


@pytest.mark.parametrize(
    ("fold", "label", "name", "expected"),
    [
        ("", "001", "要闻", "01"),
        ("A叠", "A01", "", "A01"),
        ("A叠", "01", "", "A叠01"),
        ("", "4-5", "", "04-05"),
        ("", "A04-A05", "", "A04-05"),
        ("", "", "中缝", "中缝"),
        ("", "", "中\x1b[31m缝", "中[31m缝"),
        ("𠮷叠", "1", "", "𠮷叠01"),
    ],
)
def test_a_page_is_named_as_a_tick_names_it(fold, label, name, expected):
    assert place(fold, label, name) == expected


@pytest.mark.parametrize(
    ("label", "numbers"), [("04-05", [4, 5]), ("A02-03", [2, 3]), ("05-04", [5]), ("01-99", [1]), ("封面", []), ("A1-B2", [1])]
)
def test_a_label_says_which_pages_it_covers(label, numbers):
    assert [slot.number for slot in slots("", label)] == numbers


@pytest.mark.parametrize(
    ("number", "text", "expected"),
    [
        (None, "", None),
        (7, "第7期", (7, 7)),
        (1204, "第3—4期（总第1203—1204期）", (1203, 1204)),
        (1204, "第３－４期（总第１２０３－１２０４期）", (1203, 1204)),
        (4, "第1、2、3、4期", (3, 4)),
        (1204, "第1期至第1204期", (1204, 1204)),
        (2024, "1990-2024", (1990, 2024)),
        (2024, "1-2024", (2024, 2024)),
        (0, "", (0, 0)),
    ],
)
def test_printed_numbers_know_ranges(number, text, expected):
    assert printed_numbers(number, text) == expected
