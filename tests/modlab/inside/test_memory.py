"""Freed memory is kept: counted in page faults, in a process of its own."""

import platform
import subprocess
import sys

import pytest

COUNT = """
import resource, sys
import numpy as np
from modlab.inside.memory import keep_freed_memory
if sys.argv[1] == "keep":
    assert keep_freed_memory()
def step():
    arrays = [np.ones(5_000_000, np.uint8) for _ in range(4)]
for _ in range(5): step()
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(20): step()
print((resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before) // 20)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc can be asked")
def test_freed_memory_is_kept():
    def faults(how):
        command = [sys.executable, "-c", COUNT, how]
        return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)

    assert faults("keep") < 10 < faults("as it is")


def test_other_systems_are_left_alone(monkeypatch):
    from modlab.inside import memory

    memory.keep_freed_memory.cache_clear()
    monkeypatch.setattr(memory.sys, "platform", "darwin")
    assert memory.keep_freed_memory() is False
    memory.keep_freed_memory.cache_clear()
