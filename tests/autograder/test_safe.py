"""Names and texts that do no harm, and files that are there whole or not at all."""

import csv
import io
import os
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.safe import MAX_NAME_BYTES, file_name, inert, plain, write_whole, write_whole_bytes

# All that can stand in a name: surrogates are what is not UTF-8.
TEXTS = st.text(st.characters(), max_size=300)


@settings(deadline=None)
@given(TEXTS)
def test_plain_text_has_nothing_in_it_that_steers(text):
    shown = plain(text, keep="\n")
    assert len(shown) == len(text)
    assert {unicodedata.category(c)[0] for c in shown if c != "\n"} & {"C"} == set()
    assert plain(shown, keep="\n") == shown
    shown.encode("utf-8")


def test_letters_of_all_languages_and_what_is_kept_stay():
    text = "김민지 é ∂ 🙂\n\t"
    assert plain(text, keep="\n\t") == text
    assert plain("a\nb") == "a\N{REPLACEMENT CHARACTER}b"


@given(TEXTS)
def test_no_cell_of_a_table_begins_like_a_formula(text):
    """Source: OWASP, "CSV Injection": equals, plus, minus, at, tab, carriage return."""
    cell = inert(text)
    assert cell[:1] not in ("=", "+", "-", "@", "\t", "\r")
    assert cell in (text, "'" + text)
    assert next(csv.reader(io.StringIO("".join(csv_line(cell)), newline="")), [""]) == [cell]


def csv_line(cell):
    line = io.StringIO(newline="")
    csv.writer(line).writerow([cell])
    return line.getvalue()


@given(st.text(st.characters(codec="utf-8", exclude_characters="/\0"), min_size=1, max_size=300))
def test_a_files_name_fits_and_short_ones_stay_as_they_are(name):
    found = file_name(name)
    assert len(os.fsencode(found)) <= MAX_NAME_BYTES
    assert (found == name) == (len(os.fsencode(name)) <= MAX_NAME_BYTES)


def test_long_names_that_begin_alike_stay_apart():
    names = (
        ["k" * 250 + end for end in "abc"]
        + ["한" * 85 + end for end in "abc"]
        + ["\udcff" * 255, "\udcfe" * 255]
    )
    assert len({file_name(name) for name in names}) == len(names)
    assert file_name(names[0]) == file_name(names[0])


def test_a_file_is_whole_or_not_there(tmp_path, monkeypatch):
    path = tmp_path / "grades.csv"
    write_whole(path, "old")

    def full_disk(*_):
        raise OSError("No space left on device")

    monkeypatch.setattr("autograder.safe.os.fsync", full_disk)
    with pytest.raises(OSError, match="No space"):
        write_whole(path, "new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_is_replaced_and_its_folders_made(tmp_path):
    path = tmp_path / "a" / "b" / "grades.csv"
    write_whole(path, "old, and longer")
    write_whole(path, "new \udcff 한글")
    assert path.read_text(encoding="utf-8") == "new \\udcff 한글"
    write_whole_bytes(path, b"\x00\xff")
    assert path.read_bytes() == b"\x00\xff"
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit])
def test_who_stops_the_writing_leaves_the_old_file(tmp_path, monkeypatch, stop):
    path = tmp_path / "grades.csv"
    write_whole(path, "old")

    def stopped(*_):
        raise stop

    monkeypatch.setattr("autograder.safe.os.replace", stopped)
    with pytest.raises(stop):
        write_whole(path, "new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]
