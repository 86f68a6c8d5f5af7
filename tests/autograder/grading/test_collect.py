"""What an instructor needs around the grading: notebooks in, grades out, and a page about the class."""

import contextlib
import unicodedata
import warnings
import zipfile
from collections import Counter, defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.course import CourseError
from autograder.grading.collect import collect


def make_zip(path, entries):
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return path


def test_a_zip_from_canvas(tmp_path):
    source = make_zip(
        tmp_path / "submissions.zip",
        {
            "kimminji_LATE_12345_678901_toy-conv-2.ipynb": "one",
            "lee_111_222_toy-conv.ipynb": "two",
            "lee_111_333_notes.pdf": "not a notebook",
        },
    )
    entries = collect(source, "toy-conv", tmp_path / "in")
    assert [(entry.student, entry.why_not) for entry in entries] == [("kimminji", ""), ("lee", "")]
    assert (tmp_path / "in/kimminji/toy-conv/toy-conv.ipynb").read_text() == "one"
    assert (tmp_path / "in/lee/toy-conv/toy-conv.ipynb").read_text() == "two"


def test_a_zip_from_moodle_in_both_forms(tmp_path):
    source = make_zip(
        tmp_path / "moodle.zip",
        {
            "김 민지_12345_assignsubmission_file_/toy-conv.ipynb": "one",
            "Lee Jun_99_assignsubmission_file_toy-conv (1).ipynb": "two",
        },
    )
    collect(source, "toy-conv", tmp_path / "in")
    assert (tmp_path / "in/김 민지_12345/toy-conv/toy-conv.ipynb").read_text() == "one"
    assert (tmp_path / "in/Lee Jun_99/toy-conv/toy-conv.ipynb").read_text() == "two"


def test_a_folder_of_notebooks_with_names_in_them(tmp_path):
    source = tmp_path / "mails"
    (source / "park").mkdir(parents=True)
    (source / "park" / "toy-conv.ipynb").write_text("one")
    (source / "choi_toy-conv.ipynb").write_text("two")
    (source / "toy-conv.ipynb").write_text("whose?")
    (source / ".ipynb_checkpoints").mkdir()
    (source / ".ipynb_checkpoints" / "han-checkpoint.ipynb").write_text("old")
    (source / "link.ipynb").symlink_to(source / "choi_toy-conv.ipynb")
    entries = {entry.name: entry for entry in collect(source, "toy-conv", tmp_path / "in")}
    assert {name: entry.student for name, entry in entries.items()} == {
        "park/toy-conv.ipynb": "park",
        "choi_toy-conv.ipynb": "choi",
        "toy-conv.ipynb": "",
        "link.ipynb": "",
    }
    assert entries["link.ipynb"].why_not == "it is a link"
    assert entries["toy-conv.ipynb"].why_not == "it does not say whose it is"
    assert sorted(path.name for path in (tmp_path / "in").iterdir()) == ["choi", "park"]


def test_nothing_leaves_the_folder(tmp_path):
    link = zipfile.ZipInfo("sly_1_2_toy-conv.ipynb")
    link.external_attr = 0o120777 << 16
    source = tmp_path / "bad.zip"
    with zipfile.ZipFile(source, "w") as archive:
        archive.writestr("../outside.ipynb", "x")
        archive.writestr("/absolute.ipynb", "x")
        archive.writestr("a\\..\\b.ipynb", "x")
        archive.writestr("..sly/toy-conv.ipynb", "hidden by its name")
        archive.writestr(link, "/etc/passwd")
    collect(source, "toy-conv", tmp_path / "in")
    assert {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.ipynb")} <= {
        "in/sly/toy-conv/toy-conv.ipynb"
    }


def test_two_notebooks_of_one_student(tmp_path):
    source = make_zip(
        tmp_path / "two.zip", {"kim_1_1_toy-conv.ipynb": "old", "kim_1_2_toy-conv-1.ipynb": "new"}
    )
    entries = collect(source, "toy-conv", tmp_path / "in")
    assert [entry.why_not for entry in entries] == ["kim has a later one, kim_1_2_toy-conv-1.ipynb", ""]
    assert (tmp_path / "in/kim/toy-conv/toy-conv.ipynb").read_text() == "new"


