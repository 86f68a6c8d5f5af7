"""Notebooks made from solutions: valid, the same each time, and a marker that is wrong gets a sentence."""

from pathlib import Path

import nbformat
import pytest

from autograder.notebook.reading import code_cells
from autograder.notebook.sources import read_solution, write_sources

ROOT = Path(__file__).resolve().parents[3]
SOLUTIONS = sorted((ROOT / "solutions").glob("*.py"))


@pytest.mark.parametrize("solution", SOLUTIONS, ids=lambda path: path.stem)
def test_a_solution_is_a_valid_notebook(solution):
    nbformat.validate(read_solution(solution))


def test_each_marker_becomes_what_nbgrader_wants(tmp_path):
    path = tmp_path / "by_hand.py"
    path.write_text(
        '# %% [markdown]\n# # Title\n\n# %% tags=["parameters"]\nx = 1\n\n# %% given="shapes"\ny = x\n\n'
        '# %% answer="db"\n### BEGIN SOLUTION\ndb = 1\n### END SOLUTION\n\n# %% check="db" points=2\nassert db\n\n'
        '# %% [markdown] written="why" points=3\n# Because.\n\n# %%\nfree = 1\n'
    )
    notebook = read_solution(path)
    found = [(cell.name, cell.kind, cell.points) for cell in code_cells(notebook)]
    assert found == [
        ("by-hand-given-install", "install", 0),
        ("by-hand-parameters", "parameters", 0),
        ("by-hand-given-shapes", "given", 0),
        ("by-hand-db-answer", "answer", 0),
        ("by-hand-db", "check", 2),
        ("by-hand-text-6", "", 0),
    ]
    written = next(cell for cell in notebook.cells if "why" in cell.id)
    assert written.metadata["nbgrader"]["points"] == 3
    assert written.metadata["nbgrader"]["solution"]
    assert written.metadata["nbgrader"]["grade"]
    assert not written.metadata["nbgrader"]["locked"]


def test_a_file_that_holds_the_right_bytes_is_left_alone(tmp_path):
    (tmp_path / "solutions").mkdir()
    (tmp_path / "solutions" / "by_hand.py").write_text("# %%\nx = 1\n")
    (path,) = write_sources(tmp_path / "solutions", tmp_path)
    assert path == tmp_path / "by-hand" / "by-hand.ipynb"
    before = path.stat().st_mtime_ns
    write_sources(tmp_path / "solutions", tmp_path)
    assert path.stat().st_mtime_ns == before


def test_sources_are_the_same_bytes_each_time(tmp_path):
    for folder in ("one", "other"):
        write_sources(ROOT / "solutions", tmp_path / folder)
    for path in (tmp_path / "one").rglob("*.ipynb"):
        assert path.read_bytes() == (tmp_path / "other" / path.relative_to(tmp_path / "one")).read_bytes()


def test_a_marker_nobody_knows_gets_a_sentence(tmp_path):
    path = tmp_path / "toy_conv.py"
    path.write_text('# %% anwser="db"\ndb = None\n')
    with pytest.raises(ValueError, match=r"cell 0 is marked anwser; use given, answer, check or written"):
        read_solution(path)


def test_a_check_without_points_gets_a_sentence(tmp_path):
    path = tmp_path / "toy_conv.py"
    path.write_text('# %% check="db"\nassert db is not None\n')
    with pytest.raises(ValueError, match=r"check 'db' says no points"):
        read_solution(path)


def test_a_name_used_twice_gets_a_sentence(tmp_path):
    path = tmp_path / "toy_conv.py"
    path.write_text('# %% given="a"\nx = 1\n\n# %% given="a"\ny = 1\n')
    with pytest.raises(ValueError, match="two cells are named toy-conv-given-a"):
        read_solution(path)


def test_what_one_need_not_read_is_folded(tmp_path):
    path = tmp_path / "folded.py"
    path.write_text('# %% given="shown"\na = 1\n\n# %% given="bench" fold=true\nb = 2\n', encoding="utf-8")
    *_, shown, bench = read_solution(path).cells
    assert "jupyter" not in shown.metadata
    assert bench.metadata["jupyter"] == {"source_hidden": True}
    assert bench.metadata["nbgrader"]["locked"]
