"""The commands, typed as a student and an instructor type them."""

import json
import re
import subprocess
import sys
import zipfile
from dataclasses import replace

import pytest

from autograder import catalog
from autograder.assignment import Equivalent
from autograder.cli import main
from autograder.grading import luck, survivors
from autograder.grading.sample_class import RIGHT, fill_in
from autograder.judging.mutants import Mutant


def write(path, notebook):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return str(path)


def test_grade_writes_results_and_shows_a_table(tmp_path, released, capsys, monkeypatch, course):
    monkeypatch.chdir(course.root)
    write(tmp_path / "in/kim/toy-conv/toy-conv.ipynb", fill_in(released, RIGHT))
    write(tmp_path / "in/lee/toy-conv/toy-conv.ipynb", "not a notebook")
    arguments = [
        "grade",
        "toy-conv",
        "--submitted",
        str(tmp_path / "in"),
        "--out",
        str(tmp_path / "out"),
        "--jobs",
        "2",
    ]
    assert main(arguments) == 0
    said = capsys.readouterr().out
    assert "kim   10 of 10  graded" in said
    assert "lee    0 of 10  unreadable" in said
    grades = (tmp_path / "out/grades.csv").read_text(encoding="utf-8").splitlines()
    assert grades[1] == "kim,toy-conv,10,10,graded,2,2,2,2,2"
    assert grades[2] == "lee,toy-conv,0,10,unreadable,0,0,0,0,0"
    assert "is right" in (tmp_path / "out/feedback/kim.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["grade", "no-such"], "There is no assignment 'no-such'. There is: "),
        (["grade", "toy-conv", "--submitted", "/no/such/folder"], "There is no folder"),
        (["faults", "no-such"], "There is no assignment 'no-such'."),
        (["check", "toy-conv.ipynb"], "There is no notebook toy-conv.ipynb."),
        (["check", "homework.ipynb"], "say which with --assignment"),
    ],
)
def test_a_mistake_gets_one_sentence(arguments, sentence, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 2
    said = capsys.readouterr()
    assert sentence in said.err
    assert said.err.count("\n") == 1
    assert said.out == ""


@pytest.mark.parametrize("option", ["--jobs=0", "--jobs=many", "--time-limit=-1", "--time-limit=soon"])
def test_a_wrong_option_is_refused(option, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["grade", "toy-conv", option])
    assert stopped.value.code == 2
    assert "Traceback" not in capsys.readouterr().err


def make_zip(path, entries):
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return path


def test_collect_then_grade_with_exports(tmp_path, released, course, monkeypatch, capsys):
    monkeypatch.chdir(course.root)
    notebook = json.dumps(fill_in(released, RIGHT))
    source = make_zip(tmp_path / "canvas.zip", {"kim_1_2_toy-conv.ipynb": notebook, "odd.txt": "x"})
    submitted, out = tmp_path / "in", tmp_path / "out"
    assert main(["collect", "toy-conv", str(source), "--submitted", str(submitted)]) == 0
    assert "1 notebooks in" in capsys.readouterr().out
    arguments = ["grade", "toy-conv", "--submitted", str(submitted), "--out", str(out), "--export", "canvas"]
    assert not (out / "times.html").exists()
    assert main([*arguments, "--export", "gradescope", "--times", "--i-trust-these-submissions"]) == 0
    assert re.search(r"<code>db</code>.*? ms<", (out / "times.html").read_text(encoding="utf-8"), re.DOTALL)
    assert (out / "canvas.csv").read_text(encoding="utf-8").splitlines()[1] == "kim,,kim,,10"
    assert json.loads((out / "gradescope" / "kim.json").read_text(encoding="utf-8"))["score"] == 10
    assert "1 students" in (out / "class.html").read_text(encoding="utf-8")


def test_who_has_no_gradebook_is_graded_all_the_same(tmp_path, released, course, monkeypatch, capsys):
    """A course without nbgrader: the grades are written, and a sentence says what was not."""
    (tmp_path / "exercises").mkdir()
    (tmp_path / "exercises" / "toy-conv").symlink_to(course.root / "exercises" / "toy-conv")
    (tmp_path / "solutions").symlink_to(course.root / "solutions")
    folder = tmp_path / "grading" / "submitted" / "kim" / "toy-conv"
    folder.mkdir(parents=True)
    (folder / "toy-conv.ipynb").write_text(json.dumps(fill_in(released, RIGHT)), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(["grade", "toy-conv", "--i-trust-these-submissions"]) == 0
    said = capsys.readouterr()
    assert "The gradebook was left as it is: nbgrader_config.py is missing" in said.err
    assert "kim" in (tmp_path / "grading/results/toy-conv/grades.csv").read_text(encoding="utf-8")
    assert main(["grade", "toy-conv", "--i-trust-these-submissions", "--gradebook"]) == 2


# Nothing called jinja2 can be imported: as on a computer that has it not.
WITHOUT_JINJA = """
import sys
class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "jinja2":
            raise ModuleNotFoundError(f"No module named {name!r}")
sys.meta_path.insert(0, Blocker())
from autograder.cli import main
sys.exit(main(sys.argv[1:]))
"""


def test_collecting_needs_no_jinja(tmp_path, course):
    """And grading, which writes pages, does: so it was blocked indeed."""
    source = make_zip(tmp_path / "canvas.zip", {"kim_1_2_toy-conv.ipynb": "{}"})

    def autograder(*arguments):
        command = [
            sys.executable,
            "-c",
            WITHOUT_JINJA,
            *map(str, arguments),
            "--submitted",
            str(tmp_path / "in"),
        ]
        return subprocess.run(command, cwd=course.root, capture_output=True, text=True)

    collected = autograder("collect", "toy-conv", source)
    assert (collected.returncode, collected.stderr) == (0, "")
    assert (tmp_path / "in/kim/toy-conv/toy-conv.ipynb").read_text() == "{}"
    graded = autograder("grade", "toy-conv", "--out", tmp_path / "out")
    assert graded.returncode != 0
    assert "No module named 'jinja2'" in graded.stderr


def test_a_long_name_gets_all_its_files(tmp_path, released, own_course, monkeypatch, capsys):
    """The file system allows 255 bytes for a name, the ending of the file included."""
    monkeypatch.chdir(own_course.root)
    write(tmp_path / "in" / ("k" * 250) / "toy-conv" / "toy-conv.ipynb", fill_in(released, RIGHT))
    arguments = ["grade", "toy-conv", "--submitted", str(tmp_path / "in"), "--out", str(tmp_path / "out")]
    assert main([*arguments, "--export", "gradescope", "--jobs", "1", "--i-trust-these-submissions"]) == 0
    for kind, ending in (("gradescope", "json"), ("feedback", "html")):
        (path,) = (tmp_path / "out" / kind).iterdir()
        assert path.name.startswith("kkk")
        assert path.name.endswith(f".{ending}")


def test_faults_shows_who_notices_what(course, monkeypatch, capsys, toy_conv):
    monkeypatch.chdir(course.root)
    assert main(["faults", "toy-conv"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[-1] == f"{len(toy_conv.faults)} of {len(toy_conv.faults)} faults are noticed."
    assert [line.split()[0] for line in said[1:-2]] == [fault.name for fault in toy_conv.faults]


@pytest.fixture
def two_mutants(course, monkeypatch):
    """Two mutants of toy-conv, of which its check notices the first."""
    monkeypatch.chdir(course.root)
    made = [
        Mutant("toy-conv-db axis 1", "toy-conv-db", "axis", "a  ->  b", "db = dout_rows.sum(axis=1)"),
        Mutant("toy-conv-db call 1", "toy-conv-db", "call", "a  ->  c", "db = dout_rows.sum(axis=0)"),
    ]
    monkeypatch.setattr(survivors, "all_mutants", lambda _course, _assignment: made)
    return made


def test_mutants_shows_what_no_check_notices(two_mutants, monkeypatch, capsys, toy_conv):
    monkeypatch.setattr(catalog, "load", lambda _name: replace(toy_conv, equivalents=()))
    assert main(["mutants", "toy-conv", "--jobs", "1"]) == 1
    said = capsys.readouterr().out
    assert "axis      1      1          0        0" in said
    assert "call      1      0          0        1" in said
    assert "toy-conv-db call 1 survived:\n    a  ->  c" in said
    assert "pays" not in said
    assert said.endswith("toy-conv: 1 of 2 mutants are noticed, 0 are right in another way, 1 survived.\n")

    listed = Equivalent("toy-conv-db", "call", "a  ->  c", "It is the same.")
    monkeypatch.setattr(catalog, "load", lambda _name: replace(toy_conv, equivalents=(listed,)))
    assert main(["mutants", "toy-conv", "--jobs", "1"]) == 0
    del two_mutants[1]
    assert main(["mutants", "toy-conv", "--jobs", "1"]) == 1
    assert "listed as equivalent, and no survivor: toy-conv-db call\n    a  ->  c" in capsys.readouterr().out


def test_mutants_of_all_exercises_are_counted_into_a_file(
    two_mutants, monkeypatch, capsys, tmp_path, toy_conv
):
    monkeypatch.setattr(catalog, "names", lambda: ["conv-toy", "toy-conv"])
    monkeypatch.setattr(catalog, "load", lambda name: replace(toy_conv, name=name, equivalents=()))
    monkeypatch.setattr(survivors, "judged_of", lambda *_: {one.name: () for one in two_mutants})
    monkeypatch.setattr(survivors, "solution_cells", lambda *_: ())
    out = tmp_path / "mutants.json"
    assert main(["mutants", "--jobs", "1", "--out", str(out)]) == 1
    assert capsys.readouterr().out.endswith("all           4      0          0        4\n")
    rows = json.loads(out.read_text(encoding="utf-8"))["rows"]
    assert [(row["exercise"], row["made"], row["survived"]) for row in rows] == [
        ("conv-toy", 2, 2),
        ("toy-conv", 2, 2),
    ]


def test_a_sample_is_not_counted_into_a_file(capsys, tmp_path):
    assert main(["mutants", "--sample", "3", "--out", str(tmp_path / "mutants.json")]) == 2
    assert "leave --sample out" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_mutants_under_several_secrets_are_told_where_their_points_differ(
    two_mutants, monkeypatch, capsys, toy_conv
):
    monkeypatch.setattr(catalog, "load", lambda _name: replace(toy_conv, faults=toy_conv.faults[:1]))
    assert main(["mutants", "toy-conv", "--secrets", "2", "--jobs", "1"]) == 0
    assert capsys.readouterr().out == "toy-conv: 3 of 3 wrong answers get the same points under 2 secrets.\n"
    lucky = {two_mutants[0].name: ((("toy-conv-db", 0.0),), (("toy-conv-db", 1.0),))}
    monkeypatch.setattr(luck, "points_by_secret", lambda *_: lucky)
    assert main(["mutants", "toy-conv", "--secrets", "2", "--jobs", "1"]) == 1
    assert capsys.readouterr().out == (
        "toy-conv-db axis 1: toy-conv-db: 0 points under 1 of the secrets, 1 under 1\n    a  ->  b\n"
        "toy-conv: 0 of 1 wrong answers get the same points under 2 secrets.\n"
    )


def test_sample_makes_a_class(course, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(course.root)
    assert main(["sample", "--out", str(tmp_path / "class")]) == 0
    written = list((tmp_path / "class").glob("*/toy-conv/toy-conv.ipynb"))
    assert f"{len(written)} notebooks in" in capsys.readouterr().out
    assert len(written) > 5


def test_two_who_would_come_into_one_folder_are_an_error_that_names_both(tmp_path, capsys):
    names = [
        "kim/toy-conv.ipynb",
        "KIM\u202e/toy-conv.ipynb",
        "KIM/toy-conv.ipynb",
        "lee/toy-conv.ipynb",
        "choi/a.pdf",
    ]
    source = make_zip(tmp_path / "class.zip", dict.fromkeys(names, "{}"))
    assert main(["collect", "toy-conv", str(source), "--submitted", str(tmp_path / "in")]) == 2
    said = capsys.readouterr()
    assert len(said.err.splitlines()) == 2
    for line in said.err.splitlines():
        assert "kim/toy-conv.ipynb" in line
        assert "KIM/toy-conv.ipynb" in line
    assert said.out.splitlines() == [
        "left out choi/a.pdf: it is no notebook",
        f"2 notebooks in {tmp_path / 'in'}",
    ]