def test_what_is_no_zip_gets_a_sentence(tmp_path):
    (tmp_path / "notes.txt").write_text("hello")
    with pytest.raises(CourseError, match="neither a zip nor a folder"):
        collect(tmp_path / "notes.txt", "toy-conv", tmp_path / "in")
    with pytest.raises(CourseError, match="There is no file or folder"):
        collect(tmp_path / "nothing.zip", "toy-conv", tmp_path / "in")


def files_in(folder):
    """Return what lies below a folder, by its path; the notes of whose it is are left out."""
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in folder.rglob("*")
        if path.is_file() and path.name != ".owner"
    }


def taken(submitted):
    """Return each student's notebook."""
    return {path.partition("/")[0]: text for path, text in files_in(submitted).items()}


LEE = "Lee Minji_12346_assignsubmission_file_"
INSIDE = [
    ("Mal Lory_12399_assignsubmission_file_", f"{LEE}/toy-conv.ipynb"),
    ("Mal Lory_12399_assignsubmission_file_", "Lee Minji_12346/toy-conv.ipynb"),
    ("Mal Lory_12399_assignsubmission_file", f"deep/{LEE}/toy-conv.ipynb"),
    ("mallory", "lee/toy-conv.ipynb"),
    ("mallory", "lee/toy-conv/toy-conv.ipynb"),
    ("mallory", "toy-conv/lee/toy-conv.ipynb"),
    ("mallory", f"{LEE}/toy-conv.ipynb"),
    ("mallory", "lee_111_222_toy-conv.ipynb"),
]
LEES = [
    f"{LEE}/toy-conv.ipynb",
    "Lee Minji_12346/toy-conv.ipynb",
    "lee/toy-conv.ipynb",
    "lee_111_222_toy-conv.ipynb",
]


@pytest.mark.parametrize("lee", LEES)
@pytest.mark.parametrize(("outer", "inside"), INSIDE)
@pytest.mark.parametrize("as_zip", [True, False])
def test_whose_a_file_is_only_its_outermost_folder_says(tmp_path, lee, outer, inside, as_zip):
    both = {lee: "Lee's", f"{outer}/{inside}": "Mallory's"}
    if as_zip:
        source = make_zip(tmp_path / "class.zip", both)
    else:
        source = tmp_path / "class"
        for name, text in both.items():
            (source / name).parent.mkdir(parents=True)
            (source / name).write_text(text)
    collect(source, "toy-conv", tmp_path / "in")
    found = taken(tmp_path / "in")
    assert sorted(found.values()) == ["Lee's", "Mallory's"]
    (whose,) = (student for student, text in found.items() if text == "Mallory's")
    assert whose.startswith(outer[:7])


@pytest.mark.parametrize(
    ("lee", "mallory"),
    [
        ("lee_111_222_toy-conv.ipynb", "mallory_9_99_lee_111_999_toy-conv.ipynb"),
        ("lee_111_222_toy-conv.ipynb", "mallory_9_99_lee_111_assignsubmission_file_toy-conv.ipynb"),
        (
            "Lee_111_assignsubmission_file_a.ipynb",
            "Mallory_9_assignsubmission_file_Lee_111_assignsubmission_file_a.ipynb",
        ),
        (
            "Lee_111_assignsubmission_file_a.ipynb",
            "Mallory_9_assignsubmission_file_lee_111_222_toy-conv.ipynb",
        ),
    ],
)
def test_what_the_platform_wrote_in_front_counts(tmp_path, lee, mallory):
    collect(
        make_zip(tmp_path / "class.zip", {lee: "Lee's", mallory: "Mallory's"}), "toy-conv", tmp_path / "in"
    )
    found = taken(tmp_path / "in")
    assert sorted(found.values()) == ["Lee's", "Mallory's"]
    assert {student[:3].lower() for student in found} == {"lee", "mal"}


