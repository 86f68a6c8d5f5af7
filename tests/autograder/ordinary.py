"""Run a program as an ordinary user, where root runs the tests: what holds for root must hold for the others, too."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

USER = 1_234_567
# In mounts of its own, so that nothing changes outside: a folder that root keeps to itself becomes one that holds Python alone.
REACH = """
mount --make-rprivate / && mount --bind "$1" /mnt && mount -t tmpfs -o mode=755 none "$0" && mkdir -p "$1" && mount --move /mnt "$1" &&
shift && exec "$@"
"""
# A process, and all that it starts, may not make some kinds of namespaces: Ubuntu forbids all but the user's own, many containers all.
FORBIDDEN = {
    "all": "",
    "user": "536870912,131072,1073741824",
    "none": "268435456,536870912,131072,1073741824",
}
WITHOUT = """
import errno, os, sys
import pyseccomp
rules = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
for kind in map(int, sys.argv[1].split(",")):
    rules.add_rule(pyseccomp.ERRNO(errno.EPERM), "unshare", pyseccomp.Arg(0, pyseccomp.MASKED_EQ, kind, kind))
rules.load()
os.execvp(sys.argv[2], sys.argv[2:])
"""


def missing():
    """Say why nobody can become an ordinary user here; empty if somebody can."""
    if sys.platform != "linux":
        return "only Linux can shut a process off"
    if os.geteuid() == 0 and not (shutil.which("setpriv") and shutil.which("unshare")):
        return "setpriv and unshare are not installed"
    return ""


def run_as_ordinary_user(program, *arguments, namespaces="all", environment=None):
    """Run a Python program; return what it prints, and fail with what it says if it fails.

    Parameters
    ----------
    program : str
        Its text.
    arguments : str
    namespaces : str
        Which it may make: `"all"`, `"user"` or `"none"`.
    environment : dict, optional
    """
    command = [sys.executable, "-c", program, *arguments]
    if FORBIDDEN[namespaces]:
        command = [sys.executable, "-c", WITHOUT, FORBIDDEN[namespaces], *command]
    if os.geteuid() == 0:
        command = ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups", *command]
        home = Path(sys.base_prefix).resolve()
        closed = [folder for folder in home.parents if not folder.stat().st_mode & 0o001]
        if closed:
            command = ["unshare", "-m", "sh", "-c", REACH, str(closed[-1]), str(home), *command]
    environment = {**(environment or os.environ), "HOME": "/nowhere", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
