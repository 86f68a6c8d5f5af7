"""`autograder release`: the students' package as one zip, and nothing in it that gives an answer away.

It holds the exercises, modlab, and what `autograder check` needs: the judge's own modules, and each assignment as data (`autograder.judging.recording`). Before
the zip is written it is searched for what must not be inside, and tried out in an empty folder: a blank notebook must earn nothing, the solution
everything, and every cell must run.
"""

from __future__ import annotations

import concurrent.futures
import io
import json
import os
import re
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import nbformat

from autograder import catalog
from autograder.course import Course, CourseError
from autograder.judging.recording import Recording
from autograder.notebook.install_cell import install_cell
from autograder.notebook.reading import INSTALL_TAG
from autograder.notebook.sources import read_solution
from autograder.releasing.leaks import Files, find_lacks, find_leaks, student_modules
from autograder.releasing.recorder import record
from autograder.safe import write_whole_bytes

TEMPLATES = Path(__file__).parent / "templates"
FOLDER = "convolution-by-hand"
LIBRARY_FILES = (".py", ".js", ".css", ".json", ".npz", ".npy", ".md", ".typed")
JUDGE_NEEDS = ("pyseccomp",)
SECONDS_TO_TRY = 300
SCORE = re.compile(r"^([\d.]+) of ([\d.]+) points", re.MULTILINE)
PLACEHOLDER = re.compile(r"\b(?:BUILD|VERSION|PYTHON|DEPENDENCIES|PACKAGE_DATA|FIRST|NAMES)\b")
MAIN = '''"""`python -m autograder` is the command `autograder`."""

import sys

from autograder.check import main

sys.exit(main())
'''
RUN_CELLS = """
import json, pathlib, sys
cells = json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))["cells"]
names = {"__name__": "__main__", "display": print}
for cell in cells:
    if cell["cell_type"] == "code" and "install" not in cell["metadata"].get("tags", ()):
        exec("".join(cell["source"]), names)
"""


class ReleaseError(CourseError):
    """The package must not be handed out; the message says why, one sentence a line."""


Bar = Callable[[Iterable, int], Iterable]


def no_bar(_what: str) -> Bar:
    """Return a progress bar that shows nothing."""
    return lambda steps, _total: steps


def release(course: Course, names: Sequence[str], out: Path, bar: Callable[[str], Bar] = no_bar) -> Path:
    """Make the students' package.

    Parameters
    ----------
    course : Course
        The instructor's, with its solutions.
    names : sequence of str
        The assignments to put in.
    out : Path
        The zip to write.
    bar : callable
        Returns for a word a function that shows how far an iterator is, and gets it and its length.

    Returns
    -------
    Path
        The zip. The same course gives the same bytes.

    Raises
    ------
    ReleaseError
        If it gives something away, or does not do what it must, or there is a folder in its place. Nothing is written then.
    """
    if out.is_dir():
        raise ReleaseError(f"{out} is a folder. Name the zip to write, such as {out / 'students.zip'}.")
    recordings: dict[str, Recording] = {}
    for name in bar("writing down")(names, len(names)):
        recordings[name] = record(course, catalog.load(name))
    files = student_files(course, recordings)
    found = find_leaks(files, course) + find_lacks(files)
    found = found or try_out(files, course, names, bar)
    if found:
        raise ReleaseError("\n".join(["the package was not made.", *found]))
    write_whole_bytes(out, zipped(files))
    return out


def student_files(course: Course, recordings: dict[str, Recording]) -> dict[str, bytes]:
    """Return what is in the package: the content of each file, by its path."""
    files = {name: path.read_bytes() for name, path in student_modules().items()}
    files["autograder/__main__.py"] = MAIN.encode()
    for name, recording in recordings.items():
        files[f"exercises/{name}/{name}.ipynb"] = _on_its_own(
            course.template(name).read_text(encoding="utf-8")
        )
        files[f"autograder/assignments/{name}.json"] = recording.text().encode()
        files[f"autograder/assignments/{name}.npz"] = recording.arrays_as_bytes()
    for path in sorted((course.root / "modlab").rglob("*")):
        if path.is_file() and path.suffix in LIBRARY_FILES and "__pycache__" not in path.parts:
            files[path.relative_to(course.root).as_posix()] = path.read_bytes()
    project = tomllib.loads((course.root / "pyproject.toml").read_text(encoding="utf-8"))
    extras = project["project"]["optional-dependencies"]
    judge = [line for line in extras["autograder"] if line.startswith(JUDGE_NEEDS)]
    words = {
        "BUILD": json.dumps(project["build-system"]["requires"]),
        "VERSION": json.dumps(project["project"]["version"]),
        "PYTHON": json.dumps(project["project"]["requires-python"]),
        "DEPENDENCIES": json.dumps(
            [*project["project"]["dependencies"], *extras["modlab"], *extras["widgets"], *judge], indent=2
        ),
        "PACKAGE_DATA": json.dumps(project["tool"]["setuptools"]["package-data"]["modlab"]),
        "FIRST": "toy-conv" if "toy-conv" in recordings else next(iter(recordings)),
        "NAMES": "\n".join(f"- `{name}`: {_title(course.template(name))}" for name in recordings),
    }
    for template in sorted(TEMPLATES.iterdir()):
        text = template.read_text(encoding="utf-8")
        files[template.name.removesuffix(".template")] = PLACEHOLDER.sub(
            lambda match: words[match[0]], text
        ).encode()
    files["LICENSE"] = (course.root / "LICENSE").read_bytes()
    return files