def test_two_of_one_name_on_canvas_are_two_and_stay_who_they_are(tmp_path):
    one, other = {"kim_1_11_toy-conv.ipynb": "one"}, {"kim_2_12_toy-conv.ipynb": "other"}
    both = collect(make_zip(tmp_path / "1.zip", one | other), "toy-conv", tmp_path / "together")
    assert [entry.student for entry in both] == ["kim_1", "kim_2"]
    collect(make_zip(tmp_path / "2.zip", other), "toy-conv", tmp_path / "in")
    collect(make_zip(tmp_path / "3.zip", one), "toy-conv", tmp_path / "in")
    assert taken(tmp_path / "in") == {"kim": "other", "kim_1": "one"}
    later = {"kim_2_22_toy-conv-1.ipynb": "other's later", "kim_LATE_1_21_toy-conv-1.ipynb": "one's later"}
    collect(make_zip(tmp_path / "4.zip", later), "toy-conv", tmp_path / "in")
    assert taken(tmp_path / "in") == {"kim": "other's later", "kim_1": "one's later"}


@pytest.mark.parametrize(
    "mallory",
    ["lee_111_9_999_toy-conv.ipynb", "lee_111_LATE_9_999_toy-conv.ipynb", "lee_111_222_9_999_toy-conv.ipynb"],
)
def test_a_student_whose_name_ends_like_anothers_number_is_not_taken_for_that_one(tmp_path, mallory):
    collect(
        make_zip(tmp_path / "1.zip", {"lee_111_222_toy-conv.ipynb": "Lee's"}), "toy-conv", tmp_path / "in"
    )
    collect(make_zip(tmp_path / "2.zip", {mallory: "Mallory's"}), "toy-conv", tmp_path / "in")
    assert taken(tmp_path / "in").pop("lee") == "Lee's"
    assert sorted(taken(tmp_path / "in").values()) == ["Lee's", "Mallory's"]


@pytest.mark.parametrize(
    "name", ["a_1_2", "a_1_2_3", "a_1_2_3_", "1_2_3_a.ipynb", "_1_2_a.ipynb", "a_1_2_.ipynb", "a_1_٢_x.ipynb"]
)
def test_names_with_numbers_that_are_almost_canvass(tmp_path, name):
    assert len(collect(make_zip(tmp_path / "1.zip", {name: "x"}), "toy-conv", tmp_path / "in")) == 1


NAMES_ALIKE = [
    "k:im",
    " kim",
    "kim",
    "kim ",
    "kim.",
    "k/im",
    "kim\u200b",
    "k\u202eim",
    "\tkim",
    "k?im",
    "kim\x7f",
    "%20kim",
]


def test_names_that_were_one_are_two(tmp_path):
    names = [name for name in NAMES_ALIKE if "/" not in name]
    source = make_zip(tmp_path / "class.zip", {f"{name}/toy-conv.ipynb": name for name in names})
    entries = collect(source, "toy-conv", tmp_path / "in")
    assert all(entry.student for entry in entries)
    assert sorted(taken(tmp_path / "in").values()) == sorted(names)
    assert taken(tmp_path / "in")["kim"] == "kim"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("kim/toy-conv.ipynb", "KIM/toy-conv.ipynb"),
        ("하나/toy-conv.ipynb", unicodedata.normalize("NFD", "하나") + "/toy-conv.ipynb"),
        ("é.ipynb", "E\u0301.ipynb"),
        ("kim.ipynb", "kim_toy-conv.ipynb"),
        ("kim.ipynb", "kim/toy-conv.ipynb"),
        ("kim_1_2_toy-conv.ipynb", "kim/toy-conv.ipynb"),
    ],
)
@pytest.mark.parametrize("swapped", [False, True])
def test_two_who_would_come_into_one_folder_are_named_and_nothing_is_lost(tmp_path, one, other, swapped):
    others = {"lee/toy-conv.ipynb": "Lee's", "park/toy-conv.ipynb": "Park's"}
    both = {one: "one", other: "other"}
    together = {
        entry.name: entry
        for entry in collect(make_zip(tmp_path / "1.zip", both | others), "toy-conv", tmp_path / "a")
    }
    found = taken(tmp_path / "a")
    assert found.pop("lee") == "Lee's"
    assert found.pop("park") == "Park's"
    if one.startswith("kim_1"):  # Canvas's number tells them apart
        assert found == {"kim_1": "one", "kim": "other"}
    else:
        assert found == {}
        assert together[one].is_error
        assert other in together[one].why_not
        assert together[other].is_error
        assert one in together[other].why_not
    if swapped:
        one, other = other, one
    collect(make_zip(tmp_path / "2.zip", {one: "one"}), "toy-conv", tmp_path / "b")
    first = taken(tmp_path / "b")
    entries = collect(make_zip(tmp_path / "3.zip", {other: "other"}), "toy-conv", tmp_path / "b")
    assert first.items() <= taken(tmp_path / "b").items()
    assert entries[0].is_error or "other" in taken(tmp_path / "b").values()


