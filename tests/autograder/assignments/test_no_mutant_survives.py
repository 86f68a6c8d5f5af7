"""Some mutants of each exercise, others at each commit: whoever is not noticed is right in another way and listed, and who is listed exists.

`make mutants` judges all of them, and so does a workflow each night.
"""

import subprocess

import pytest

from autograder import catalog
from autograder.grading import survivors

# One in so many is judged: all exercises together take about a minute.
ONE_IN = 40


def seed_of(root):
    """The sample belongs to the commit, so that it is the same wherever this commit is tested; without git it is always the first."""
    command = ["git", "rev-parse", "--short=8", "HEAD"]
    try:
        found = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return 0
    return int(found.strip()[:8], 16)


@pytest.mark.parametrize("name", catalog.names())
def test_no_mutant_of_a_sample_survives(course, mutants_of_exercise, name):
    assignment, made, seed = catalog.load(name), mutants_of_exercise(name), seed_of(course.root)
    drawn = survivors.sample_of(made, len(made) // ONE_IN + 1, seed)
    again = f"autograder mutants {name} --sample {len(drawn)} --seed {seed}"
    print(again)
    noticed = survivors.judged_of(course, assignment, drawn)
    found = survivors.survey(made, drawn, noticed, assignment)
    if found.survivors or found.stale:
        pytest.fail(f"{again}\n{survivors.in_words(name, found, noticed)}", pytrace=False)


def test_the_sample_is_another_one_at_another_commit(tmp_path):
    def git(*words):
        who = ["-c", "user.name=kim", "-c", "user.email=kim@example.com"]
        subprocess.run(["git", *who, *words], cwd=tmp_path, check=True, capture_output=True)

    assert seed_of(tmp_path) == 0
    git("init")
    seeds = []
    for message in "ab":
        git("commit", "--allow-empty", "--message", message)
        seeds.append(seed_of(tmp_path))
    assert len({0, *seeds}) == 3
    assert seed_of(tmp_path) == seeds[-1]
