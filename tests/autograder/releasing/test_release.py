"""The students' package: made once by the command, searched, spoiled in every way, and used as a student would."""

import json
import os
import re
import subprocess
import sysconfig
import venv
import zipfile

import pytest

from autograder import catalog
from autograder.cli import main
from autograder.grading.sample_class import RIGHT, fill_in
from autograder.judging.recording import Recording
from autograder.notebook.install_cell import install_cell
from autograder.releasing.recorder import record
from autograder.releasing.release import FOLDER, student_files, try_out, zipped

NOTEBOOK = "exercises/toy-conv/toy-conv.ipynb"


def test_every_exercise_is_in_and_no_instructors_module(files):
    for name in catalog.names():
        assert f"exercises/{name}/{name}.ipynb" in files
    in_code = {
        path
        for path in files
        if re.fullmatch(r"autograder/assignments/.*/.*|.*/test_.*|.*faults.*|.*oracle.*", path)
    }
    assert in_code == set()
    assert not {
        "autograder/grading/grade.py",
        "autograder/grading/sample_class.py",
        "autograder/notebook/sources.py",
    } & set(files)


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
    monkeypatch.setattr("autograder.releasing.release.find_leaks", lambda files, course: ["one.", "two."])
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
    assert "No module named 'autograder.releasing'" in do("-c", "import autograder.releasing").stderr


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


def test_a_folder_in_the_place_of_the_zip_gets_a_sentence_at_once(tmp_path, capsys):
    assert main(["release", "toy-conv", "--out", str(tmp_path)]) == 2
    assert capsys.readouterr().err.startswith(f"autograder: {tmp_path} is a folder. Name the zip to write")
