"""The changelog: what is to come on top, then each version, and one sentence for each thing."""

import datetime
import re
import tomllib
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
LINES = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").splitlines()
HEADINGS = [line.removeprefix("## ") for line in LINES if line.startswith("## ")]
RELEASED = [re.fullmatch(r"(\d+\.\d+\.\d+) - (\d{4}-\d\d-\d\d)", heading) for heading in HEADINGS[1:]]


def test_what_is_to_come_stands_above_the_versions_newest_first():
    assert HEADINGS[0] == "Unreleased"
    assert RELEASED
    assert all(RELEASED), f"write a version as `## 0.2.0 - 2027-03-01`: {HEADINGS[1:]}"
    numbers = [tuple(map(int, heading[1].split("."))) for heading in RELEASED]
    assert numbers == sorted(set(numbers), reverse=True)
    dates = [datetime.date.fromisoformat(heading[2]) for heading in RELEASED]
    assert dates == sorted(dates, reverse=True)


def test_the_newest_version_is_the_packages_and_the_citations():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    number, date = RELEASED[0].groups()
    assert project["version"] == citation["version"] == number
    assert str(citation["date-released"]) == date


def test_each_thing_is_one_sentence_on_one_line():
    kinds = [line for line in LINES if line.startswith("### ")]
    assert set(kinds) <= {
        f"### {kind}" for kind in ("Added", "Changed", "Deprecated", "Removed", "Fixed", "Security")
    }
    first = LINES.index("## Unreleased")
    items = [line for line in LINES[first:] if line and not line.startswith("#")]
    assert items
    for item in items:
        assert item.startswith("- "), f"not a line of its own: {item}"
        assert re.search(r"[.!?]$", item), f"no sentence: {item}"
        assert not re.search(r"[.!?] ", item), f"more than one sentence: {item}"
