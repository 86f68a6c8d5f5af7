"""`make new-version`: tried in a small repository whose `make` does next to nothing."""

import datetime
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MAKEFILE = "check test:\n\t@true\nrelease:\n\t@grep -h ^version pyproject.toml > package\n"


@pytest.fixture
def course(tmp_path):
    """A repository with this project's version, citation and script, and one line under Unreleased."""
    for name in ("pyproject.toml", "CITATION.cff", ".ci/new_version.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copyfile(ROOT / name, tmp_path / name)
    version = version_of(tmp_path)
    (tmp_path / "CHANGELOG.md").write_text(
        f"# Changelog\n\n## Unreleased\n\n### Fixed\n\n- A link.\n\n## {version} - 2026-11-24\n\n- All.\n",
        encoding="utf-8",
    )
    (tmp_path / "Makefile").write_text(MAKEFILE)
    (tmp_path / ".gitignore").write_text("package\n")
    git(tmp_path, "init", "--quiet")
    for setting in (
        ("user.name", "a"),
        ("user.email", "a@example.org"),
        ("commit.gpgsign", "false"),
        ("tag.gpgsign", "false"),
    ):
        git(tmp_path, "config", *setting)
    commit(tmp_path)
    return tmp_path


def git(folder, *arguments):
    done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def commit(folder):
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "The course")


def version_of(folder):
    return tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]


def new_version(folder, version):
    return subprocess.run(
        [sys.executable, folder / ".ci" / "new_version.py", version],
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


def refused(folder, version="99.0.0"):
    """Return what is said, and see that nothing was committed, tagged or left behind."""
    before = git(folder, "rev-parse", "HEAD"), git(folder, "status", "--porcelain"), git(folder, "tag")
    done = new_version(folder, version)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert (
        git(folder, "rev-parse", "HEAD"),
        git(folder, "status", "--porcelain"),
        git(folder, "tag"),
    ) == before
    return done.stderr


def test_a_version_is_a_commit_with_a_tag_a_date_and_the_package(course):
    done = new_version(course, "99.0.0")
    assert done.returncode == 0, done.stderr
    assert git(course, "status", "--porcelain") == ""
    assert git(course, "describe", "--exact-match") == "v99.0.0"
    assert version_of(course) == "99.0.0"
    today = datetime.date.today().isoformat()
    citation = (course / "CITATION.cff").read_text(encoding="utf-8")
    assert "\nversion: 99.0.0\n" in citation
    assert f"\ndate-released: {today}\n" in citation
    changelog = (course / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## Unreleased\n\n## 99.0.0 - {today}\n\n### Fixed\n\n- A link.\n" in changelog
    assert (course / "package").read_text() == 'version = "99.0.0"\n'  # made after the number was set
    # What is not in the package's three files is as it was.
    assert set(git(course, "diff", "--name-only", "HEAD~").split()) == {
        "pyproject.toml",
        "CITATION.cff",
        "CHANGELOG.md",
    }


def test_at_once_there_is_nothing_more_to_publish(course):
    assert new_version(course, "99.0.0").returncode == 0
    assert "nothing stands under Unreleased" in refused(course, "99.0.1")


@pytest.mark.parametrize("version", ["", "1.0", "v1.0.0", "1.0.0-beta", "one"])
def test_a_version_is_three_numbers(course, version):
    assert "write three numbers" in refused(course, version)


def test_a_version_is_newer(course):
    version = version_of(course)
    assert f"{version} is not newer than {version}" in refused(course, version)
    assert "0.0.9 is not newer" in refused(course, "0.0.9")


def test_a_higher_number_is_not_a_longer_text(course):
    (course / "pyproject.toml").write_text('[project]\nversion = "0.9.0"\n')
    commit(course)
    assert new_version(course, "0.10.0").returncode == 0


def test_the_tree_is_clean(course):
    (course / "notes.txt").write_text("half done")
    said = refused(course)
    assert "not committed yet" in said
    assert "notes.txt" in said


def test_a_tag_is_not_used_twice(course):
    git(course, "tag", "v99.0.0")
    assert "there is a tag v99.0.0 already" in refused(course)


def test_there_is_an_unreleased(course):
    (course / "CHANGELOG.md").write_text("# Changelog\n\n## 0.1.0 - 2026-11-24\n\n- All.\n")
    commit(course)
    assert "has no heading `## Unreleased`" in refused(course)


@pytest.mark.parametrize("target", ["check", "test", "release"])
def test_what_fails_stops_it_and_the_files_are_as_before(course, target):
    (course / "Makefile").write_text(MAKEFILE.replace(f"{target} ", "") + f"{target}:\n\t@false\n")
    commit(course)
    assert f"`make {target}` failed" in refused(course)
    assert version_of(course) == version_of(ROOT)


def test_what_was_made_must_have_been_committed(course):
    (course / ".gitignore").write_text("")
    commit(course)
    done = new_version(course, "99.0.0")
    assert done.returncode == 1
    assert "?? package" in done.stderr
    assert version_of(course) == version_of(ROOT)
