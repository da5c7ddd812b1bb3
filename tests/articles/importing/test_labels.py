"""Printed labels of pages in their order."""

from articles.importing.labels import label_key, label_rank


def test_labels_stand_in_the_order_of_print():
    labels = ["B1", "10", "A02", "2", "04-05", "6", "a1", "001"]
    assert sorted(labels, key=lambda label: label_rank("", label)) == ["001", "2", "04-05", "6", "10", "a1", "A02", "B1"]


def test_spellings_of_one_label_are_one():
    assert label_key("A01") == label_key("a1") != label_key("B1")


def test_a_page_whose_fold_is_not_told_stands_where_its_label_does():
    pages = [("A叠", "A01"), ("", "A02"), ("B叠", "B01"), ("", "C01"), ("D叠", "01")]
    mixed = [pages[3], pages[1], pages[4], pages[0], pages[2]]
    assert sorted(mixed, key=lambda page: label_rank(*page)) == pages
