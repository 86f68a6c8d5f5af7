"""Shut this process off from the computer: files, network, other processes, and more than its share of everything.

This runs before a student's code does, in the worker's processes. It needs the standard library alone. `autograder.sandbox.plan`
says what is to be readable and which system calls are allowed, and `autograder.sandbox.probe` tries whether it holds.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import shutil
import stat
import sys
from collections.abc import Callable

NOBODY = 65534
# With a process id added, the id of a user who is nobody else: no system gives away numbers from here on (systemd's containers end below).
FIRST_USER = 0x70000000

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
MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = 2, 4, 8, 32, 0x1000, 0x4000, 0x40000
MNT_DETACH = 2
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


def try_in_a_child(attempt: Callable, *arguments: object) -> bool:
    """Say whether a function comes to its end without an error, in a process that is gone afterwards."""
    child = os.fork()
    if child == 0:
        try:
            attempt(*arguments)
            os._exit(0)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    return status == 0


def new_process_ids(user: bool) -> bool:
    """Let the next child be the first process of a namespace of process ids; say whether that worked.

    It is tried in a child first: some systems let a process into a user namespace and then forbid it everything, and there is no way back.

    Parameters
    ----------
    user : bool
        Whether a user namespace is needed to be allowed to. In it this process may set up others.
    """
    worked = try_in_a_child(_new_process_ids, user)
    if worked:
        _new_process_ids(user)
    return worked


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


def new_user_namespace() -> bool:
    """Go into a user namespace that has no more rights than this process, but counts its own threads; say whether that worked.

    A system that forbids all else in a user namespace, as Ubuntu does, still lets a process in.
    """
    try:
        call("unshare", CLONE_NEWUSER)
    except OSError:
        return False
    return True


def new_network() -> bool:
    """Leave the network behind; say whether that worked."""
    try:
        call("unshare", CLONE_NEWNET | CLONE_NEWIPC)
    except OSError:
        return False
    return True


def new_mounts() -> bool:
    """See all files read-only; say whether that worked."""
    try:
        call("unshare", CLONE_NEWNS)
        call("mount", b"none", b"/", None, MS_REC | MS_PRIVATE, None)
        _read_only()
    except OSError:
        return False
    return True


def _read_only() -> None:
    attributes = (ctypes.c_uint64 * 4)(MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID, 0, 0, 0)
    call("syscall", MOUNT_SETATTR, AT_FDCWD, b"/", AT_RECURSIVE, attributes, ctypes.sizeof(attributes))


def new_root(folder: str, paths: list[str], empty: list[str]) -> bool:
    """Leave nothing to be seen but these files and folders, under the names they have; say whether that worked.

    What a process may not open it can still ask about: whether it is there, how large it is, when it was changed. Here it is not there.

    Parameters
    ----------
    folder : str
        An empty one, for the new root to be mounted on.
    paths : list of str
        Files, and folders with all that is in them. A link stands for what it leads to.
    empty : list of str
        Folders to be there, with nothing in them.
    """
    try:
        call("mount", b"tmpfs", folder.encode(), b"tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, b"mode=755")
        for name in ("lib", "lib32", "lib64", "libx32"):  # by which the loader of libraries knows them
            if os.path.islink(f"/{name}"):
                os.symlink(os.readlink(f"/{name}"), f"{folder}/{name}")
        for path in empty:
            os.makedirs(folder + path, 0o755)
        os.mkdir(f"{folder}/nothing", 0o755)
        for parent, names in sorted(_by_folder(paths).items()):
            others = _others(parent, names)
            if (
                len(names) > 2 * len(others) > 0
            ):  # most of it: the whole folder costs less, with the others covered up
                _show(folder, parent)
                for name in others:
                    if os.path.isdir(f"{parent}/{name}"):
                        _mount_on(f"{folder}/nothing", f"{folder}{parent}/{name}")
                    else:
                        _mount_on("/dev/null", f"{folder}{parent}/{name}")
            else:
                for name in sorted(names):
                    _show(folder, f"{parent}/{name}")
        os.chdir(folder)
        call("pivot_root", b".", b".")  # the old root now lies on top of the new one
        call("umount2", b".", MNT_DETACH)
        os.chdir("/")
        _read_only()
    except (OSError, AttributeError):  # a C library without pivot_root
        return False
    return True


def _by_folder(paths: list[str]) -> dict[str, set[str]]:
    names: dict[str, set[str]] = {}
    for path in paths:
        parent, name = os.path.split(path)
        if os.path.exists(path):
            names.setdefault(parent.rstrip("/"), set()).add(name)
    return names


def _others(parent: str, names: set[str]) -> list[str]:
    try:
        return sorted(set(os.listdir(parent)) - names)
    except OSError:  # it may be gone through but not be read
        return []


def _show(root: str, path: str) -> None:
    place = root + path
    if os.path.isdir(path):
        os.makedirs(place, 0o755, exist_ok=True)
    elif not os.path.exists(place):
        os.makedirs(os.path.dirname(place), 0o755, exist_ok=True)
        os.close(os.open(place, os.O_CREAT | os.O_WRONLY, 0o644))
    _mount_on(path, place)


def _mount_on(path: str, place: str) -> None:
    call("mount", os.fsencode(path), os.fsencode(place), None, MS_BIND | MS_REC, None)


def become_another(user: int) -> bool:
    """If this is root, go on as a user who owns nothing, and no other process's; `nobody` where there can be no such user.

    The capabilities that the preparations need are kept: see `keep_capabilities`.

    Parameters
    ----------
    user : int
        The id, of the user and of its group.

    Returns
    -------
    bool
        False if this is not root, or root may not become another.
    """
    if os.geteuid() != 0:
        return False
    for number in (user, NOBODY):  # a container may know the first 65536 users alone
        try:
            os.setgroups([])
            os.setresgid(number, number, number)
            call("prctl", PR_SET_KEEPCAPS, 1, 0, 0, 0)
            os.setresuid(number, number, number)
        except OSError:
            continue
        for wanted in (CAP_DAC_READ_SEARCH | CAP_SYS_ADMIN, CAP_DAC_READ_SEARCH, 0):
            try:
                keep_capabilities(wanted)
                break
            except OSError:  # this root had fewer
                continue
        call("prctl", PR_SET_DUMPABLE, 1, 0, 0, 0)
        return True
    return False


def capability_to_read(paths: list[str]) -> int:
    """Return the capability that a user who has become another needs to reach all these: none, or to read what others may not.

    What can be read then is Landlock's list alone. Python or NumPy may lie in root's home.
    """
    there = [path for path in paths if os.path.exists(path)]

    def reach() -> None:
        keep_capabilities(0)
        if not all(os.access(path, os.R_OK, effective_ids=True) for path in there):
            raise PermissionError

    return 0 if try_in_a_child(reach) else CAP_DAC_READ_SEARCH


def counts_alone(others: int) -> bool:
    """Say whether the system's limit on threads counts this process and a few others, and no more of its user's.

    Parameters
    ----------
    others : int
        How many other processes it may count.
    """

    def one_more() -> None:
        import resource

        keep_capabilities(0)
        few = others + 2  # this child, and its own
        resource.setrlimit(resource.RLIMIT_NPROC, (few, few))
        child = os.fork()
        if child == 0:
            os._exit(0)
        os.waitpid(child, 0)

    return try_in_a_child(one_more)


def mount_scratch(folder: str) -> None:
    """Mount an empty folder in memory that vanishes when it is unmounted."""
    call("mount", b"tmpfs", folder.encode(), b"tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, b"size=4k,mode=700")


def bound_scratch(folder: str, size: int) -> None:
    """Let so much be put into it."""
    options = f"size={size},nr_inodes=4096".encode()
    flags = MS_REMOUNT | MS_NOSUID | MS_NODEV | MS_NOEXEC
    call("mount", b"tmpfs", folder.encode(), b"tmpfs", flags, options)


def unmount_scratch(folder: str) -> None:
    """Let it vanish, at once and not some time after its last process: the next one would get another device's number, and could see it."""
    call("umount2", folder.encode(), MNT_DETACH)


