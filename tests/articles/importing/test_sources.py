"""Safe access to files, folders and ZIPs."""

import io
import os
import socket
import stat
import struct
import tarfile
import zipfile

import pytest

from articles.importing.problems import ImportProblem
from articles.importing.sources import FileSource, FolderSource, FoundFile, ZipSource, archives, check_name, open_source
from issues.sentences import Sentence


@pytest.fixture
def make_zip(tmp_path):
    def make(*entries, name="issue.zip", compression=zipfile.ZIP_DEFLATED):
        path = tmp_path / name
        with zipfile.ZipFile(path, "w", compression) as file:
            for entry, data in entries:
                file.writestr(entry, data)
        return path

    return make


def special(name, mode):
    entry = zipfile.ZipInfo(name)
    entry.external_attr = mode << 16
    return entry


def test_file_folder_and_zip_are_told_apart_by_content(tmp_path, make_zip):
    (tmp_path / "a.txt").write_text("a")
    packed = make_zip(("a.txt", "a"), name="no-suffix")
    assert isinstance(open_source(tmp_path / "a.txt"), FileSource)
    assert isinstance(open_source(tmp_path), FolderSource)
    assert isinstance(open_source(packed), ZipSource)


def test_every_source_lists_and_reads(tmp_path, make_zip):
    (tmp_path / "box" / "pages").mkdir(parents=True)
    (tmp_path / "box" / "pages" / "01.jpg").write_bytes(b"one")
    packed = make_zip(("pages/", b""), ("pages/01.jpg", b"one"))
    for path in (tmp_path / "box", packed):
        with open_source(path) as source:
            assert source.names() == ["pages/01.jpg"]
            assert source.size("pages/01.jpg") == 3
            assert source.read("pages/01.jpg") == b"one"
    with open_source(tmp_path / "box" / "pages" / "01.jpg") as source:
        assert source.read(source.names()[0]) == b"one"


def test_closed_zip_opens_again_for_a_late_reader(make_zip):
    source = open_source(make_zip(("a", b"1")))
    source.close()
    assert source.read("a") == b"1"
    source.close()


@pytest.mark.parametrize("path", ["missing.txt", "missing/folder"])
def test_missing_path_is_named(tmp_path, path):
    with pytest.raises(ImportProblem, match=r"missing.*: expected a file or a folder, found nothing"):
        open_source(tmp_path / path)


@pytest.mark.parametrize(
    "name", ["../a", "a/../../b", "/etc/passwd", "a\\b", "C:/a", "c:a", "a//b", "./a", "a/.", "", "a\x00b", "a\nb"]
)
def test_unsafe_name_is_refused(name):
    with pytest.raises(ImportProblem, match=r"x\.zip: expected plain relative file names, found “"):
        check_name(name, "x.zip")


@pytest.mark.parametrize("name", ["../evil.txt", "/etc/evil", "a\\..\\evil", "C:/evil", "pages/../../evil"])
def test_zip_with_an_unsafe_name_is_refused_when_opened(make_zip, name):
    with pytest.raises(ImportProblem, match="plain relative file names"):
        open_source(make_zip(("issue.json", "{}"), (name, "x")))


def test_unsafe_name_is_refused_when_read(tmp_path):
    (tmp_path / "secret").write_text("x")
    (tmp_path / "box").mkdir()
    with pytest.raises(ImportProblem, match="plain relative file names"):
        FolderSource(tmp_path / "box").read("../secret")


def test_link_in_a_zip_is_refused(make_zip):
    with pytest.raises(ImportProblem, match="a link or a device"):
        open_source(make_zip((special("link", stat.S_IFLNK | 0o777), "/etc/passwd")))


@pytest.mark.parametrize(
    "names", [("pages/A.jpg", "pages/a.jpg"), ("Pages/1.jpg", "pages/2.jpg"), ("é", "e\u0301"), ("Straße", "strasse")]
)
def test_names_that_one_disk_takes_for_the_same_are_refused(make_zip, names):
    with pytest.raises(ImportProblem, match="names that differ by more than case"):
        open_source(make_zip(*((name, b"") for name in names)))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_name_that_stands_twice_is_refused(make_zip):
    with pytest.raises(ImportProblem, match="every name once, found “a” twice"):
        open_source(make_zip(("a", b"1"), ("a", b"2")))


def test_encrypted_entry_is_refused(make_zip):
    path = make_zip(("a", b"1"), compression=zipfile.ZIP_STORED)
    data = bytearray(path.read_bytes())
    for header, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(header) + offset] |= 1
    path.write_bytes(data)
    with pytest.raises(ImportProblem, match="without a password"):
        open_source(path)