def test_a_later_hand_in_replaces_the_same_students_and_no_other(tmp_path):
    for text in ("old", "new"):
        names = [
            "kim/toy-conv.ipynb",
            "lee_1_2_toy-conv.ipynb",
            f"{LEE}/toy-conv.ipynb",
            "choi_toy-conv.ipynb",
        ]
        entries = collect(
            make_zip(tmp_path / "a.zip", dict.fromkeys(names, text)), "toy-conv", tmp_path / "in"
        )
        assert [entry.why_not for entry in entries] == [""] * 4
        assert set(taken(tmp_path / "in").values()) == {text}


def test_what_was_put_there_by_hand_is_his_whose_name_it_bears(tmp_path):
    notebook = tmp_path / "in" / "kim" / "toy-conv" / "toy-conv.ipynb"
    notebook.parent.mkdir(parents=True)
    notebook.write_text("by hand")
    collect(make_zip(tmp_path / "1.zip", {"kim_1_2_toy-conv.ipynb": "Canvas's"}), "toy-conv", tmp_path / "in")
    assert taken(tmp_path / "in") == {"kim": "by hand", "kim_1": "Canvas's"}
    collect(make_zip(tmp_path / "2.zip", {"kim/toy-conv.ipynb": "new"}), "toy-conv", tmp_path / "in")
    assert taken(tmp_path / "in") == {"kim": "new", "kim_1": "Canvas's"}


def test_a_folder_around_all_folders_is_nobody(tmp_path):
    names = ["submissions/kim/toy-conv.ipynb", "submissions/lee/toy-conv/toy-conv.ipynb"]
    source = make_zip(
        tmp_path / "a.zip", {**dict.fromkeys(names, "x"), "submissions/roster.csv": "", "__MACOSX/._a": ""}
    )
    students = [entry.student for entry in collect(source, "toy-conv", tmp_path / "in")]
    assert students == ["kim", "lee", ""]
    assert sorted(taken(tmp_path / "in")) == ["kim", "lee"]
    source = make_zip(tmp_path / "b.zip", {"toy-conv/kim.ipynb": "x", "toy-conv/lee.ipynb": "y"})
    collect(source, "toy-conv", tmp_path / "flat")
    assert taken(tmp_path / "flat") == {"kim": "x", "lee": "y"}


@pytest.mark.parametrize("inside", ["toy-conv.ipynb", "toy-conv/toy-conv.ipynb", "lee/toy-conv.ipynb"])
def test_who_is_the_only_one_in_a_zip_is_no_folder_around(tmp_path, inside):
    names = dict.fromkeys([f"mallory/{inside}", "mallory/notes.ipynb", "mallory/im2col/im2col.ipynb"], "x")
    collect(make_zip(tmp_path / "a.zip", names), "toy-conv", tmp_path / "in")
    assert list(taken(tmp_path / "in")) == ["mallory"]


def test_who_is_the_only_one_in_a_zip_replaces_nobody(tmp_path):
    """That folder cannot be told from one around all students; what is there already is nobody else's all the same."""
    honest = {
        "lee/toy-conv.ipynb": "Lee's",
        f"{LEE}/toy-conv.ipynb": "Lee Minji's",
        "choi_1_2_toy-conv.ipynb": "Choi's",
    }
    collect(make_zip(tmp_path / "1.zip", honest), "toy-conv", tmp_path / "in")
    before = taken(tmp_path / "in")
    sly = {f"mallory/{name}/toy-conv.ipynb": "Mallory's" for name in ("lee", LEE, "choi")}
    entries = collect(make_zip(tmp_path / "2.zip", sly), "toy-conv", tmp_path / "in")
    assert all(entry.is_error for entry in entries)
    assert taken(tmp_path / "in") == before


