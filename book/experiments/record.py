"""Write what an experiment found, with the card that says how it was made."""

import json
import os
import platform
import sys
import time
from datetime import date
from pathlib import Path

import numpy as np

DATA = Path(__file__).parents[1] / "data"
STARTED = time.perf_counter()
# How many processes wanted a core in the minute before: a time measured on a busy machine says little.
LOAD = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")


def card(**more):
    """Return the command, the time, the machine in words and the date; `more` is added."""
    script = Path(sys.argv[0]).name
    return {
        "command": f"python book/experiments/{script}",
        "seconds": round(time.perf_counter() - STARTED, 1),
        "machine": f"{os.cpu_count()} cores of a server CPU ({platform.machine()}), load {LOAD:.1f} when it began; "
        f"NumPy {np.__version__}, Python {platform.python_version()}",
        "date": date.today().isoformat(),
        **more,
    }


def write(name, results, **more):
    """Write book/data/NAME.json: the card, then the results. An older file is replaced once this one is whole."""
    DATA.mkdir(exist_ok=True)
    new = DATA / f"{name}.json.new"
    new.write_text(json.dumps({"card": card(**more), **results}, indent=1) + "\n", encoding="utf-8")
    new.replace(DATA / f"{name}.json")
