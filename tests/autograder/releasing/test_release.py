"""The students' package: made once by the command, searched, spoiled in every way, and used as a student would."""

import io
import json
import os
import re
import subprocess
import sysconfig
import venv
import zipfile
from dataclasses import replace

import numpy as np
import pytest

from autograder import catalog
from autograder.sandbox import launcher, runner
from autograder.cli import main
from autograder.notebook.install_cell import install_cell
from autograder.judging.runs import Runs
from autograder.judging.cases import cases
from autograder.judging.judge import judge
from autograder.releasing.leaks import find_lacks, find_leaks
from autograder.notebook.reading import code_cells, read_notebook
from autograder.releasing.recorder import record
from autograder.judging.recording import Recording
from autograder.releasing.release import FOLDER, student_files, try_out, zipped
from autograder.grading.sample_class import RIGHT, fill_in
from autograder.notebook.sources import read_solution

NOTEBOOK = "exercises/toy-conv/toy-conv.ipynb"


@pytest.fixture(scope="module")
def zip_file(tmp_path_factory):
    """The whole package, as `make release` makes it."""
    path = tmp_path_factory.mktemp("release") / "students.zip"
    assert main(["release", "--out", str(path)]) == 0
    return path


@pytest.fixture(scope="module")
def files(zip_file):
    with zipfile.ZipFile(zip_file) as archive:
        return {name.removeprefix(f"{FOLDER}/"): archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def recorded(files, tmp_path_factory):
    """Read an assignment from the package's data."""
    folder = tmp_path_factory.mktemp("recorded")

    def load(name):
        for suffix in ("json", "npz"):
            (folder / f"{name}.{suffix}").write_bytes(files[f"autograder/assignments/{name}.{suffix}"])
        return Recording.load(folder / f"{name}.json")

    return load


def test_every_exercise_is_in_and_no_instructors_module(files):
    for name in catalog.names():
        assert f"exercises/{name}/{name}.ipynb" in files
    in_code = {
        path
        for path in files
        if re.fullmatch(r"autograder/assignments/.*/.*|.*/test_.*|.*faults.*|.*oracle.*", path)
    }
    assert in_code == set()
    assert not {"autograder/grading.py", "autograder/sample_class.py", "autograder/sources.py"} & set(files)


def test_the_same_course_gives_the_same_bytes(files, course, zip_file):
    again = record(course, catalog.load("toy-conv"))
    assert again.text().encode() == files["autograder/assignments/toy-conv.json"]
    assert again.arrays_as_bytes() == files["autograder/assignments/toy-conv.npz"]
    assert zipped(dict(reversed(files.items()))) == zip_file.read_bytes()


def test_no_notebook_fetches_the_course_with_its_solutions(course, monkeypatch, tmp_path):
    cloning = json.loads(course.template("toy-conv").read_text(encoding="utf-8"))
    first = next(cell for cell in cloning["cells"] if "install" in cell["metadata"].get("tags", ()))
    first["source"] = install_cell("https://github.com/someone/a-course").splitlines(keepends=True)
    (tmp_path / "toy-conv.ipynb").write_text(json.dumps(cloning), encoding="utf-8")
    monkeypatch.setattr(type(course), "template", lambda course, name: tmp_path / f"{name}.ipynb")
    files = student_files(course, {"toy-conv": Recording({}, {})})
    assert b"git clone" not in files[NOTEBOOK]
    assert b"run `pip install -r requirements.txt`" in files[NOTEBOOK]


def test_there_are_no_hidden_numbers_in_it(recorded):
    assignment = recorded("toy-conv").assignment()
    assert [case.name for case in cases(assignment, "a secret", "kim")] == ["slide", "practice"]


@pytest.mark.parametrize(
    ("name", "answer"),
    [("output-size", [4, 3, 10, 11]), ("im2col", [9, 75, 90, 75])],
)
def test_what_is_to_be_predicted_cannot_be_read(recorded, name, answer):
    recording = recorded(name)
    assert "sealed" in recording.text()
    readable = [value.ravel().tolist() for value in recording.arrays.values()]
    assert answer not in readable
    assert json.dumps(answer) not in recording.text()


@pytest.mark.parametrize("name", ["output-size", "toy-conv"])
def test_the_diagnosis_is_the_one_that_the_course_gives(course, recorded, name):
    """One blank wrong, in each of the known ways: message, points, hint and example are the same."""
    template = read_notebook(course.template(name))
    solution = code_cells(read_solution(course.solution(name)))
    ours, theirs = catalog.load(name), recorded(name).assignment()

    def verdict(assignment, sources):
        cells = [replace(cell, source=sources.get(cell.name, cell.source)) for cell in solution]
        return judge(Runs(assignment, template, cells, cases(assignment, None), runner.Limits())).cells

    assert len(theirs.faults) == len(ours.faults) >= 8
    for fault in ours.faults:
        sources = {f"{fault.cell}-answer": fault.source}
        cells = verdict(theirs, sources)
        assert cells == verdict(ours, sources)
        assert fault.hint in [cell.hint for cell in cells]
    launcher.end_warm_process()


def in_notebook(content, line):
    """Return a notebook with a line more in its last code cell."""
    notebook = json.loads(content)
    cell = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"][-1]
    cell["source"] = ["".join(cell["source"]), "\n", line]
    return json.dumps(notebook).encode()


@pytest.mark.parametrize(
    ("path", "line", "sentence"),
    [
        (
            NOTEBOOK,
            "db  =  np.sum( dout_rows,axis = 0 )",
            "toy-conv.ipynb holds a line of the solution of toy-conv: db = ",
        ),
        (
            NOTEBOOK,
            "# db = np.sum(dout_rows, axis=0)",
            "toy-conv.ipynb holds a line of the solution of toy-conv: db = ",
        ),
        (
            "exercises/im2col/im2col.ipynb",
            "col_W = W.reshape(FN, -1).T",
            "im2col.ipynb holds an answer to toy-conv.",
        ),
        (NOTEBOOK, "### BEGIN HIDDEN TESTS", "toy-conv.ipynb holds 'BEGIN HIDDEN TESTS'"),
        ("README.md", "by_hand = [4, 3, 10, 11]", "README.md holds a line of the solution of output-size"),
        (
            "autograder/check.py",
            "db = np.sum(dout_rows, axis=1)",
            "autograder/check.py holds the wrong answer",
        ),
    ],
)
def test_what_gives_an_answer_away_is_found(files, course, path, line, sentence):
    old = files[path]
    new = in_notebook(old, line) if path.endswith(".ipynb") else old + f"\n{line}\n".encode()
    found = find_leaks({**files, path: new}, course)
    assert found
    assert all(sentence in said for said in found)


def test_checks_and_oracles_are_found_under_any_name(files, course):
    package = course.root / "autograder"
    for path in (
        "oracle.py",
        "assignments/toy_conv/test_toy_conv.py",
        "assignments/simple_convnet/oracle.py",
    ):
        leak = (package / path).read_bytes().replace(b"pytest.mark.cell", b"mark")
        found = find_leaks({**files, "autograder/check.py": files["autograder/check.py"] + leak}, course)
        assert any(
            re.search(rf"check.py holds the check or oracle \w+ of {os.path.basename(path)}", said)
            for said in found
        )


@pytest.mark.parametrize(
    "path",
    ["solutions/toy_conv.py", "autograder/faults.py", "grading/gradebook.db", "tests/test_x.py", "notes.txt"],
)
def test_an_instructors_file_is_refused(files, course, path):
    assert find_leaks({**files, path: b"nothing"}, course) == [
        f"{path} is none of the files that students get."
    ]


def test_the_courses_secret_is_found(files, course, tmp_path):
    (tmp_path / "secret").write_text("0123456789abcdef\n")
    spoiled = {**files, "README.md": b"the secret is 0123456789abcdef"}
    course_with_secret = type("Course", (type(course),), {"grading": tmp_path})(course.root)
    assert find_leaks(spoiled, course_with_secret) == ["README.md holds the course's secret."]


def test_arrays_that_could_hold_code_are_refused(files, course):
    buffer = io.BytesIO()
    np.savez(buffer, answer=np.array([{"col_W": "W.reshape(FN, -1).T"}], dtype=object))
    found = find_leaks({**files, "autograder/assignments/toy-conv.npz": buffer.getvalue()}, course)
    assert found == [
        "autograder/assignments/toy-conv.npz holds pickled numbers, where only plain ones belong."
    ]


@pytest.mark.parametrize(
    ("line", "module"),
    [("import jinja2", "jinja2"), ("from modlab.no_such import x", "modlab.no_such"), ("import cv2", "cv2")],
)
def test_an_import_that_the_package_cannot_serve_is_refused(files, line, module):
    assert find_lacks(files) == []
    spoiled = {**files, NOTEBOOK: in_notebook(files[NOTEBOOK], line)}
    assert find_lacks(spoiled) == [
        f"{NOTEBOOK} imports {module}, which the package neither holds nor asks for."
    ]


def test_a_blank_that_earns_and_a_solution_that_does_not_are_refused(files, course):
    """Checks that pass whatever they see, and checks that no answer passes."""
    path = "autograder/assignments/toy-conv.json"
    about = json.loads(files[path])
    first, *_, last = about["checks"]
    first["looks"] = {case: [] for case in first["looks"]}
    for looks in last["looks"].values():
        for look in looks:
            look[2][0] = {"array": about["numbers"]["slide"]["W"]["array"]}
    found = try_out({**files, path: json.dumps(about).encode()}, course, ["toy-conv"])
    assert len(found) == 2
    assert found[0] == "toy-conv: a blank notebook scores 2 of 10 points; it must score nothing."
    assert found[1].startswith("toy-conv: the solution scores 8 of 10 points: ✗ dcol")


def test_a_missing_file_is_refused(files, course):
    """The picture that see-filters looks at, which no import shows."""
    lacking = {path: content for path, content in files.items() if path != "modlab/widgets/photograph.npy"}
    found = try_out(lacking, course, ["see-filters"])
    assert len(found) == 1
    assert found[0].startswith(
        "see-filters: the notebook needs something that the package lacks: FileNotFoundError"
    )


def test_nothing_is_written_where_something_is_refused(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr("autograder.release.find_leaks", lambda files, course: ["one.", "two."])
    assert main(["release", "toy-conv", "--out", str(tmp_path / "students.zip")]) == 2
    assert capsys.readouterr().err == "autograder: the package was not made.\none.\ntwo.\n"
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_assignment_gets_a_sentence(capsys):
    assert main(["release", "toy-convv"]) == 2
    assert "There is no assignment 'toy-convv'. There is: " in capsys.readouterr().err


@pytest.fixture(scope="module")
def student(zip_file, tmp_path_factory):
    """A student's computer: the zip unpacked, and an environment in which it is installed and the course is not.

    What the package asks for is not downloaded: it is borrowed from the environment that the tests run in.
    """
    home = tmp_path_factory.mktemp("student")
    with zipfile.ZipFile(zip_file) as archive:
        archive.extractall(home)
    venv.create(home / "venv", with_pip=False, symlinks=os.name != "nt")
    python = home / "venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = subprocess.run(
        [python, "-c", where], capture_output=True, text=True, check=True
    ).stdout.strip()
    installed = dict.fromkeys(
        [str(home / FOLDER), sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]
    )
    with open(os.path.join(packages, "package.pth"), "w", encoding="utf-8") as file:
        file.write("\n".join(installed) + "\n")
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "MODLAB"))
    }

    def do(*arguments):
        return subprocess.run(
            [python, *arguments],
            cwd=home / FOLDER,
            env={**environment, "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            encoding="utf-8",
        )

    return home / FOLDER, do


def test_the_course_is_out_of_a_students_reach(student):
    folder, do = student
    where = do(
        "-c", "import autograder, modlab; print(autograder.__file__); print(modlab.__file__)"
    ).stdout.split()
    assert where == [str(folder / "autograder/__init__.py"), str(folder / "modlab/__init__.py")]
    assert "No module named 'autograder.grading'" in do("-c", "import autograder.grading").stderr
    assert "No module named 'autograder.oracle'" in do("-c", "import autograder.oracle").stderr


def test_a_student_works_through_an_assignment(student):
    folder, do = student
    path = folder / NOTEBOOK
    released = json.loads(path.read_text(encoding="utf-8"))

    def check(blanks):
        path.write_text(json.dumps(fill_in(released, blanks)), encoding="utf-8")
        return do("-m", "autograder", "check", NOTEBOOK)

    blank = check({})
    assert (blank.returncode, blank.stderr) == (1, "")
    assert "Still empty (빈칸): col_W, out, db, dcol_W, dcol\n" in blank.stdout
    assert "\n0 of 10 points" in blank.stdout

    wrong = check({**RIGHT, "toy-conv-db-answer": "db = np.sum(dout_rows, axis=1)"})
    assert wrong.returncode == 1
    assert "you summed over axis 1" in wrong.stdout
    assert re.search("[가-힣]", wrong.stdout)
    assert "\n8 of 10 points" in wrong.stdout

    right = check(RIGHT)
    assert (right.returncode, right.stderr) == (0, "")
    assert "✗" not in right.stdout
    assert "\n10 of 10 points" in right.stdout


def test_a_students_mistakes_get_a_sentence(student):
    _, do = student
    for arguments, sentence in [
        (["check", "homework.ipynb"], "say which with --assignment"),
        (["check", "toy-conv.ipynb"], "There is no notebook toy-conv.ipynb."),
    ]:
        said = do("-m", "autograder", *arguments)
        assert said.returncode == 2
        assert sentence in said.stderr
        assert said.stderr.count("\n") == 1
