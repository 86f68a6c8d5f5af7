"""What contributors and readers are told: the folders, files and commands that the pages name are there."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
PAGES = ["README.md", "CONTRIBUTING.md", "SECURITY.md"]
PAGES += [path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "docs").rglob("*.md"))]
# What commands make, and names that stand for any.
MADE = re.compile(r"^(_build|grading|\.venv|exercises)/|STUDENT|^https?:")
ANY = re.compile(r"(?<![A-Z])(NAME|CHAPTER)(?![A-Z])")


def tracked():
    """Return the path of every file that git knows or is about to know."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    if listed.returncode != 0:
        pytest.skip("this is no git repository, so nobody can say which folders belong to it")
    return [Path(line) for line in listed.stdout.splitlines() if (ROOT / line).exists()]


def map_of_folders():
    """Return the folders in the map: {path: what it says of it}."""
    block = re.search(r"Every folder:\n\n```\n(.*?)```", GUIDE, re.DOTALL)[1]
    folders, outer = {}, ""
    for line in block.splitlines():
        indent, name, says = re.fullmatch(r"( *)(\S+)/ +(\S.*)", line).groups()
        outer = outer if indent else name
        path = f"{outer}/{name}" if indent else name
        assert path not in folders, f"{path} stands in the map twice"
        folders[path] = says
    return folders


def test_the_map_shows_every_folder_and_no_other():
    folders = {path.parts[:depth] for path in tracked() for depth in (1, 2) if len(path.parts) > depth}
    there = {"/".join(parts) for parts in folders}
    shown = set(map_of_folders())
    for pattern in [path for path in shown if path.endswith("/NAME")]:
        alike = {path for path in there if path.startswith(pattern.removesuffix("NAME"))}
        assert alike, f"{pattern} stands for nothing"
        there -= alike | {pattern.removesuffix("/NAME")}
        shown -= {pattern}
    assert shown == there


def code(page):
    """Return what a page shows as code, in its text."""
    text = re.sub(r"```.*?```", "", (ROOT / page).read_text(encoding="utf-8"), flags=re.DOTALL)
    return re.findall(r"(?<!`)`([^`\n]+)`(?!`)", text)


def exists(path):
    """Say whether a path is there; NAME stands for any name."""
    return any(ROOT.glob(ANY.sub("*", path.rstrip("/"))))


@pytest.mark.parametrize("page", PAGES)
def test_files_that_a_page_names_are_there(page):
    paths = [
        text for text in code(page) if re.fullmatch(r"[\w.*-]+/[\w./*-]*", text) and not MADE.search(text)
    ]
    assert [path for path in paths if not exists(path)] == []


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        path, _, anchor = link.partition("#")
        if not path.startswith(("http:", "https:")):
            target = (ROOT / page).parent / path if path else ROOT / page
            assert target.exists(), link
            if anchor:
                headings = re.findall(r"^#+ (.+)$", target.read_text(encoding="utf-8"), re.MULTILINE)
                assert anchor in [
                    re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings
                ]


@pytest.mark.parametrize("page", PAGES)
def test_commands_that_a_page_names_can_be_run(page):
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    shown = re.findall(r"```sh\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL)
    commands = [line.partition("#")[0].split() for block in shown for line in block.splitlines()]
    commands += [text.split() for text in code(page)]
    for command in filter(None, commands):
        if command[0] == "make" and len(command) > 1:
            assert command[1] in targets, command
        if command[0] == "pytest":
            paths = [word for word in command[1:] if "/" in word]
            assert [path for path in paths if not exists(path)] == [], command


def test_every_command_is_in_the_help():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = set(re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)[1].split())
    explained = re.findall(r"^([a-z-]+):.*## \S", makefile, re.MULTILINE)
    # `make test` may be what runs this: a make inside another one says where it is, unless told not to.
    command = ["make", "--no-print-directory", "help"]
    shown = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert phony == set(explained) == {line.split()[0] for line in shown.splitlines()}
