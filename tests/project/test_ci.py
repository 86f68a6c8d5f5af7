"""One truth for CI: the workflow runs what `.ci/run` runs, that runs the checks and all tests, and what is green is published."""

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