def zipped(files: Files) -> bytes:
    """Return the files as a zip, in one folder. Names are sorted and dates fixed, so that the same files give the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path, content in sorted(files.items()):
            entry = zipfile.ZipInfo(f"{FOLDER}/{path}", date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix, wherever it is made
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, content)
    return buffer.getvalue()


def try_out(
    files: Files, course: Course, names: Sequence[str], bar: Callable[[str], Bar] = no_bar
) -> list[str]:
    """Unpack the package into an empty folder and use it there; return what went wrong, in sentences.

    The course's own modules are out of reach: only the package and what is installed besides can be imported.
    """
    with tempfile.TemporaryDirectory(prefix="release-") as temporary:
        folder = Path(temporary)
        with zipfile.ZipFile(io.BytesIO(zipped(files))) as archive:
            archive.extractall(folder)
        for name in names:  # outside of the package
            path = _solution(folder, name)
            path.parent.mkdir(exist_ok=True)
            path.write_text(nbformat.writes(read_solution(course.solution(name))), encoding="utf-8")
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            futures = [
                pool.submit(trial, folder, name)
                for name in names
                for trial in (_try_blank, _try_solution, _try_cells)
            ]
            done = bar("trying out")((future.result() for future in futures), len(futures))
            return [sentence for sentence in done if sentence]


def _try_blank(folder: Path, name: str) -> str:
    """Look at an untouched notebook; return a sentence if it earns anything."""
    notebook = folder / FOLDER / "exercises" / name / f"{name}.ipynb"
    score, words = _score(folder, notebook)
    if score is None:
        return f"{name}: the package's `autograder check` cannot look at a blank notebook: {words}"
    return (
        f"{name}: a blank notebook scores {score[0]:g} of {score[1]:g} points; it must score nothing."
        if score[0]
        else ""
    )


def _try_solution(folder: Path, name: str) -> str:
    """Look at the solution; return a sentence if it does not earn everything."""
    score, words = _score(folder, _solution(folder, name))
    if score is None:
        return f"{name}: the package's `autograder check` cannot look at the solution: {words}"
    return (
        f"{name}: the solution scores {score[0]:g} of {score[1]:g} points: {words}"
        if score[0] != score[1]
        else ""
    )


def _try_cells(folder: Path, name: str) -> str:
    """Run all cells of the solution, as Jupyter would; return a sentence if one stops."""
    run = _run(folder, ["-c", RUN_CELLS, str(_solution(folder, name))])
    return (
        f"{name}: the notebook needs something that the package lacks: {_last_line(run.stderr)}"
        if run.returncode
        else ""
    )


def _score(folder: Path, notebook: Path) -> tuple[tuple[float, float] | None, str]:
    """Return the points that the package's `check` gives and those there are, or None; and what it says is wrong."""
    run = _run(folder, ["-m", "autograder", "check", str(notebook)])
    found = SCORE.search(run.stdout)
    if not found:
        return None, _last_line(run.stderr)
    wrong = next((line for line in run.stdout.splitlines() if line.startswith("✗")), "")
    return (float(found[1]), float(found[2])), wrong


def _run(folder: Path, arguments: list[str]) -> subprocess.CompletedProcess:
    """Run Python with the package, and without the files in which an installation says where else modules lie."""
    installed = [path for path in sys.path if Path(path).name in ("site-packages", "dist-packages")]
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "MODLAB"))
    }
    environment |= {
        "PYTHONPATH": os.pathsep.join([str(folder / FOLDER), *installed]),
        "PYTHONIOENCODING": "utf-8",
        "MPLBACKEND": "agg",
        "OPENBLAS_NUM_THREADS": "1",
    }
    try:
        return subprocess.run(
            [sys.executable, "-S", *arguments],
            cwd=folder / FOLDER,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=SECONDS_TO_TRY,
        )
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(
            arguments, 1, "", f"it was still running after {SECONDS_TO_TRY} seconds."
        )


def _solution(folder: Path, name: str) -> Path:
    """Return where the instructor's notebook lies."""
    return folder / "solutions" / f"{name}.ipynb"


def _on_its_own(notebook: str) -> bytes:
    """Return a notebook that does not fetch the course, solutions and all, where modlab is missing; it says in words how to install the package."""
    content = json.loads(notebook)
    for cell in content["cells"]:
        if INSTALL_TAG in cell["metadata"].get("tags", ()):
            cell["source"] = install_cell("").splitlines(keepends=True)
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _title(notebook: Path) -> str:
    """Return a notebook's first heading."""
    first = "".join(json.loads(notebook.read_text(encoding="utf-8"))["cells"][0]["source"])
    return first.partition("\n")[0].lstrip("# ")


def _last_line(text: str) -> str:
    lines = text.strip().splitlines()
    return lines[-1].removeprefix("autograder: ") if lines else "it says nothing."
