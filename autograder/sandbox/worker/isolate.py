"""Shut this process off from the computer: files, network, other processes, and more than its share of everything.

This runs before a student's code does, in the worker's processes. It needs the standard library alone. `autograder.sandbox.plan`
says what is to be readable and which system calls are allowed, and `autograder.sandbox.probe` tries whether it holds.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import stat
import sys

NOBODY = 65534

# From the kernel's headers; these numbers are the same on every processor that Landlock knows.
LANDLOCK_CREATE_RULESET, LANDLOCK_ADD_RULE, LANDLOCK_RESTRICT_SELF = 444, 445, 446
MOUNT_SETATTR = 442
LANDLOCK_VERSION, LANDLOCK_PATH_BENEATH = 1, 1
AT_FDCWD, AT_RECURSIVE = -100, 0x8000

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR, REMOVE_DIR, REMOVE_FILE = (1 << bit for bit in range(6))
MAKE_DIR, MAKE_FILE, REFER, TRUNCATE = 1 << 7, 1 << 8, 1 << 13, 1 << 14
FILE_RIGHTS = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE
READ = READ_FILE | READ_DIR
WRITE = WRITE_FILE | TRUNCATE | MAKE_DIR | MAKE_FILE | REMOVE_DIR | REMOVE_FILE | REFER
# How many of the rights each version of Landlock knows; the network rights came with 4, the scopes with 6.
FILE_SYSTEM_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}
NEWEST_FILE_SYSTEM_RIGHTS = 16

CLONE_NEWNS, CLONE_NEWIPC, CLONE_NEWUSER = 0x20000, 0x8000000, 0x10000000
CLONE_NEWPID, CLONE_NEWNET = 0x20000000, 0x40000000
MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REC, MS_PRIVATE = 2, 4, 8, 0x4000, 0x40000
MOUNT_ATTR_RDONLY, MOUNT_ATTR_NOSUID = 1, 2
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_KEEPCAPS, PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS = 1, 4, 8, 22, 38
SECCOMP_MODE_FILTER = 2
CAP_DAC_READ_SEARCH, CAP_SYS_ADMIN = 1 << 2, 1 << 21
CAPABILITY_VERSION = 0x20080522
SIGKILL = 9

LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def call(function: str, *arguments: int | bytes | ctypes.Array | None) -> int:
    """Call a function of the C library; raise OSError if it returns -1."""
    if sys.platform != "linux":
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    words = [ctypes.c_long(argument) if isinstance(argument, int) else argument for argument in arguments]
    result = getattr(LIBC, function)(*words)
    if result == -1:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


def die_with_parent() -> None:
    """End this process when the one that started it ends."""
    parent = os.getppid()
    call("prctl", PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it ended a moment ago
        os._exit(1)


def landlock_version() -> int:
    """Return the version of Landlock that the kernel has; 0 if it has none."""
    try:
        return call("syscall", LANDLOCK_CREATE_RULESET, None, 0, LANDLOCK_VERSION)
    except OSError:
        return 0


def new_process_ids(user: bool) -> bool:
    """Let the next child be the first process of a namespace of process ids; say whether that worked.

    It is tried in a child first: some systems let a process into a user namespace and then forbid it everything, and there is no way back.

    Parameters
    ----------
    user : bool
        Whether a user namespace is needed to be allowed to. In it this process may set up others.
    """
    child = os.fork()
    if child == 0:
        try:
            _new_process_ids(user)
            os._exit(0)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    if status == 0:
        _new_process_ids(user)
    return status == 0


def _new_process_ids(user: bool) -> None:
    uid, gid = os.geteuid(), os.getegid()
    call("unshare", CLONE_NEWPID | (CLONE_NEWUSER if user else 0))
    if user:
        # Ids are written as they are; a user who is nobody else's owns nothing more in there than outside.
        for name, text in (
            ("setgroups", "deny"),
            ("uid_map", f"{uid} {uid} 1"),
            ("gid_map", f"{gid} {gid} 1"),
        ):
            with open(f"/proc/self/{name}", "w") as file:
                file.write(text)


def new_mounts_and_network() -> dict[str, bool]:
    """Leave the network behind, and see all files read-only; say what worked."""
    done = {"mount": False, "net": False}
    with contextlib.suppress(OSError):
        call("unshare", CLONE_NEWNET | CLONE_NEWIPC)
        done["net"] = True
    with contextlib.suppress(OSError):
        call("unshare", CLONE_NEWNS)
        call("mount", b"none", b"/", None, MS_REC | MS_PRIVATE, None)
        attributes = (ctypes.c_uint64 * 4)(MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID, 0, 0, 0)
        call("syscall", MOUNT_SETATTR, AT_FDCWD, b"/", AT_RECURSIVE, attributes, ctypes.sizeof(attributes))
        done["mount"] = True
    return done


def become_nobody(readable: list[str]) -> int | None:
    """If this is root, go on as the user who owns nothing.

    Parameters
    ----------
    readable : list of str
        What this user must be able to reach. If some of it lies in root's home, one capability is kept: to read what others may not.
        What can be read then is Landlock's list alone.

    Returns
    -------
    int or None
        The capabilities to keep while a student's code runs; None if this is not root, or root may not become another.
    """
    if os.geteuid() != 0:
        return None
    try:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.seteuid(NOBODY)
        reached = all(os.access(path, os.R_OK, effective_ids=True) for path in readable)
        os.seteuid(0)
        call("prctl", PR_SET_KEEPCAPS, 1, 0, 0, 0)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    except OSError:
        return None
    kept = 0 if reached else CAP_DAC_READ_SEARCH
    try:
        keep_capabilities(kept | CAP_SYS_ADMIN)  # to mount a scratch folder for each run
    except OSError:  # this root had fewer
        keep_capabilities(kept)
    call("prctl", PR_SET_DUMPABLE, 1, 0, 0, 0)
    return kept


def own_scratch(folder: str, size: int) -> None:
    """Mount an empty folder of limited size, in memory, that vanishes with this process."""
    call("unshare", CLONE_NEWNS)
    options = f"size={size},nr_inodes=4096,mode=700".encode()
    call("mount", b"tmpfs", folder.encode(), b"tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, options)


def limit(limits: dict) -> None:
    """Bound memory, time, files, threads and core dumps where the system can.

    Parameters
    ----------
    limits : dict of str to int
        `memory_bytes`, `cpu_seconds`, `file_bytes`, `open_files`, `threads`.
    """
    try:
        import resource
    except ImportError:  # Windows
        return
    for name, soft, hard in (
        ("RLIMIT_AS", limits["memory_bytes"], limits["memory_bytes"]),
        ("RLIMIT_CPU", limits["cpu_seconds"], limits["cpu_seconds"] + 1),
        ("RLIMIT_FSIZE", limits["file_bytes"], limits["file_bytes"]),
        ("RLIMIT_NOFILE", limits["open_files"], limits["open_files"]),
        ("RLIMIT_NPROC", limits["threads"], limits["threads"]),
        ("RLIMIT_CORE", 0, 0),
    ):
        if hasattr(resource, name):
            # macOS knows RLIMIT_AS but does not always take it.
            with contextlib.suppress(OSError, ValueError):
                resource.setrlimit(getattr(resource, name), (soft, hard))


def path_rules(version: int, readable: list[str], writable: list[str], devices: list[str]) -> int:
    """Return a set of Landlock rules: these files and folders may be reached, and no others.

    Making it takes a while, so it is made once and laid on each process with `obey`.

    Parameters
    ----------
    version : int
        From `landlock_version`.
    readable, writable : list of str
        Files, and folders with all that is in them. What is not there is left out.
    devices : list of str
        What may be read and written, such as `/dev/null`.

    Returns
    -------
    int
        A file descriptor.
    """
    known = (1 << FILE_SYSTEM_RIGHTS.get(version, NEWEST_FILE_SYSTEM_RIGHTS)) - 1
    ruleset = _new_rules(known, network=0b11 if version >= 4 else 0, scopes=0b11 if version >= 6 else 0)
    for paths, rights in ((readable, READ), (writable, READ | WRITE), (devices, READ_FILE | WRITE_FILE)):
        for path in paths:
            _allow(ruleset, path, rights & known)
    return ruleset


def write_rules(version: int, writable: list[str]) -> int:
    """Return a set of Landlock rules that leaves reading alone and allows writing in these places only."""
    known = (1 << FILE_SYSTEM_RIGHTS.get(version, NEWEST_FILE_SYSTEM_RIGHTS)) - 1
    ruleset = _new_rules(WRITE & known)
    for path in writable:
        _allow(ruleset, path, WRITE & known)
    return ruleset


def obey(ruleset: int) -> None:
    """Lay Landlock rules on this process, for ever."""
    call("prctl", PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    call("syscall", LANDLOCK_RESTRICT_SELF, ruleset, 0)
    os.close(ruleset)


def _new_rules(rights: int, network: int = 0, scopes: int = 0) -> int:
    attributes = (ctypes.c_uint64 * 3)(rights, network, scopes)
    size = 24 if scopes else 16 if network else 8  # an old kernel refuses what it does not know
    return call("syscall", LANDLOCK_CREATE_RULESET, attributes, size, 0)


def _allow(ruleset: int, path: str, rights: int) -> None:
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        if not stat.S_ISDIR(os.fstat(descriptor).st_mode):
            rights &= FILE_RIGHTS
        rule = rights.to_bytes(8, sys.byteorder) + descriptor.to_bytes(4, sys.byteorder)
        call(
            "syscall", LANDLOCK_ADD_RULE, ruleset, LANDLOCK_PATH_BENEATH, ctypes.create_string_buffer(rule), 0
        )
    finally:
        os.close(descriptor)


def keep_capabilities(kept: int) -> None:
    """Give up all capabilities but these, for ever."""
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION, 0)
    data = (ctypes.c_uint32 * 6)(
        kept, kept, 0, 0, 0, 0
    )  # effective, permitted, inheritable; and the upper half
    call("capset", header, data)


def filter_system_calls(program: bytes) -> None:
    """Let only the system calls through that a compiled seccomp filter allows, for ever."""
    instructions = ctypes.create_string_buffer(program, len(program))
    length = (len(program) // 8).to_bytes(8, sys.byteorder)  # a short, and the padding before the address
    address = ctypes.addressof(instructions).to_bytes(8, sys.byteorder)
    call("prctl", PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    call("prctl", PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.create_string_buffer(length + address), 0, 0)