def remove_whole(folder: str) -> None:
    """Remove a folder with all that a student's code has put in it, however deep and whatever its rights.

    What lies in a folder inside is moved up until there are no more: a path of ten thousand folders is too long for any system call.
    """
    moved = f"{os.urandom(8).hex()}-"
    number = 0
    try:
        while entries := list(os.scandir(folder)):
            for entry in entries:
                if not entry.is_dir(follow_symlinks=False):
                    os.unlink(entry.path)
                    continue
                os.chmod(entry.path, 0o700)
                for inner in list(os.scandir(entry.path)):
                    if inner.is_dir(follow_symlinks=False):
                        os.chmod(inner.path, 0o700)
                    number += 1
                    os.rename(inner.path, f"{folder}/{moved}{number}")
                os.rmdir(entry.path)
        os.rmdir(folder)
    except OSError:  # somebody else has begun to remove it, or is still writing
        shutil.rmtree(folder, ignore_errors=True)


def limit(limits: dict) -> None:
    """Bound memory, time, files, threads and core dumps where the system can.

    Parameters
    ----------
    limits : dict of str to int or None
        `memory_bytes`, `cpu_seconds`, `file_bytes`, `open_files`, `threads`. The last is None where it would count others' threads, too.
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
        if hasattr(resource, name) and soft is not None and hard is not None:
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
