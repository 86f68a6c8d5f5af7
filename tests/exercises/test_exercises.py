"""The released notebooks: up to date, without answers, and helpful to someone who works alone."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from autograder.notebook.install_cell import course_address
from autograder.notebook.sources import assignment_name, read_solution, write_sources

ROOT = Path(__file__).resolve().parents[2]
SOLUTIONS = sorted((ROOT / "solutions").glob("*.py"))


def released(name):
    return ROOT / "exercises" / name / f"{name}.ipynb"


def execute(notebook):
    """Run a notebook in a kernel, as Jupyter does; give it back with its outputs."""
    notebook = nbformat.reads(json.dumps(notebook), as_version=4)
    NotebookClient(notebook, timeout=60, kernel_name="python3").execute()
    return notebook


def printed(notebook):
    return "".join(
        output.get("text", "")
        for cell in notebook.cells
        for output in cell.get("outputs", ())
        if output.output_type == "stream"
    )


@pytest.fixture(scope="module")
def toy_conv():
    return json.loads(released("toy-conv").read_text(encoding="utf-8"))


def test_every_solution_is_released_and_nothing_else():
    names = {assignment_name(path) for path in SOLUTIONS}
    assert names == {path.name for path in (ROOT / "exercises").iterdir()}
    for name in names:
        assert [path.name for path in (ROOT / "exercises" / name).iterdir()] == [f"{name}.ipynb"]


def test_the_released_notebooks_are_what_nbgrader_makes_of_the_solutions(tmp_path, monkeypatch):
    """Stale: run `make exercises` and commit the result."""
    monkeypatch.delenv("COURSE_REPOSITORY", raising=False)
    write_sources(ROOT / "solutions", tmp_path / "source", course_address(ROOT))
    environment = {
        **os.environ,
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
    }
    subprocess.run(
        [
            *(sys.executable, "-m", "nbgrader", "generate_assignment", "*"),
            f"--CourseDirectory.source_directory={tmp_path / 'source'}",
            f"--CourseDirectory.release_directory={tmp_path / 'release'}",
            f"--CourseDirectory.db_url=sqlite:///{tmp_path / 'gradebook.db'}",
        ],
        cwd=ROOT,
        env=environment,
        check=True,
        capture_output=True,
    )
    for path in SOLUTIONS:
        name = assignment_name(path)
        made = (tmp_path / "release" / name / f"{name}.ipynb").read_bytes()
        assert made == released(name).read_bytes(), f"exercises/{name} is stale: run `make exercises`."


@pytest.mark.parametrize("solution", SOLUTIONS, ids=assignment_name)
def test_no_answer_is_released(solution):
    text = solution.read_text(encoding="utf-8")
    answers = re.findall(r"### BEGIN SOLUTION\n(.*?)### END SOLUTION", text, re.DOTALL)
    lines = [line.strip() for answer in answers for line in answer.splitlines() if line.strip()]
    assert lines
    notebook = released(assignment_name(solution)).read_text(encoding="utf-8")
    assert "SOLUTION" not in notebook
    assert "HIDDEN" not in notebook
    for line in lines:
        assert json.dumps(line)[1:-1] not in notebook


@pytest.mark.parametrize("solution", SOLUTIONS, ids=assignment_name)
def test_the_solution_passes_its_own_visible_checks(solution):
    execute(read_solution(solution))


def test_the_solution_prints_the_slides_numbers():
    words = printed(execute(read_solution(ROOT / "solutions" / "toy_conv.py")))
    numbers = [float(number) for number in re.findall(r"-?\d+\.", words)]
    outputs = [9, 13, 21, 25, 17, 25, 41, 49]
    dW = [8, 12, 20, 24, 8, 12, 20, 24]
    dx = [3, 6, 3, 6, 12, 6, 3, 6, 3]
    assert numbers == [*outputs, *dW, *dx]


def test_a_blank_notebook_stops_with_a_clear_word(toy_conv):
    with pytest.raises(
        CellExecutionError, match=r"col_W is still None\. Your code goes into the cell above\."
    ):
        execute(toy_conv)


def test_every_blank_has_three_hints_and_a_korean_line(toy_conv):
    cells = toy_conv["cells"]
    answers = [i for i, cell in enumerate(cells) if cell["id"].endswith("-answer")]
    assert len(answers) == 5
    for i in answers:
        text = "".join(cells[i - 1]["source"])
        assert text.count("<details>") == text.count("</details>") == 3
        assert re.search("[가-힣]", text.split("<details>")[0])


@pytest.mark.parametrize("page", ["students", "solutions"])
def test_a_page_that_lists_the_exercises_lists_them_all(page):
    """In the order of the chapters, which no file says; so the names are typed there, and held against the solutions here."""
    text = (ROOT / "book" / f"{page}.md").read_text(encoding="utf-8")
    lists = [block.split() for block in re.findall(r"^```\{[a-z-]+\}\n((?:[a-z0-9-]+\n)+)```", text, re.MULTILINE)]
    assert len(lists) == 1, f"book/{page}.md has {len(lists)} lists of exercises."
    there, wanted = set(lists[0]), {assignment_name(path) for path in SOLUTIONS}
    assert there == wanted, f"book/{page}.md lacks {sorted(wanted - there)} and has {sorted(there - wanted)} too many."
