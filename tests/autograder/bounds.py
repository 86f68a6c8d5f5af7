"""Run a small program in a process of its own, and see that it took no more time and memory than it may."""

import subprocess
import sys
import textwrap
from pathlib import Path

PEAK = """
def peak():
    # Not `ru_maxrss`: a process inherits that from the one that started it.
    try:
        with open("/proc/self/status") as file:
            return next(int(line.split()[1]) for line in file if line.startswith("VmHWM")) / 1024
    except FileNotFoundError:
        return 0
"""


def in_bounds(imports, program, megabytes, seconds=60):
    """Run the program; it must not fail. `megabytes` is what it may take besides what its imports take."""
    parts = [
        PEAK,
        textwrap.dedent(imports),
        "before = peak()",
        textwrap.dedent(program),
        "print(peak() - before)",
    ]
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(parts)], cwd=root, capture_output=True, text=True, timeout=seconds
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert float(done.stdout.split()[-1]) < megabytes
