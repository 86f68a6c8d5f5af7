"""Notebooks made from solutions: valid, the same each time, and a marker that is wrong gets a sentence."""

import re
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


@pytest.fixture
def sharing(tmp_path):
    """Write an exercise beside two cells that exercises share; give its file."""
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "common.py").write_text(
        '# %% given="helper" fold=true\nEXERCISE = 1\n\n# %% [markdown] text="goodbye"\n# Check EXERCISE.ipynb.\n',
        encoding="utf-8",
    )

    def write(text):
        path = tmp_path / "toy_conv.py"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_a_shared_cell_stands_in_the_exercise_as_if_it_were_written_there(sharing):
    path = sharing('# %% shared="common#helper"\n\n# %% [markdown] shared="common#goodbye"\n')
    _, helper, goodbye = read_solution(path).cells
    here = sharing(
        '# %% given="helper" fold=true\ntoy-conv = 1\n\n# %% [markdown]\n# Check toy-conv.ipynb.\n'
    )
    _, own_helper, own_goodbye = read_solution(here).cells
    assert (helper, goodbye) == (own_helper, own_goodbye)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            '# %% shared="common#help"\n',
            r"no shared cell 'common#help' for cell 0\. There is: common#goodbye, common#helper\.",
        ),
        ('# %% shared="common#helper"\nx = 1\n', "take out what stands under its marker"),
    ],
)
def test_a_shared_cell_that_cannot_be_taken_gets_a_sentence(sharing, text, sentence):
    with pytest.raises(ValueError, match=sentence):
        read_solution(sharing(text))


def test_every_shared_cell_is_shared():
    uses = re.findall(r'shared="(.*?)"', "".join(path.read_text(encoding="utf-8") for path in SOLUTIONS))
    shared = {
        f"{path.stem}#{name}"
        for path in (ROOT / "solutions" / "shared").glob("*.py")
        for name in re.findall(r'^# %% .*?(?:given|text)="(.*?)"', path.read_text(encoding="utf-8"), re.M)
    }
    assert {name for name in uses if uses.count(name) > 1} == shared