def test_the_notebook_with_the_exercises_name_is_taken(tmp_path):
    source = make_zip(
        tmp_path / "a.zip",
        {
            "kim/zz.ipynb": "scratch",
            "kim/a/toy-conv.ipynb": "it",
            "kim/toy-conv (1).ipynb": "copy",
            "kim/b.pdf": "",
        },
    )
    entries = collect(source, "toy-conv", tmp_path / "in")
    assert taken(tmp_path / "in") == {"kim": "it"}
    assert len(entries) == 3
    ten = {f"lee_1_{number}_toy-conv-{number}.ipynb": str(number) for number in (9, 10)}
    collect(make_zip(tmp_path / "b.zip", ten), "toy-conv", tmp_path / "in")
    assert taken(tmp_path / "in")["lee"] == "10"


def test_who_handed_in_no_notebook_is_told(tmp_path):
    names = [
        "kim/a.pdf",
        "kim/b.pdf",
        "lee/toy-conv.ipynb",
        "lee/notes.pdf",
        "choi/.ipynb_checkpoints/toy-conv.ipynb",
        "han.zip",
        "ahn/x.IPYNB",
    ]
    entries = collect(make_zip(tmp_path / "a.zip", dict.fromkeys(names, "")), "toy-conv", tmp_path / "in")
    left_out = {entry.name: entry.why_not for entry in entries if not entry.student}
    assert left_out == {
        "kim/a.pdf": "it is no notebook, and neither are the other 1 of kim",
        "choi/.ipynb_checkpoints/toy-conv.ipynb": "it is no notebook",
        "han.zip": "it is no notebook",
    }
    assert sorted(taken(tmp_path / "in")) == ["ahn", "lee"]


def test_one_damaged_file_leaves_the_others_alone(tmp_path):
    """The next one of the same student is taken instead."""
    names = ["kim/toy-conv.ipynb", "lee/toy-conv.ipynb", "lee/toy-conv-old.ipynb", "park/toy-conv.ipynb"]
    source = make_zip(tmp_path / "a.zip", {name: f"content of {name}" for name in names})
    content = source.read_bytes()
    for name in ("kim/toy-conv.ipynb", "lee/toy-conv.ipynb"):
        content = content.replace(f"content of {name}".encode(), f"damaged {name}...".encode())
    source.write_bytes(content)
    entries = collect(source, "toy-conv", tmp_path / "in")
    assert [entry.name for entry in entries if entry.why_not == "it cannot be read: it is damaged"] == names[
        :1
    ] + names[1:2]
    assert sorted(taken(tmp_path / "in")) == ["lee", "park"]


def test_a_link_or_a_file_in_the_way_is_told(tmp_path):
    submitted = tmp_path / "in"
    (tmp_path / "elsewhere").mkdir()
    submitted.mkdir()
    (submitted / "kim").symlink_to(tmp_path / "elsewhere")
    (submitted / "lee").write_text("a file")
    names = [f"{name}/toy-conv.ipynb" for name in ("kim", "lee", "park")]
    entries = collect(make_zip(tmp_path / "a.zip", dict.fromkeys(names, "x")), "toy-conv", submitted)
    assert [entry.is_error for entry in entries] == [True, True, False]
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_one_student_cannot_use_up_what_all_may_unpack(tmp_path):
    big = bytes(range(256)) * (40 << 12)  # 40 MB, larger than a notebook
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for number in range(6):
            archive.writestr(f"mallory/toy-conv-{number}.ipynb", big)
        archive.writestr("park/toy-conv.ipynb", "x")
    entries = collect(tmp_path / "a.zip", "toy-conv", tmp_path / "in")
    reasons = Counter(entry.why_not for entry in entries)
    assert reasons == {
        "": 1,
        "it is larger than 16 MB": 2,
        "the other files of mallory are too large already": 4,
    }


