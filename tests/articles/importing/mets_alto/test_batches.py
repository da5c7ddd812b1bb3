"""NDNP batches and what else lies in a repository's folders: pages with their text, older versions, what is absent."""

import shutil
import tarfile

from articles.importing.imported import ImportedIssue, Unread
from articles.importing.problems import ImportProblem
from articles.importing.sources import open_source
from tests.articles.importing.mets_alto.samples import ISSUE_FOLDER, SAMPLES, change, copy, only, problem, read


def issues_of(readings):
    return [one for one in readings if isinstance(one, ImportedIssue)]


def test_the_newer_batch_file_counts_and_an_issue_that_is_not_there_refuses_only_itself():
    found = read(SAMPLES / "batch")
    assert "batch_1.xml, line 3: expected the METS “sn99999001/00000000001/2031051101/2031051101.xml” that the" in problem(found)
    assert "found no such file" in problem(found)
    assert len(issues_of(found)) == 1
    assert not [one for one in found if isinstance(one, Unread)]


def test_an_issue_of_a_batch_has_pages_with_text_and_no_articles():
    issue = issues_of(read(SAMPLES / "batch"))[0]
    assert (str(issue.issue.date), issue.issue.edition, issue.issue.edition_name) == ("2031-05-04", 2, "Abend")
    assert (issue.issue.number_text, issue.issue.number) == ("Vol. 7, No. 88", 88)
    first, second = issue.issue.sections
    assert (first.label, first.fold, first.width, first.height) == ("1", "Beilage", 2000, 3000)
    assert first.text == "🌊 Das Leuchtfeuer\nbrennt.\n\nSand- haven"
    assert (second.label, second.text, second.articles) == ("2", "", ())


def test_the_paper_is_named_by_the_reel_and_found_by_its_lccn():
    issue = issues_of(read(SAMPLES / "batch"))[0]
    assert issue.publication.slug == "sn99999001"
    assert issue.publication.names[0].name == "Der Leuchtturm (Sandhaven)"
    assert issue.language == "de"


def test_older_versions_absent_files_and_pages_without_text_are_named():
    sentences = [warning.rpartition("/")[2] for warning in issues_of(read(SAMPLES / "batch"))[0].warnings]
    assert sentences[0] == "2031050401_1.xml: page 2 has no ALTO, so no text (Not digitized, published)"
    assert sentences[2] == "batch.xml: left for its newer version batch_1.xml"
    assert "3 files named in the METS and not there: ./0011.tif, ./0011.jp2, ./0011.pdf" in " ".join(
        issues_of(read(SAMPLES / "batch"))[0].warnings
    )


def test_a_pdf_that_is_there_is_the_page_s(tmp_path):
    copy(tmp_path, "batch")
    (tmp_path / ISSUE_FOLDER / "0011.pdf").write_bytes(b"%PDF-1.4 ...")
    first = issues_of(read(tmp_path))[0].issue.sections[0]
    assert first.pdf == f"{ISSUE_FOLDER}/0011.pdf"


def test_every_file_of_a_batch_is_accounted_for(tmp_path):
    with open_source(copy(tmp_path, "batch")) as source:
        assert len(source.names()) == 7
    with tarfile.open(tmp_path.parent / "batch.tgz", "w:gz") as tar:
        tar.add(tmp_path, "batch")
    found = read(tmp_path.parent / "batch.tgz")
    assert len(issues_of(found)) == 1


def test_without_a_batch_file_issues_are_found_and_reels_pass(tmp_path):
    copy(tmp_path, "batch")
    for name in ("batch.xml", "batch_1.xml"):
        (tmp_path / "data" / name).unlink()
    issue = only(read(tmp_path))
    assert issue.publication is not None
    assert issue.publication.names[0].name == "sn99999001"
    assert "2031050401.xml: left for its newer version 2031050401_1.xml" in " ".join(issue.warnings)


def test_a_damaged_batch_file_does_not_hide_its_issues(tmp_path):
    (copy(tmp_path, "batch") / "data/batch_1.xml").write_text("<ndnp:batch xmlns:ndnp='http://www.loc.gov/ndnp'>\n<a>")
    found = read(tmp_path)
    assert "batch_1.xml, line 2: expected well-formed XML" in problem(found)
    assert len(issues_of(found)) == 1


def test_an_issue_that_two_mets_tell_is_read_once(tmp_path):
    copy(tmp_path, "batch")
    shutil.copytree(tmp_path / ISSUE_FOLDER, tmp_path / "other")
    (tmp_path / "other/2031050401.xml").unlink()
    found = read(tmp_path)
    assert len(issues_of(found)) == 1
    assert "expected one METS for each issue; that of 2031-05-04 was read from" in str(found[-1])
    assert isinstance(found[-1], ImportProblem)


def test_a_batch_and_a_mets_that_disagree_about_the_date_are_told_apart(tmp_path):
    change(copy(tmp_path, "batch") / "data/batch_1.xml", ('issueDate="2031-05-04"', 'issueDate="2031-05-06"'))
    issue = issues_of(read(tmp_path))[0]
    assert str(issue.issue.date) == "2031-05-04"
    assert "of 2031-05-04, though the batch says 2031-05-06" in issue.warnings[0]


def test_alto_and_mets_that_are_no_issue_are_listed_not_imported(tmp_path):
    shutil.copy(SAMPLES / "articles/alto/1.xml", tmp_path / "lonely.bin")
    (tmp_path / "anchor.xml").write_text('<mets xmlns="http://www.loc.gov/METS/" TYPE="newspaper"/>')
    found = read(tmp_path)
    assert [(one.origins[0].rpartition("/")[2], one.reason) for one in found] == [
        ("anchor.xml", "METS without pages"),
        ("lonely.bin", "ALTO that no METS names"),
    ]
