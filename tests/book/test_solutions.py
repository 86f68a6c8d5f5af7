"""The page of solutions: whole, and explained."""

import re
from pathlib import Path

from autograder.notebook.sources import assignment_name

ROOT = Path(__file__).parents[2]


def test_every_blank_of_every_exercise_is_answered_and_explained(page):
    for path in (ROOT / "solutions").glob("*.py"):
        blanks = re.findall(
            r"^# %% (?:\[markdown\] written|answer)=", path.read_text(encoding="utf-8"), re.MULTILINE
        )
        section = page.find(id=f"solution-{assignment_name(path)}")
        folds = section.find_all("details")
        assert len(folds) == len(blanks), path.name
        assert all(len(fold.find("p").get_text()) > 20 for fold in folds), path.name