def test_all_together_unpack_to_no_more_than_so_many_times_the_zip(tmp_path, monkeypatch):
    monkeypatch.setattr("autograder.grading.collect.MAX_TOTAL", 10_000)
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(100):
            archive.writestr(f"{number}/toy-conv.ipynb", bytes(100_000))
    entries = collect(tmp_path / "a.zip", "toy-conv", tmp_path / "in")
    unpacked = sum(path.stat().st_size for path in (tmp_path / "in").rglob("*.ipynb"))
    assert 0 < unpacked < 20 * (tmp_path / "a.zip").stat().st_size + 100_000
    assert (
        Counter(entry.why_not for entry in entries)["the zip unpacks to too much"]
        == 100 - unpacked // 100_000
    )


PIECES = st.sampled_from(
    [
        "kim",
        "KIM",
        "lee",
        " kim",
        "toy-conv",
        "toy-conv.ipynb",
        "a.ipynb",
        "..",
        ".",
        "",
        "con",
        "k:im",
        "kim_1_2_toy-conv.ipynb",
        LEE,
        "x.pdf",
        ".x",
        "\0",
        "\\",
    ]
)
PATHS = st.lists(PIECES | st.text(max_size=6), min_size=1, max_size=4).map("/".join)


def write_any(path, names):
    """Write a zip whose names are as they are given, which `writestr` does not do."""
    with zipfile.ZipFile(path, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a name may come twice
        for name, content in names:
            info = zipfile.ZipInfo("x")
            info.filename = name
            archive.writestr(info, content)
    return path


@settings(deadline=None, max_examples=200)
@given(st.lists(st.lists(st.tuples(PATHS, st.binary(max_size=20)), max_size=5), min_size=1, max_size=2))
def test_any_names_give_a_report_and_no_owner_gets_anothers_folder(tmp_path_factory, sources):
    """Oracle: whatever is in a student's folder, also after a second collecting, stood below one outermost name."""
    folder = tmp_path_factory.mktemp("any")
    outermost = defaultdict(set)
    for number, names in enumerate(sources):
        for entry in collect(write_any(folder / f"{number}.zip", names), "toy-conv", folder / "in"):
            assert bool(entry.student) != bool(entry.why_not)
            if entry.student:
                outermost[entry.student].add(
                    next(part for part in entry.name.split("/") if part not in ("", "."))
                )
    assert all(len(names) == 1 for names in outermost.values())
    students = {path.name for path in (folder / "in").iterdir()} if (folder / "in").exists() else set()
    assert students == set(outermost)
    assert len({unicodedata.normalize("NFC", name).casefold() for name in students}) == len(students)
    assert {path.name for path in folder.iterdir()} <= {"in", "0.zip", "1.zip"}


@settings(deadline=None, max_examples=100)
@given(st.lists(st.tuples(PATHS, st.binary(max_size=20)), max_size=6))
def test_a_folder_and_a_zip_of_the_same_files_give_the_same(tmp_path_factory, files):
    folder = tmp_path_factory.mktemp("both")
    (folder / "files").mkdir()
    written = {}
    for name, content in files:
        path = folder / "files" / name
        with contextlib.suppress(OSError, ValueError):
            if ".." not in name.split("/") and not name.startswith("/") and not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
                written[path.relative_to(folder / "files").as_posix()] = content
    one = collect(folder / "files", "toy-conv", folder / "one")
    assert collect(write_any(folder / "a.zip", written.items()), "toy-conv", folder / "other") == one
    assert {path.name for path in folder.iterdir()} <= {"files", "one", "other", "a.zip"}


@settings(deadline=None, max_examples=300)
@given(st.binary(max_size=300), st.integers(0, 400), st.integers(0, 400))
def test_any_bytes_in_place_of_a_zip_give_a_report_or_a_sentence(tmp_path_factory, put_in, start, length):
    folder = tmp_path_factory.mktemp("bytes")
    source = make_zip(folder / "a.zip", {"kim/toy-conv.ipynb": "x" * 40, "lee/toy-conv.ipynb": "y" * 40})
    content = source.read_bytes()
    source.write_bytes(content[:start] + put_in + content[start + length :])
    with contextlib.suppress(CourseError):
        collect(source, "toy-conv", folder / "in")
    assert {path.name for path in folder.iterdir()} <= {"in", "a.zip"}