def test_bomb_is_refused(make_zip):
    with pytest.raises(ImportProblem, match=r"/zeros: expected packing of at most 200:1"):
        open_source(make_zip(("zeros", b"\0" * 3_000_000)))


def test_small_file_may_be_packed_tightly(make_zip):
    assert open_source(make_zip(("zeros", b"\0" * 900_000))).size("zeros") == 900_000


@pytest.mark.parametrize(
    ("limit", "value", "message"),
    [
        ("ENTRIES_LIMIT", 1, "at most 1 entries, found more"),
        ("ENTRY_LIMIT", 3, "at most 3 bytes unpacked"),
        ("TOTAL_LIMIT", 7, "at most 7 bytes unpacked"),
    ],
)
def test_zip_keeps_to_the_limits(make_zip, monkeypatch, limit, value, message):
    monkeypatch.setattr(archives, limit, value)
    with pytest.raises(ImportProblem, match=message):
        open_source(make_zip(("a", b"1234"), ("b", b"5678")))


def test_too_many_entries_of_a_zip_are_refused_before_they_are_listed(make_zip, monkeypatch):
    path = make_zip(*((f"{number}", b"") for number in range(5)))
    monkeypatch.setattr(archives, "ENTRIES_LIMIT", 4)
    monkeypatch.setattr(zipfile, "ZipFile", None)
    with pytest.raises(ImportProblem, match="at most 4 entries, found more"):
        open_source(path)


@pytest.fixture
def make_tar(tmp_path):
    def make(*entries, name="issue.tgz", mode="w:gz", **options):
        with tarfile.open(tmp_path / name, mode, **options) as tar:
            for entry, data in entries:
                member = tarfile.TarInfo(entry)
                member.size = len(data)
                tar.addfile(member, io.BytesIO(data))
        return tmp_path / name

    return make


def test_listing_a_tar_stops_at_the_limit(make_tar, monkeypatch):
    path = make_tar(*((f"{number}", b"") for number in range(50)))
    monkeypatch.setattr(archives, "ENTRIES_LIMIT", 4)
    seen = []
    once = tarfile.TarFile.next

    def seen_once(tar):
        seen.append(tar)
        return once(tar)

    monkeypatch.setattr(tarfile.TarFile, "next", seen_once)
    with pytest.raises(ImportProblem, match="at most 4 entries, found more"):
        open_source(path)
    assert len(seen) < 10


