"""The numbers that SECURITY.md names are the judge's."""

import re
from pathlib import Path

from autograder.sandbox.runner import Limits
from autograder.sandbox.worker.protocol import MAX_ARRAY_BYTES

SECURITY = (Path(__file__).parents[2] / "SECURITY.md").read_text(encoding="utf-8")
UNITS = {"MiB": 1 << 20, "GiB": 1 << 30}


def test_the_limits_are_those_of_a_run():
    named = [int(number) * UNITS[unit] for number, unit in re.findall(r"(\d+) (MiB|GiB)", SECURITY)]
    limits = Limits()
    run = [limits.memory_bytes, limits.file_bytes, limits.disk_bytes, MAX_ARRAY_BYTES, limits.reply_bytes]
    assert named == run
