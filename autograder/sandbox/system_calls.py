"""Which system calls a student's code may make: reading, computing, its own scratch folder, its own threads.

What is not listed does not exist for it (ENOSYS), so that the C library falls back on what is. What people try is refused by
name (EPERM): Python then says "Operation not permitted". Needs libseccomp, which knows the numbers for each processor.
"""

from __future__ import annotations

import errno
import functools
import tempfile
from collections.abc import Iterator
from types import ModuleType

FILES = [
    "open",
    "openat",
    "close",
    "close_range",
    "read",
    "readv",
    "pread64",
    "preadv",
    "write",
    "writev",
    "pwrite64",
    "pwritev",
    "lseek",
    "stat",
    "fstat",
    "lstat",
    "newfstatat",
    "fstatat64",
    "statx",
    "access",
    "faccessat",
    "faccessat2",
    "readlink",
    "readlinkat",
    "getdents",
    "getdents64",
    "getcwd",
    "chdir",
    "fchdir",
    "mkdir",
    "mkdirat",
    "rmdir",
    "unlink",
    "unlinkat",
    "rename",
    "renameat",
    "renameat2",
    "link",
    "linkat",
    "ftruncate",
    "fallocate",
    "dup",
    "dup2",
    "dup3",
    "umask",
    "copy_file_range",
    "sendfile",
    "poll",
    "ppoll",
    "select",
    "pselect6",
]
MEMORY = ["brk", "munmap", "mprotect", "mremap"]
ITSELF = [
    "exit",
    "exit_group",
    "getpid",
    "gettid",
    "getppid",
    "getuid",
    "geteuid",
    "getgid",
    "getegid",
    "getresuid",
    "getresgid",
    "getgroups",
    "getpgrp",
    "uname",
    "times",
    "sched_yield",
    "arch_prctl",
    "set_tid_address",
    "set_robust_list",
    "rseq",
    "restart_syscall",
    "getrlimit",
    "wait4",
    "waitid",
    "getrandom",
    "rt_sigaction",
    "rt_sigprocmask",
    "rt_sigreturn",
    "rt_sigsuspend",
    "rt_sigpending",
    "rt_sigtimedwait",
    "sigaltstack",
    "pause",
    "alarm",
    "setitimer",
    "getitimer",
    "nanosleep",
    "gettimeofday",
    "time",
]
# They do nothing and say that all went well. Landlock does not cover the first, so that `shutil.copy` works; whoever waits for a disk or
# asks for a lock has a folder to itself, so that `sqlite3` works and no file in common can be locked.
PRETENDED = [
    "chmod",
    "fchmod",
    "fchmodat",
    "fchmodat2",
    "chown",
    "fchown",
    "lchown",
    "fchownat",
    "utime",
    "utimes",
    "futimesat",
    "utimensat",
    "flock",
    "fsync",
    "fdatasync",
    "sync_file_range",
]
REFUSED = [
    "socket",
    "socketpair",
    "connect",
    "bind",
    "listen",
    "accept",
    "accept4",
    "fork",
    "vfork",
    "execve",
    "execveat",
    "kill",
    "tkill",
    "tgkill",
    "rt_sigqueueinfo",
    "rt_tgsigqueueinfo",
    "pidfd_open",
    "pidfd_send_signal",
    "pidfd_getfd",
    "ptrace",
    "process_vm_readv",
    "process_vm_writev",
    "mount",
    "umount2",
    "pivot_root",
    "chroot",
    "unshare",
    "setns",
    "bpf",
    "keyctl",
    "add_key",
    "request_key",
    "perf_event_open",
    "userfaultfd",
    "io_uring_setup",
    "io_uring_enter",
    "io_uring_register",
    "setrlimit",
    "truncate",
    "mknod",
    "mknodat",
    "symlink",
    "symlinkat",
    "setxattr",
    "lsetxattr",
    "fsetxattr",
    "removexattr",
    "setuid",
    "setresuid",
    "setpriority",
    "sched_setaffinity",
    "memfd_create",
    "shmget",
    "shmat",
    "semget",
    "semop",
    "msgget",
    "mq_open",
    # These tell what others have done, or are doing: what lies in the page cache, how full a disk or the memory is, who is there.
    "fadvise64",
    "readahead",
    "mincore",
    "cachestat",
    "getrusage",
    "sysinfo",
    "statfs",
    "fstatfs",
    "capget",
    "inotify_init1",
    "fanotify_init",
    # A pipe's number comes from a counter that the whole computer has in common.
    "pipe",
    "pipe2",
]
# The kernel's numbers for what some calls may do. fcntl: copies of descriptors, and their flags. Nothing that sends signals.
FCNTL = (0, 1, 2, 3, 4, 1030)
LOCKS = (5, 6, 7, 36, 37, 38)  # these pretend, too
IOCTL = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)
PRCTL = (15, 16)  # a thread's name
# Give memory back, large pages, the guards of a thread's stack: what allocators do. Others move pages in or out that are shared with all.
MADVISE = (4, 8, 14, 15, 102, 103)
# To wait and to wake within the process. Others lend a priority to another process, and tell whether it is there.
FUTEX = (128, 129, 131, 132, 133, 137, 138, 393)
CLONE_THREAD, MAP_HUGETLB, FUTEX_PRIVATE = 0x10000, 0x40000, 128
# Whose? Only the caller's own, which is 0.
OF_ITSELF = {"getpgid": (0,), "getsid": (0,), "sched_getaffinity": (0,), "getpriority": (0, 1)}
# Beyond these are the processor clocks of other processes.
CLOCKS, LAST_CLOCK = ("clock_gettime", "clock_getres", "clock_nanosleep"), 11
OF_NO_FLAGS = {"preadv2": (5,), "pwritev2": (5,)}  # one of them asks whether it must wait for the disk
OPENING = {"open": 1, "openat": 2}  # and which argument holds the flags
ACCESS_MODE, TRUNCATE_ON_OPEN = 0o3, 0o1000


