"""What is in a zip or a folder: what cannot be read is said of that file, and of no more than it holds anything is unpacked."""

import os
import socket
import struct
import subprocess
import sys
import zipfile

import pytest
from bounds import PEAK

from autograder.course import CourseError
from autograder.grading import sources
from autograder.grading.sources import LeftOutError, entries_of

MB = 1 << 20
GOOD = "good/toy-conv.ipynb"
BAD = "bad/toy-conv.ipynb"


def read_all(source, at_most=32 * MB):
    """Return what is in each file, or why it cannot be had."""
    found = {}
    with entries_of(source) as entries:
        for entry in entries:
            try:
                found[entry.name] = entry.read(at_most)
            except LeftOutError as error:
                found[entry.name] = str(error)
    return found


def make_zip(path, bad=b"x" * 5000, packed=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(BAD, bad, packed)
        archive.writestr(GOOD, b"good")
    return path


def in_directory(content, field, value, form="<H"):
    """Change a field of the first entry, in the list of names and before its bytes; the offset is that in the list. Source: APPNOTE.TXT, 4.3."""
    content = bytearray(content)
    listed = content.index(b"PK\1\2")
    struct.pack_into(form, content, listed + field, value)
    if field < 28:  # before its bytes stands the same, two places earlier
        struct.pack_into(form, content, field - 2, value)
    return bytes(content)


FLAGS, METHOD, CRC, PACKED_SIZE, SIZE, MADE, OFFSET = 8, 10, 16, 20, 24, 38, 42
CHANGES = {
    "encrypted": ((FLAGS, 1), "it is encrypted"),
    "deflate64": ((METHOD, 9), "packed in a way"),
    "bzip2": ((METHOD, 12), "packed in a way"),
    "lzma": ((METHOD, 14), "packed in a way"),
    "zstd": ((METHOD, 93), "packed in a way"),
    "unknown": ((METHOD, 4242), "packed in a way"),
    "wrong CRC": ((CRC, 7, "<I"), "cannot be read"),
    "less than it holds": ((SIZE, 10, "<I"), "cannot be read"),
    "cut off": ((PACKED_SIZE, 5, "<I"), "cannot be read"),
    "a huge size": ((SIZE, 0xFFFFFFF0, "<I"), "it would unpack to"),
    "elsewhere": ((OFFSET, 3, "<I"), "cannot be read"),
    "far away": ((OFFSET, 0x7FFFFFFF, "<I"), "cannot be read"),
    "a pipe": ((MADE, 0o010644 << 16, "<I"), "it is not a file"),
    "a link": ((MADE, 0o120777 << 16, "<I"), "it is a link"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_one_entry_that_cannot_be_read_leaves_the_others_alone(tmp_path, change):
    how, why = CHANGES[change]
    source = make_zip(tmp_path / "a.zip")
    source.write_bytes(in_directory(source.read_bytes(), *how))
    found = read_all(source)
    assert found[GOOD] == b"good"
    assert why in found[BAD]


@pytest.mark.parametrize("packed", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_what_is_packed_so_that_it_cannot_be_bounded_is_not_unpacked(tmp_path, packed):
    found = read_all(make_zip(tmp_path / "a.zip", packed=packed))
    assert "packed in a way" in found[BAD]
    assert found[GOOD] == b"good"


@pytest.mark.parametrize(
    "name",
    [
        "../x.ipynb",
        "a/../../x.ipynb",
        "/x.ipynb",
        "a\\x.ipynb",
        "a\0/x.ipynb",
        "\0.ipynb",
        "x" * 60_000 + ".ipynb",
    ],
)
def test_a_name_that_is_none_is_told(tmp_path, name):
    info = zipfile.ZipInfo("x")
    info.filename = name
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(info, "x")
        archive.writestr(GOOD, "good")
    found = read_all(tmp_path / "a.zip")
    assert found.pop(GOOD) == b"good"
    assert isinstance(found.pop(name), str)


def test_a_name_twice_is_two_entries(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(GOOD, "one")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr(GOOD, "two")
    with entries_of(tmp_path / "a.zip") as entries:
        assert [entry.read(9) for entry in entries] == [b"one", b"two"]


@pytest.mark.parametrize("length", [0, 1, 30, 200, -30, -1])
def test_a_zip_that_was_cut_off_gets_a_sentence(tmp_path, length):
    source = make_zip(tmp_path / "a.zip")
    source.write_bytes(source.read_bytes()[:length])
    with pytest.raises(CourseError, match="neither a zip"):
        read_all(source)


def test_a_name_that_is_not_utf8_gets_a_sentence_with_a_way_out(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("é.ipynb", "x")
    content = (tmp_path / "a.zip").read_bytes().replace("é".encode(), b"\xff\xfe")
    (tmp_path / "a.zip").write_bytes(content)
    with pytest.raises(CourseError, match="Unpack it"):
        read_all(tmp_path / "a.zip")


def test_no_more_is_read_than_may_be(tmp_path):
    source = make_zip(tmp_path / "a.zip", bad=os.urandom(3 * MB))
    assert read_all(source, 2 * MB)[BAD] == "it is larger than 2 MB"
    assert len(read_all(source, 3 * MB)[BAD]) == 3 * MB
    with entries_of(source) as entries, pytest.raises(LeftOutError) as refused:
        entries[0].read(MB)
    assert MB < refused.value.used <= 3 * MB


def test_a_bomb_is_not_unpacked(tmp_path):
    assert "200 times" in read_all(make_zip(tmp_path / "a.zip", bad=bytes(16 * MB)))[BAD]


def test_a_list_of_names_that_would_fill_the_memory_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr(sources, "MAX_DIRECTORY", 100_000)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for number in range(2000):
            archive.writestr(f"{number}.ipynb", "")
    with pytest.raises(CourseError, match="too many files"):
        read_all(tmp_path / "a.zip")
    monkeypatch.setattr(sources, "MAX_DIRECTORY", 1 << 20)
    assert len(read_all(tmp_path / "a.zip")) == 2000


def test_a_million_names_take_little_memory(tmp_path):
    """Written by hand, since zipfile would take minutes. The bound is generous: the list alone, as objects, takes more."""
    entry = b"PK\1\2" + bytes(24) + struct.pack("<H", 7) + bytes(16) + b"k.ipynb"
    count = 1_000_000
    zip64 = struct.pack("<4sQHHIIQQQQ", b"PK\6\6", 44, 45, 45, 0, 0, count, count, count * len(entry), 0)
    zip64 += struct.pack("<4sIQI", b"PK\6\7", 0, count * len(entry), 1)
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    (tmp_path / "a.zip").write_bytes(entry * count + zip64 + end)
    program = (
        PEAK + "import sys\nfrom pathlib import Path\nfrom autograder.course import CourseError\n"
        "from autograder.grading.sources import entries_of\n"
        "try:\n    with entries_of(Path(sys.argv[1])): pass\nexcept CourseError as error: print(error)\n"
        "print(int(peak()))"
    )
    found = subprocess.run(
        [sys.executable, "-c", program, tmp_path / "a.zip"], capture_output=True, text=True, timeout=120
    )
    sentence, memory = found.stdout.splitlines()
    assert "too many files" in sentence
    assert int(memory) < 300


def test_a_folder_with_everything_in_it(tmp_path):
    source = tmp_path / "class"
    for name in ("kim", "lee", "park", "shut"):
        (source / name).mkdir(parents=True)
        (source / name / "toy-conv.ipynb").write_text(name)
    os.mkfifo(source / "pipe.ipynb")
    os.symlink("kim/toy-conv.ipynb", source / "link.ipynb")
    os.symlink("/", source / "root")
    os.symlink("..", source / "kim" / "around")
    (source / "large.ipynb").touch()
    os.truncate(source / "large.ipynb", 5000 * MB)
    listening = socket.socket(socket.AF_UNIX)
    here = os.getcwd()
    os.chdir(source)
    try:
        listening.bind("socket.ipynb")
    finally:
        os.chdir(here)
        listening.close()
    found = read_all(source)
    assert found == {
        **{f"{name}/toy-conv.ipynb": name.encode() for name in ("kim", "lee", "park", "shut")},
        **dict.fromkeys(["link.ipynb", "root", "kim/around"], "it is a link"),
        **dict.fromkeys(["pipe.ipynb", "socket.ipynb"], "it is not a file"),
        "large.ipynb": "it is larger than 32 MB",
    }


def test_a_file_that_became_a_pipe_or_a_link_since_is_not_waited_for(tmp_path):
    for name in ("pipe", "link", "gone"):
        (tmp_path / name).write_text("x")
    with entries_of(tmp_path) as entries:
        for name in ("pipe", "link", "gone"):
            (tmp_path / name).unlink()
        os.mkfifo(tmp_path / "pipe")
        os.symlink("/etc/passwd", tmp_path / "link")
        for entry in entries:
            with pytest.raises(LeftOutError, match="cannot be read"):
                entry.read(100)


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_what_may_not_be_read_is_told(tmp_path):
    (tmp_path / "kim.ipynb").write_text("x")
    (tmp_path / "kim.ipynb").chmod(0)
    (tmp_path / "lee").mkdir(mode=0)
    assert read_all(tmp_path) == {
        "kim.ipynb": "it cannot be read: Permission denied",
        "lee": "it cannot be opened: Permission denied",
    }


def test_a_deep_tree_and_too_many_files(tmp_path, monkeypatch):
    here = os.getcwd()
    os.chdir(tmp_path)
    try:
        for _ in range(3000):
            os.mkdir("d")
            os.chdir("d")
    finally:
        os.chdir(here)
    ((deep, why),) = read_all(tmp_path).items()
    assert "cannot be opened" in why
    assert set(deep) == {"d", "/"}
    subprocess.run(["rm", "-r", tmp_path / "d"], check=True)  # too deep for pytest
    (tmp_path / "flat").mkdir()
    for number in range(20):
        (tmp_path / "flat" / str(number)).touch()
    monkeypatch.setattr(sources, "MAX_FILES", 19)
    with pytest.raises(CourseError, match="more than 19 files"):
        read_all(tmp_path / "flat")


def test_what_is_neither_a_zip_nor_a_folder_gets_a_sentence(tmp_path):
    os.mkfifo(tmp_path / "pipe.zip")
    (tmp_path / "text.zip").write_text("hello")
    for name in ("pipe.zip", "text.zip"):
        with pytest.raises(CourseError, match="neither a zip nor a folder"):
            read_all(tmp_path / name)
    with pytest.raises(CourseError, match="There is no file"):
        read_all(tmp_path / "nothing.zip")
