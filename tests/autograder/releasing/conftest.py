"""What the tests of the students' package share: the package, made once by the command."""

import zipfile

import pytest

from autograder.cli import main
from autograder.judging.recording import Recording
from autograder.releasing.release import FOLDER


@pytest.fixture(scope="session")
def zip_file(tmp_path_factory):
    """The whole package, as `make release` makes it."""
    path = tmp_path_factory.mktemp("release") / "students.zip"
    assert main(["release", "--out", str(path)]) == 0
    return path


@pytest.fixture(scope="session")
def files(zip_file):
    with zipfile.ZipFile(zip_file) as archive:
        return {name.removeprefix(f"{FOLDER}/"): archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="session")
def recorded(files, tmp_path_factory):
    """Read an assignment from the package's data."""
    folder = tmp_path_factory.mktemp("recorded")

    def load(name):
        for suffix in ("json", "npz"):
            (folder / f"{name}.{suffix}").write_bytes(files[f"autograder/assignments/{name}.{suffix}"])
        return Recording.load(folder / f"{name}.json")

    return load