class NoSeccompError(Exception):
    """System calls cannot be filtered here; the message says what is missing."""


@functools.cache
def compiled_filter() -> bytes:
    """Return the filter as a program for the kernel.

    Raises
    ------
    NoSeccompError
        If libseccomp or its Python package is missing.
    """
    try:
        import pyseccomp
    except ImportError:
        raise NoSeccompError("the package pyseccomp is not installed (pip install pyseccomp)") from None
    except (RuntimeError, OSError):  # it is not there, or cannot be loaded
        raise NoSeccompError(
            "the library libseccomp is not installed (Debian, Ubuntu: apt install libseccomp2)"
        ) from None
    rules = pyseccomp.SyscallFilter(pyseccomp.ERRNO(errno.ENOSYS))
    for action, name, conditions in _rules(pyseccomp):
        try:
            number = pyseccomp.resolve_syscall(pyseccomp.system_arch(), name)
        except ValueError:
            continue  # this libseccomp has not heard of it, so it is not allowed
        if number >= 0:  # others do not exist on this processor
            rules.add_rule(action, name, *(pyseccomp.Arg(*condition) for condition in conditions))
    rules.set_attr(pyseccomp.Attr.CTL_OPTIMIZE, 2)  # a search tree: each call costs less
    with tempfile.TemporaryFile() as file:
        rules.export_bpf(file)
        file.seek(0)
        return file.read()


def _rules(pyseccomp: ModuleType) -> Iterator[tuple[int, str, tuple[tuple[int, ...], ...]]]:
    """Give each rule: what to do, the call's name, and what its arguments must be."""
    allowed, refused, pretended = pyseccomp.ALLOW, pyseccomp.ERRNO(errno.EPERM), pyseccomp.ERRNO(0)
    equal, masked = pyseccomp.EQ, pyseccomp.MASKED_EQ
    yield from ((allowed, name, ()) for name in (*FILES, *MEMORY, *ITSELF) if name not in OPENING)
    yield from ((pretended, name, ()) for name in PRETENDED)
    yield from ((refused, name, ()) for name in REFUSED)
    yield from ((pretended, "fcntl", ((1, equal, number),)) for number in LOCKS)
    # Before its version 3, Landlock let files be cut off that are opened for reading.
    cuts = ACCESS_MODE | TRUNCATE_ON_OPEN
    for name, flags in OPENING.items():
        for mode in (0, 1, 2, 3):
            yield allowed, name, ((flags, masked, cuts, mode),)
            if mode:
                yield allowed, name, ((flags, masked, cuts, mode | TRUNCATE_ON_OPEN),)
    for name, position, numbers in (
        ("fcntl", 1, FCNTL),
        ("ioctl", 1, IOCTL),
        ("prctl", 0, PRCTL),
        ("madvise", 2, MADVISE),
        ("futex", 1, FUTEX),
    ):
        yield from ((allowed, name, ((position, equal, number),)) for number in numbers)
    for name, positions in (OF_ITSELF | OF_NO_FLAGS).items():
        yield allowed, name, tuple((position, equal, 0) for position in positions)
    yield from ((allowed, name, ((0, pyseccomp.LE, LAST_CLOCK),)) for name in CLOCKS)
    yield allowed, "mmap", ((3, masked, MAP_HUGETLB, 0),)  # all share one pool of these pages
    # Two processes can wait for each other at a page of any file that both can read. A thread's end is waited for in this way, too; told
    # that the value has changed, the C library looks again.
    yield pyseccomp.ERRNO(errno.EAGAIN), "futex", ((1, masked, FUTEX_PRIVATE, 0),)
    yield allowed, "prlimit64", ((0, equal, 0), (2, equal, 0))  # of itself, and only to look
    yield allowed, "clone", ((0, masked, CLONE_THREAD, CLONE_THREAD),)
    yield refused, "clone", ((0, masked, CLONE_THREAD, 0),)
