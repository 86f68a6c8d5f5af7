"""The filter of system calls, as bytes for the kernel: the same each time, and without its library a sentence."""

import sys

import pytest

from autograder.sandbox import system_calls

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has seccomp")


@pytest.fixture(autouse=True)
def compiled_anew():
    system_calls.compiled_filter.cache_clear()
    yield
    system_calls.compiled_filter.cache_clear()


def test_the_filter_is_a_program_of_whole_instructions_and_the_same_each_time():
    """An instruction of classic BPF has 8 bytes; the kernel takes 4096 of them."""
    program = system_calls.compiled_filter()
    system_calls.compiled_filter.cache_clear()
    assert system_calls.compiled_filter() == program
    assert len(program) % 8 == 0
    assert 0 < len(program) // 8 <= 4096


def test_no_call_is_both_allowed_and_refused():
    allowed = {*system_calls.FILES, *system_calls.MEMORY, *system_calls.ITSELF}
    assert not allowed & set(system_calls.REFUSED)
    assert not allowed & set(system_calls.PRETENDED)
    assert not set(system_calls.REFUSED) & set(system_calls.PRETENDED)


def test_what_runs_programs_or_talks_to_others_is_never_allowed():
    allowed = {*system_calls.FILES, *system_calls.MEMORY, *system_calls.ITSELF}
    assert not allowed & {
        "execve",
        "execveat",
        "fork",
        "vfork",
        "kill",
        "ptrace",
        "socket",
        "connect",
        "mount",
        "bpf",
    }


def test_what_tells_of_others_or_leaves_them_a_sign_is_allowed_without_conditions_nowhere():
    """The page cache, locks, pipes, shared memory, fill levels, other processes' numbers; the hostile class tries each."""
    allowed = {*system_calls.FILES, *system_calls.MEMORY, *system_calls.ITSELF}
    assert not allowed & {
        *(
            "fadvise64",
            "readahead",
            "mincore",
            "cachestat",
            "madvise",
            "preadv2",
            "pwritev2",
            "mmap",
            "mlock",
            "sync_file_range",
        ),
        *(
            "flock",
            "fcntl",
            "futex",
            "futex_waitv",
            "futex_wake",
            "membarrier",
            "pipe",
            "pipe2",
            "eventfd2",
            "epoll_create1",
        ),
        *(
            "shmget",
            "shmat",
            "semget",
            "msgget",
            "mq_open",
            "memfd_create",
            "keyctl",
            "add_key",
            "inotify_init1",
            "timer_create",
        ),
        *(
            "statfs",
            "fstatfs",
            "sysinfo",
            "getrusage",
            "capget",
            "getcpu",
            "get_robust_list",
            "getpriority",
            "ioprio_get",
        ),
        *(
            "getpgid",
            "getsid",
            "sched_getaffinity",
            "sched_getparam",
            "sched_getscheduler",
            "clock_gettime",
            "prlimit64",
        ),
    }


def test_a_missing_library_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyseccomp", None)
    with pytest.raises(system_calls.NoSeccompError, match="pip install pyseccomp"):
        system_calls.compiled_filter()


@pytest.mark.parametrize("error", ["RuntimeError('Unable to find libseccomp')", "OSError('wrong ELF class')"])
def test_a_library_that_is_not_there_or_cannot_be_loaded_is_named(tmp_path, monkeypatch, error):
    (tmp_path / "pyseccomp.py").write_text(f"raise {error}")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "pyseccomp", raising=False)
    with pytest.raises(system_calls.NoSeccompError, match="apt install libseccomp2"):
        system_calls.compiled_filter.__wrapped__()