@pytest.mark.parametrize("form", [tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_name_that_would_fill_the_memory_is_refused(make_tar, form):
    with pytest.raises(ImportProblem, match=r"a damaged one \(a name or a note of 0\.1 MB\)"):
        open_source(make_tar(("版" * 40_000, b""), format=form))


def test_names_upon_names_are_damage(tmp_path):
    header = tarfile.TarInfo("././@LongLink")
    header.type, header.size = tarfile.GNUTYPE_LONGNAME, 2
    (tmp_path / "a.tar").write_bytes((header.tobuf(tarfile.GNU_FORMAT) + b"a".ljust(512, b"\0")) * 5000)
    with pytest.raises(ImportProblem, match="a tar that can be opened"):
        open_source(tmp_path / "a.tar")


@pytest.mark.parametrize("form", [tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_tar_with_long_names_is_read_also_after_closing(make_tar, form):
    name = "版" * 60 + "/1.txt"
    with open_source(make_tar((name, b"one"), ("b.txt", b"two"), format=form)) as source:
        source.close()
        assert (source.read(name), source.start("b.txt", 2), source.names()) == (b"one", b"tw", ["b.txt", name])


def test_every_source_opens_a_file_to_be_read_here_and_there(tmp_path, make_zip, make_tar):
    (tmp_path / "box").mkdir()
    (tmp_path / "box" / "a.csv").write_bytes(b"0123456789")
    entry = ("a.csv", b"0123456789")
    for path in (tmp_path / "box", tmp_path / "box" / "a.csv", make_zip(entry), make_tar(entry)):
        with open_source(path) as source, source.open("a.csv") as file:
            file.seek(4)
            assert (file.read(3), file.seek(0, 2), source.used) == (b"456", 10, {"a.csv"})
            with pytest.raises(ImportProblem, match="at most 9 bytes, found 10 bytes"):
                source.open("a.csv", 9)


def test_declared_size_binds(make_zip):
    """An entry that unpacks to more than it says gives no byte more, and is called damaged."""
    path = make_zip(("a", b"x" * 100))
    data = bytearray(path.read_bytes())
    struct.pack_into("<I", data, data.index(b"PK\x01\x02") + 24, 10)
    path.write_bytes(data)
    with pytest.raises(ImportProblem, match="an entry that can be unpacked"):
        open_source(path).read("a")


def test_damaged_zip_is_refused(tmp_path):
    path = tmp_path / "x.zip"
    path.write_bytes(b"PK\x03\x04 and then nothing of a ZIP")
    with pytest.raises(ImportProblem, match=r"x\.zip: expected a ZIP that can be opened"):
        open_source(path)


def test_damaged_entry_is_named(make_zip):
    path = make_zip(("a", b"some text that is stored"), compression=zipfile.ZIP_STORED)
    path.write_bytes(path.read_bytes().replace(b"stored", b"STORED"))
    with pytest.raises(ImportProblem, match=r"issue\.zip/a: expected an entry that can be unpacked"):
        open_source(path).read("a")


def test_file_larger_than_the_readers_limit_is_refused_unread(tmp_path):
    (tmp_path / "big").write_bytes(b"x" * 200_000)
    with pytest.raises(ImportProblem, match=r"box/big|/big: expected at most 0\.1 MB, found 0\.2 MB"):
        FolderSource(tmp_path).read("big", 100_000)


def test_link_out_of_a_folder_is_neither_listed_nor_followed(tmp_path):
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "key").write_text("x")
    box = tmp_path / "box"
    box.mkdir()
    (box / "own").write_text("own")
    (box / "link").symlink_to(tmp_path / "secret" / "key")
    (box / "folder").symlink_to(tmp_path / "secret")
    (box / "inner").symlink_to(box / "own")
    (box / "loop").symlink_to(box / "loop")
    source = FolderSource(box)
    assert source.names() == ["inner", "own"]
    assert source.read("inner") == b"own"
    for name in ("link", "folder/key"):
        with pytest.raises(ImportProblem, match="a link that leads out of it"):
            source.read(name)
    with pytest.raises(ImportProblem):
        source.read("loop")


def test_what_is_no_file_is_passed_over_with_why(tmp_path):
    box, away = tmp_path / "box", tmp_path / "away"
    (box / "20230214").mkdir(parents=True)
    away.mkdir()
    (away / "key").write_text("x")
    (box / "a.txt").write_text("a")
    os.mkfifo(box / "20230214" / "pipe.txt")
    (box / "2022").symlink_to(away)
    (box / "2023").symlink_to(box / "20230214")
    (box / "key").symlink_to(away / "key")
    (box / "gone").symlink_to(box / "nothing")
    (box / "loop").symlink_to(box / "loop")
    (box / "null").symlink_to("/dev/null")
    (box / ".hidden").symlink_to(away)
    with socket.socket(socket.AF_UNIX) as end:
        end.bind(os.path.relpath(box / "socket"))
        source = FolderSource(box)
        assert source.names() == ["a.txt"]
    folder, file = (
        "a symbolic link to a folder, which is not followed",
        "a symbolic link out of the folder, which is not followed",
    )
    assert {name: why.partition(";")[0] for name, why in source.passed_over.items()} == {
        "20230214/pipe.txt": "a named pipe, no file",
        "2022": folder,
        "2023": folder,
        "key": file,
        "null": file,
        "gone": "a symbolic link that leads nowhere",
        "loop": "a symbolic link that leads nowhere",
        "socket": "a socket, no file",
    }


def test_folder_that_cannot_be_read_is_passed_over_with_why(tmp_path, monkeypatch):
    (tmp_path / "2022").mkdir()
    (tmp_path / "a.txt").write_text("a")
    look = os.scandir

    def closed(path):
        if str(path).endswith("2022"):
            raise PermissionError(13, "Permission denied", path)
        return look(path)

    monkeypatch.setattr(os, "scandir", closed)
    source = FolderSource(tmp_path)
    assert source.names() == ["a.txt"]
    assert source.passed_over == {"2022": "the folder cannot be read (Permission denied)"}


def test_link_that_is_named_itself_is_followed(tmp_path):
    (tmp_path / "2022").mkdir()
    (tmp_path / "2022" / "a.txt").write_text("a")
    (tmp_path / "folder").symlink_to(tmp_path / "2022")
    (tmp_path / "file").symlink_to(tmp_path / "2022" / "a.txt")
    assert open_source(tmp_path / "folder").read("a.txt") == b"a"
    assert open_source(tmp_path / "file").read("file") == b"a"


def gbk(text: str) -> str:
    """As the disk knows a name that was written in GBK."""
    return os.fsdecode(text.encode("gb18030"))


NAMES = ["旧报/20230214/第01版.txt", "旧报/誠.txt"]


def test_folder_with_names_in_gbk_is_listed_as_text_and_read(tmp_path):
    for name in NAMES:
        path = tmp_path / gbk(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
    (tmp_path / gbk("旧报") / "图").symlink_to(tmp_path)
    source = FolderSource(tmp_path)
    assert source.names() == NAMES
    for name in NAMES:
        assert source.has(name)
        assert source.read(name).decode() == source.start(name, 100).decode() == source.open(name).read().decode() == name
        assert source.described(name) == f"{tmp_path}/{name}"
        assert source.path_of(name).read_bytes() == source.read(name)
    assert FoundFile(source, NAMES[0], "text").reference("../誠.txt") == NAMES[1]
    assert list(source.passed_over) == ["旧报/图"]


def test_twins_of_two_encodings_and_odd_bytes_are_all_listed_and_read(tmp_path):
    for folder, data in (("旧报", "utf-8"), (gbk("旧报"), "gbk"), (os.fsdecode(b"\xff"), "odd")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(data)
        (tmp_path / folder / os.fsdecode(b"\xfe.txt")).write_text(f"{data}, odd")
    source = open_source(tmp_path)
    assert {name: source.read(name).decode() for name in source.names()} == {
        "旧报/a.txt": "utf-8",
        "旧报/\\xfe.txt": "utf-8, odd",
        "\\xbe\\xc9\\xb1\\xa8/a.txt": "gbk",
        "\\xbe\\xc9\\xb1\\xa8/\\xfe.txt": "gbk, odd",
        "\\xff/a.txt": "odd",
        "\\xff/\\xfe.txt": "odd, odd",
    }


def test_file_whose_name_is_in_gbk_is_called_by_its_text(tmp_path):
    path = tmp_path / gbk("20230214_第01版.txt")
    path.write_text("a")
    source = open_source(path)
    (name,) = source.names()
    assert (name, source.label, source.read(name)) == ("20230214_第01版.txt", f"{tmp_path}/20230214_第01版.txt", b"a")
    with pytest.raises(ImportProblem, match=r"没有\.txt: expected a file or a folder"):
        open_source(tmp_path / gbk("没有.txt"))


@pytest.mark.parametrize("form", [tarfile.GNU_FORMAT, tarfile.PAX_FORMAT, tarfile.USTAR_FORMAT])
def test_tar_with_names_in_gbk_is_listed_as_text_and_read(make_tar, form):
    path = make_tar(*((gbk(name), name.encode()) for name in NAMES), format=form, encoding="utf-8", errors="surrogateescape")
    with open_source(path) as source:
        assert source.names() == NAMES
        assert [source.read(name).decode() for name in NAMES] == NAMES


def test_zip_with_names_in_gbk_is_listed_as_text_and_read(tmp_path, make_zip):
    plain = [f"{len(name.encode('gb18030')) * 'x'}{at}" for at, name in enumerate(NAMES)]
    data = make_zip(*zip(plain, (name.encode() for name in NAMES), strict=True)).read_bytes()
    for standing, name in zip(plain, NAMES, strict=True):
        data = data.replace(standing.encode(), name.encode("gb18030") + standing[-1].encode())
    (tmp_path / "gbk.zip").write_bytes(data)
    with open_source(tmp_path / "gbk.zip") as source:
        assert source.names() == [f"{name}{at}" for at, name in enumerate(NAMES)]
        assert [source.read(name).decode() for name in source.names()] == NAMES


def test_bad_entry_of_an_archive_is_named_by_its_text(make_tar):
    with pytest.raises(ImportProblem, match=r"found “旧报/\.\./a”"):
        open_source(make_tar((gbk("旧报/../a"), b""), encoding="utf-8", errors="surrogateescape"))


def test_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ImportProblem, match=r"expected a file “pages/09\.jpg” in it, found none"):
        FolderSource(tmp_path).read("pages/09.jpg")


def test_name_too_long_for_a_disk_is_a_problem_too(tmp_path):
    with pytest.raises(ImportProblem):
        FolderSource(tmp_path).size("版" * 200)


def test_message_is_one_printable_line():
    problem = ImportProblem("a\udcff.txt", Sentence("text"), "“x\x00\n”", line=3)
    assert str(problem) == "a\\udcff.txt, line 3: expected text, found “x\\x00\\n”"
    assert problem.place == "line 3"


def test_zip_bytes_of_memory_are_not_a_path(tmp_path):
    path = tmp_path / "empty.zip"
    with zipfile.ZipFile(io.BytesIO(), "w"):
        path.write_bytes(b"PK\x05\x06" + b"\0" * 18)
    assert open_source(path).names() == []
