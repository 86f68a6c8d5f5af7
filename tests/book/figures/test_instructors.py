"""How an exercise travels: the stations in order, and their folders as the commands know them."""

import itertools
from pathlib import Path

import pytest
from figures import instructors

ROOT = Path(__file__).parents[3]
STATIONS = [
    "solutions/NAME.py",
    "exercises/NAME",
    "grading/submitted",
    "the judge",
    "grading/results",
    "feedback",
]


@pytest.mark.usefixtures("drawn")
def test_arrows_lead_from_station_to_station(trip):
    axes = instructors.round_trip()
    expected = set(itertools.pairwise(STATIONS))
    assert set(trip(axes, STATIONS)) == expected


@pytest.mark.usefixtures("drawn")
def test_the_folders_are_the_courses(texts):
    said = texts(instructors.round_trip())
    folders = [line for line in said if "/" in line]
    assert folders == ["solutions/NAME.py", "exercises/NAME", "grading/submitted", "grading/results"]
    assert (ROOT / folders[0].replace("NAME", "toy_conv")).is_file()
    assert (ROOT / folders[1].replace("NAME", "toy-conv")).is_dir()
    commands = (ROOT / "autograder" / "cli.py").read_text(encoding="utf-8")
    for folder in folders[2:]:
        assert f"({folder}" in commands
