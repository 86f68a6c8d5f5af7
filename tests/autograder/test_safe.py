"""Names and texts that do no harm, and files that are there whole or not at all."""

import csv
import io
import os
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.safe import (
    MAX_NAME_BYTES,
    file_name,
    folder_name,
    inert,
    plain,
    table,
    write_whole,
    write_whole_bytes,
)

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


# What spreadsheets drop in front of a cell, or may: blanks of all widths, letters that nobody sees, marks of direction, the mark of byte order.
UNSEEN = [
    *" \t\n\r\v\f\0\x1f\x85\xa0",
    *map(chr, [0xAD, 0x115F, 0x180E, 0x2003, 0x200B, 0x200D, 0x202E, 0x2028, 0x2029, 0x2800]),
]
UNSEEN += map(chr, [0x3000, 0x3164, 0xFE0F, 0xFEFF, 0xFFA0, 0xDC80, 0xE0020])
FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "＝1",
    "＋1",
    "－1",
    "＠A1",
    "﹦1",
    "﹢1",
    "﹣1",
    "−1",
    "|cmd",
    "%0A=1",
    '"=1',
    "(=1",
]


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_is_found_behind_what_nobody_sees(formula):
    for before in ["", *UNSEEN, "".join(UNSEEN), " " * 1000]:
        assert inert(before + formula) == "'" + before + formula


@pytest.mark.parametrize(
    "name",
    [
        "O'Brien",
        "김 민지_12345",
        "kim-lee",
        "Kim (2)",
        " kim",
        "3.5",
        "a=1",
        "",
        "'kim",
        "_kim",
        "kim@hanyang.ac.kr",
    ],
)
def test_an_honest_name_stays_as_it_is(name):
    assert inert(name) == name
    assert table([[name, "x"]]) == f"{name},x\n"


CELLS = st.text(st.sampled_from([*"=+-@;,\"'|%a1", *UNSEEN]) | st.characters(), max_size=20)


@settings(deadline=None)
@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=3))
def test_no_cell_of_a_table_is_a_formula_wherever_a_spreadsheet_cuts(rows):
    written = table(rows)
    assert written.count("\n") == len(rows)  # one line for each
    assert written == plain(written, keep="\n")
    assert [len(row) for row in csv.reader(io.StringIO(written, newline=""))] == [len(row) for row in rows]
    for delimiter in ",;":
        for row in csv.reader(io.StringIO(written, newline=""), delimiter=delimiter):
            for cell in row:
                shown = "".join(c for c in cell if c not in UNSEEN).lstrip()
                assert shown[:1] not in [*"=+-@|%＝＋－＠"], cell


def test_a_table_holds_what_was_put_in():
    rows = [["student", "points"], ['Kim "Minji", Dr', "3"], ["lee; jun", "4"]]
    assert list(csv.reader(io.StringIO(table(rows)))) == rows


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


def test_no_name_looks_like_one_that_was_cut():
    """Somebody may be called what another one's long name becomes."""
    cut = file_name("k" * 250)
    assert cut != "k" * 250
    assert file_name(cut) != cut
    assert file_name("\udcff" * 255) != file_name(file_name("\udcff" * 255))


DEVICE_NAMES = ["con", "CON", "nul.txt", "Aux", "com1", "LPT¹.x", "prn .x"]
NASTY = st.text(st.sampled_from([*" ./\\:%20KkEé", "\u0301", *UNSEEN]), max_size=12) | st.sampled_from(
    DEVICE_NAMES
)


@settings(deadline=None, max_examples=500)
@given((TEXTS | NASTY).filter(bool), (TEXTS | NASTY).filter(bool))
def test_a_folders_name_does_on_every_system_and_is_one_owners(one, other):
    """Source: Microsoft, "Naming Files, Paths, and Namespaces"."""
    name = folder_name(one)
    assert (name == folder_name(other)) == (one == other)
    assert 1 <= len(name.encode()) <= MAX_NAME_BYTES
    assert not set(name) & set('<>:"/\\|?*')
    assert name == plain(name)
    assert name.strip(" .") == name
    devices = {
        "con",
        "prn",
        "aux",
        "nul",
        *(f"{port}{n}" for port in ("com", "lpt") for n in "0123456789¹²³"),
    }
    assert name.partition(".")[0].rstrip().lower() not in devices


@pytest.mark.parametrize(
    "name", ["kim", "Kim Minji_12345", "O'Brien", "-kim", "김민지", "a.b", "100% sure", "kim..lee", "console"]
)
def test_an_honest_folders_name_stays_as_it_is(name):
    assert folder_name(name) == name


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
