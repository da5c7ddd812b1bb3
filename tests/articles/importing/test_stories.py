"""What single stories share: issues by day, pages by label, order, contradictions, damage that is counted."""

import datetime as dt

import pytest

from articles.importing.formats.stories import Day, Spot, Story, figure_key, gathered, read_days, shortened
from articles.importing.formats.story_pictures import is_picture
from articles.importing.formats.story_texts import Clipping, TextChange, one_line, plain_body
from articles.importing.imported import ImportedIssue
from articles.importing.problems import ImportProblem
from articles.importing.records import ArticleRecord
from issues.sentences import Sentence

DAY = Day(dt.date(2023, 2, 14))
TOLD = frozenset(("title",))


def story(number, spot=None, day=DAY, **changes):
    article = ArticleRecord(title=changes.pop("title", f"稿{number}"), external_id=str(number), body=changes.pop("body", ""))
    return Story(f"{number}.txt", day, spot or Spot("01"), article, **changes)


def labels(*spots):
    stories = [story(number, spot) for number, spot in enumerate(spots)]
    return [section.label or section.name for section in gathered(DAY, stories, TOLD, "keep").issue.sections]


def test_pages_stand_in_the_order_of_their_labels():
    assert labels(*map(Spot, ["B01", "10", "A10", "2", "A2", "04-05"])) == ["2", "04-05", "10", "A2", "A10", "B01"]


def test_a_page_without_a_label_comes_last_and_one_with_a_position_first():
    assert labels(Spot(name="中缝"), Spot("01"), Spot("02", position=1), Spot("09", position=2)) == ["02", "09", "01", "中缝"]


def test_folds_keep_pages_of_one_label_apart():
    (first, second) = gathered(
        DAY, [story(1, Spot("01", fold="B叠")), story(2, Spot("01", fold="A叠"))], TOLD, "keep"
    ).issue.sections
    assert (first.fold, second.fold) == ("A叠", "B叠")


def test_spellings_of_one_label_are_one_page_with_the_first_name_said():
    issue = gathered(DAY, [story(1, Spot("01")), story(2, Spot("1", "要闻"))], TOLD, "keep").issue
    assert [(section.label, section.name, len(section.articles)) for section in issue.sections] == [("01", "要闻", 2)]


def test_numbered_articles_come_first_in_their_order():
    spots = [Spot("01"), Spot("01", order=10), Spot("01", order=2), Spot("01")]
    issue = gathered(DAY, [story(number, spot) for number, spot in enumerate(spots)], TOLD, "keep").issue
    assert [article.external_id for article in issue.sections[0].articles] == ["2", "1", "0", "3"]


def test_stories_without_a_page_are_refused():
    with pytest.raises(ImportProblem, match="expected a page"):
        gathered(DAY, [story(1, Spot())], TOLD, "keep")


def test_two_stories_of_one_id_are_refused():
    with pytest.raises(ImportProblem, match=r"being that of 1\.txt"):
        gathered(DAY, [story(1), story(1)], TOLD, "keep")


@pytest.mark.parametrize(
    ("field", "what"), [("paper_name", "paper"), ("number_text", "number of the issue"), ("edition_name", "name of the edition")]
)
def test_stories_that_contradict_one_another_are_refused(field, what):
    with pytest.raises(ImportProblem, match=rf"expected the same {what} as in 1\.txt, which is “甲”, found “乙”"):
        gathered(DAY, [story(1, **{field: "甲"}), story(2), story(3, **{field: "乙"})], TOLD, "keep")


def test_what_no_record_can_hold_is_refused_and_named():
    wrong = Story("1.txt", DAY, Spot("01"), ArticleRecord(title="稿", external_id="1", keywords=("字" * 101,)))
    with pytest.raises(ImportProblem, match=r"1.txt: expected what a record can hold .*100.*, found keywords"):
        gathered(DAY, [wrong], TOLD, "keep")


def test_issues_come_by_day_and_edition_and_a_bad_one_holds_up_no_other():
    days = {
        Day(dt.date(2023, 2, 15)): [story(3, day=Day(dt.date(2023, 2, 15)))],
        Day(dt.date(2023, 2, 14), 2): [ImportProblem("2.txt", Sentence("a date"))],
        DAY: [story(1)],
    }
    found = list(read_days(days, lambda one: [one], lambda _stories: TOLD, "keep"))
    assert [one.issue.date.day if isinstance(one, ImportedIssue) else str(one) for one in found] == [
        14,
        "2.txt: expected a date",
        15,
    ]


def test_a_missing_file_of_a_figure_is_a_problem():
    issue = gathered(DAY, [story(1, pictures={"a.png": lambda: b"1"})], TOLD, "keep")
    assert issue.read_file("a.png") == b"1"
    with pytest.raises(ImportProblem, match="expected a picture that an article names"):
        issue.read_file("b.png")


def test_language_is_that_of_most_stories():
    stories = [story(1, title="渡口"), story(2, title="湖面"), story(3, title="Ferry", language="en")]
    assert gathered(DAY, stories, TOLD, "keep").language == "zh-Hans"
    assert gathered(DAY, stories, TOLD, "hant").language == "zh-Hant"
    assert gathered(DAY, stories[2:], TOLD, "hant").language == "en"


def test_damage_is_counted_and_script_changed_outside_tags_alone():
    change = TextChange("hant")
    assert change.html('<a title="渡口开">渡口开\ufffd\ue000</a>') == '<a title="渡口开">渡口開\ufffd\ue000</a>'
    repairs = change.repairs()
    assert (repairs.converted, repairs.lost, repairs.private_use_left) == (1, 1, 1)


def test_names_that_are_too_long_stay_names_of_their_own():
    one, two = shortened("a" * 300 + "1"), shortened("b" + "a" * 299 + "1")
    assert one != two
    assert len(one) <= 200
    assert shortened("渡口.png") == "渡口.png"


def test_keys_of_figures_are_stable_and_apart():
    assert figure_key("1", 1) == figure_key("1", 1)
    assert len({figure_key("1", 1), figure_key("1", 2), figure_key("11", 1)}) == 3


def test_lines_lose_breaks_and_control_characters():
    assert one_line("渡口\n开航") == "渡口开航"
    assert one_line(" Ferry\r\n opens\x00 ") == "Ferry opens"
    assert plain_body("一\u2028\x07二<") == "<p>一</p><p>二&lt;</p>"


def test_what_is_cut_is_said():
    clipping = Clipping("1.txt")
    assert clipping.line("字" * 10, "a byline", 5) == "字字字字…"
    assert clipping.words(["甲", " ", "甲", "乙"], "a keyword") == ("甲", "乙")
    assert clipping.warnings == ["1.txt: a byline of 10 characters cut to 5"]


@pytest.mark.parametrize(
    ("start", "known"),
    [(b"\xff\xd8\xff\xe0", True), (b"RIFF\0\0\0\0WEBPVP8", True), (b"RIFF\0\0\0\0WAVE", False), (b"GIF89a", False), (b"", False)],
)
def test_pictures_are_known_by_their_first_bytes(start, known):
    assert is_picture(start) is known
