"""One truth for CI: the workflow runs what `.ci/run` runs, that runs the checks and all tests, and what is green is published. What takes longer runs at night."""

import re
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
RUN = (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def workflow(name):
    return yaml.safe_load((ROOT / ".github" / "workflows" / name).read_text(encoding="utf-8"))


def test_it_runs_the_checks_and_the_readmes_test_command():
    lines = [line.strip() for line in RUN.splitlines()]
    assert lines[-2:] == ["make check", "make test"]
    assert "set -euo pipefail" in lines  # or a failure in the middle would go on
    assert re.search(r"^make test\b", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)


def test_the_workflow_runs_that_file_and_publishes_only_what_is_green():
    jobs = workflow("test.yml")["jobs"]
    assert "bash .ci/run" in [step.get("run") for step in jobs["everything"]["steps"]]
    publish = jobs.pop("publish")
    assert set(publish["needs"]) == set(jobs)
    assert publish["if"] == "github.ref == 'refs/heads/main'"
    assert (ROOT / publish["uses"]).is_file()
    # Nothing else starts the publishing. (YAML reads the key `on` as True.)
    assert set(workflow("publish.yml")[True]) == {"workflow_call"}


def test_each_night_all_mutants_are_judged_and_the_books_counts_are_still_those():
    nightly = workflow("nightly.yml")
    assert nightly[True]["schedule"]
    assert "workflow_dispatch" in nightly[True]
    commands = [[step.get("run") for step in job["steps"]] for job in nightly["jobs"].values()]
    (mutants,) = [steps for steps in commands if "make mutants" in steps]
    counts = "git diff --exit-code -- book/data/mutants.json"
    assert mutants.index("make mutants") < mutants.index(counts)
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "\n\tautograder mutants --out book/data/mutants.json\n" in makefile
    assert nightly["permissions"] == {"contents": "read"}


def test_each_night_the_same_answers_are_judged_under_ten_secrets():
    jobs = workflow("nightly.yml")["jobs"].values()
    commands = " ".join(step.get("run", "") for job in jobs for step in job["steps"])
    assert re.search(r"autograder mutants --secrets 10 --sample \d+", commands)
