"""Make a version: `make new-version VERSION=0.2.0` closes the changelog, sets the number, tries everything, commits and tags.

The students' package is built with the new number. If anything fails, the files are put back as they were, and nothing is committed.
"""

from __future__ import annotations

import datetime
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FILES = ("pyproject.toml", "CITATION.cff", "CHANGELOG.md")
TRIED = ("check", "test", "release")  # targets of the Makefile, in this order


class RefusedError(Exception):
    """No version can be made now; the message says why and names the way out."""


def main(version: str) -> None:
    """Make the version, and say what is left to do; end with one sentence if it cannot be made."""
    try:
        make_version(version, datetime.date.today())
    except RefusedError as error:
        sys.exit(f"No version was made: {error}")
    print(f"Version {version} is committed and tagged here. To publish it: git push --follow-tags")
    print("The students' package is _build/convolution-by-hand-students.zip.")


def make_version(version: str, today: datetime.date) -> None:
    """Write, try, commit and tag.

    Raises
    ------
    RefusedError
        If the tree is not clean, the version is not a newer one, nothing stands under Unreleased, or something fails.
    """
    if changed := git("status", "--porcelain"):
        raise RefusedError(f"these changes are not committed yet; commit or stash them first.\n{changed}")
    texts = {name: (ROOT / name).read_text(encoding="utf-8") for name in FILES}
    new = {
        "pyproject.toml": with_version(texts["pyproject.toml"], version),
        "CITATION.cff": cited_as(texts["CITATION.cff"], version, today),
        "CHANGELOG.md": closed(texts["CHANGELOG.md"], version, today),
    }
    tag = f"v{version}"
    if git("tag", "--list", tag):
        raise RefusedError(f"there is a tag {tag} already; take a higher number.")
    done = False
    try:
        for name, text in new.items():
            (ROOT / name).write_text(text, encoding="utf-8")
        for target in TRIED:
            if subprocess.run(["make", target], cwd=ROOT).returncode != 0:
                raise RefusedError(
                    f"`make {target}` failed; mend what it says above, commit that, and start again."
                )
        made = [line for line in git("status", "--porcelain").splitlines() if line[3:] not in FILES]
        if made:
            raise RefusedError(
                "\n".join(["`make` gave other files than the committed ones; commit them first.", *made])
            )
        git("commit", "--quiet", "--message", f"Version {version}", "--", *FILES)
        done = True
    finally:
        if not done:
            git("checkout", "--quiet", "HEAD", "--", *FILES)
    git("tag", "--annotate", "--message", f"Version {version}", tag)


def with_version(pyproject: str, version: str) -> str:
    """Return pyproject.toml with a newer version."""
    if not re.fullmatch(r"\d+\.\d+\.\d+", version):
        raise RefusedError(f"{version!r} is no version; write three numbers: make new-version VERSION=0.2.0")
    line = re.compile(r'^version = "(.+)"$', re.MULTILINE)
    old = line.search(pyproject)[1]
    if _numbers(version) <= _numbers(old):
        raise RefusedError(f"{version} is not newer than {old}; take a higher number.")
    return line.sub(f'version = "{version}"', pyproject, count=1)


def cited_as(citation: str, version: str, today: datetime.date) -> str:
    """Return CITATION.cff with this version and its date."""
    citation = re.sub(r"^version: .*$", f"version: {version}", citation, flags=re.MULTILINE)
    return re.sub(r"^date-released: .*$", f"date-released: {today}", citation, flags=re.MULTILINE)


def closed(changelog: str, version: str, today: datetime.date) -> str:
    r"""Return the changelog with what stood under Unreleased under this version, and an empty Unreleased above it.

    Examples
    --------
    >>> print(closed("## Unreleased\n\n### Fixed\n- A link.\n", "0.2.0", datetime.date(2027, 3, 1)))
    ## Unreleased
    <BLANKLINE>
    ## 0.2.0 - 2027-03-01
    <BLANKLINE>
    ### Fixed
    - A link.
    <BLANKLINE>
    """
    heading = "## Unreleased\n"
    _, found, rest = changelog.partition(heading)
    if not found:
        raise RefusedError("CHANGELOG.md has no heading `## Unreleased`; write it above the newest version.")
    if not re.search(r"^- ", rest.split("\n## ")[0], re.MULTILINE):
        raise RefusedError(
            "nothing stands under Unreleased in CHANGELOG.md; write a line for each thing that a user notices."
        )
    return changelog.replace(heading, f"{heading}\n## {version} - {today}\n", 1)


def git(*arguments: str) -> str:
    """Run git here and return what it prints; if it fails, so does this."""
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    if done.returncode != 0:
        raise RefusedError(f"`git {arguments[0]}` failed: {(done.stderr or done.stdout).strip()}")
    return done.stdout.rstrip()


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
