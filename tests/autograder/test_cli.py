"""The commands, typed as a student and an instructor type them."""

import json
import subprocess
import sys

import pytest

from autograder.cli import main
from autograder.grading.sample_class import RIGHT, fill_in


def write(path, notebook):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return str(path)


def test_check_says_what_is_right_and_wrong(tmp_path, released, capsys):
    blanks = {**RIGHT, "toy-conv-db-answer": "db = np.sum(dout_rows, axis=1)"}
    assert main(["check", write(tmp_path / "toy-conv.ipynb", fill_in(released, blanks))]) == 1
    said = capsys.readouterr().out
    assert "✓ col_W is right." in said
    assert "✗ db:" in said
    assert "you summed over axis 1" in said
    assert "8 of 10 points" in said


def test_check_names_the_empty_blanks_in_one_line(tmp_path, released, capsys):
    blanks = {**RIGHT, "toy-conv-dcol_W-answer": "dcol_W = None", "toy-conv-dcol-answer": "dcol = None"}
    assert main(["check", write(tmp_path / "toy-conv.ipynb", fill_in(released, blanks))]) == 1
    said = capsys.readouterr().out
    assert "Still empty (빈칸): dcol_W, dcol\n" in said
    assert "✗" not in said
    assert "6 of 10 points" in said


def test_check_of_a_right_notebook_under_a_browsers_name(tmp_path, released, capsys):
    assert main(["check", write(tmp_path / "toy_conv (2).ipynb", fill_in(released, RIGHT))]) == 0
    assert "10 of 10 points" in capsys.readouterr().out


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


def test_the_same_checks_seen_as_pytest(tmp_path, released, course):
    blanks = {**RIGHT, "toy-conv-dcol-answer": "dcol = None"}
    path = write(tmp_path / "toy-conv.ipynb", fill_in(released, blanks))
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "autograder", "--submission", path, "-q", "-p", "no:cacheprovider"],
        cwd=course.root,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 1
    assert "8 passed" in run.stdout
    assert "2 failed" in run.stdout
    assert "dcol is still None" in run.stdout


def test_pytest_with_a_missing_notebook_gets_a_sentence(course):
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "autograder", "--submission", "toy-conv.ipynb", "-q"],
        cwd=course.root,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 4
    assert "ERROR: There is no notebook toy-conv.ipynb." in run.stderr
