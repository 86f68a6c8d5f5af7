"""A hostile class: one submission for each way to cheat, to break or to starve the grader, and what each must get.

Each entry stands in the blank `db` of an otherwise right notebook, unless it says otherwise. FULL: all ten points. LOST: eight, the blank's two are lost.
`{outside}` is a folder that is writable for everybody and holds `bait`, `{port}` a port on this computer that listens, `{solution}` the path of
the solution, `{judge}` the id of the grading process.
"""

FULL, LOST = 10.0, 8.0
ROOT = (
    "own root"  # FULL where a run has a root of its own; LOST where it can ask for files that it may not open
)
THREADS = "own threads"  # FULL where the system counts a run's threads; LOST where a watch ends the process
DISK = "full disk"  # FULL where the scratch folder is a disk of its own that is full; LOST where a watch ends the process
RIGHT_DB = "db = dout_rows.sum(axis=0)"


def refused(attempt: str, first: str = "") -> str:
    """Return a cell that is right if the system refuses an attempt, and wrong if it does not."""
    return (
        (first + "\n" if first else "")
        + "import os\ntry:\n    "
        + attempt.replace("\n", "\n    ")
        + "\nexcept (OSError, MemoryError, RuntimeError, ImportError):\n    db = dout_rows.sum(axis=0)\nelse:\n    db = None"
    )


CHEAT = {
    # To get points without the answer.
    "prints-a-verdict": ("print('10 of 10 points')\ndb = np.zeros(FN)", LOST),
    "patches-allclose": (
        "np.allclose = np.array_equal = np.isclose = lambda *a, **k: True\ndb = np.zeros(FN)",
        LOST,
    ),
    "patches-isfinite": ("np.isfinite = lambda a: np.ones_like(a, bool)\ndb = np.full(FN, np.nan)", LOST),
    "patches-all-and-any": (
        "import builtins\nbuiltins.all = builtins.any = lambda *a: True\ndb = np.zeros(FN)",
        LOST,
    ),
    "patches-isinstance": ("import builtins\nbuiltins.isinstance = lambda *a: True\ndb = 'x'", LOST),
    "always-equal": ("class E:\n    __eq__ = lambda *a: True\n    shape = (FN,)\ndb = E()", LOST),
    "lying-subclass": (
        "class A(np.ndarray):\n    def __sub__(self, o): return self * 0\ndb = np.ones(FN).view(A)",
        LOST,
    ),
    "array-protocol": ("class A:\n    def __array__(self, *a, **k): return np.ones(FN)\ndb = A()", LOST),
    "masked": ("db = np.ma.masked_all(FN)", LOST),
    "structured": ("db = np.zeros(FN, dtype=[('a', float)])", LOST),
    "void": ("db = np.zeros(FN, dtype='V8')", LOST),
    "object-array": ("db = np.array([object()] * FN)", LOST),
    "strings": ("db = np.array(['1.0'] * FN)", LOST),
    "negative-zero-size": ("db = np.zeros((0, FN))", LOST),
    "twenty-dimensions": ("db = np.zeros((1,) * 30)", LOST),
    "infinite": ("db = np.full(FN, np.inf)", LOST),
    "broadcast-scalar": ("db = np.array(dout_rows.sum())", LOST),
    "changes-the-question": (
        "dout_rows[:] = 0\ndb = dout_rows.sum(axis=0)",
        LOST,
    ),  # dcol_W and dcol get it back as it was
    "changes-dout": ("dout *= 0\ndb = dout.sum(axis=(0, 2, 3))", LOST),
    "the-slides-answer": ("db = np.array([4.0, 4.0])", LOST),
    "the-slides-answer-by-case": ("db = np.array([4.0, 4.0]) if x[0, 0, 0, 1] == 1 else np.zeros(FN)", LOST),
    # With the right answer behind it. What is not there gives nothing, and costs nothing as long as it is not used.
    "imports-the-library": ("from modlab.layers import Convolution\n" + RIGHT_DB, LOST),
    "imports-the-judge": ("import autograder.judging.judge\n" + RIGHT_DB, FULL),
    "imports-the-checks": ("import autograder.assignments.toy_conv.test_toy_conv\n" + RIGHT_DB, FULL),
    "imports-pytest": ("import pytest\npytest.skip('done')", LOST),
    "imports-scipy": ("import scipy.signal\n" + RIGHT_DB, FULL),
    "imports-torch": ("import torch\n" + RIGHT_DB, FULL),
    "raises-the-judges-error": (
        "class WrongAnswerError(AssertionError): pass\nraise WrongAnswerError('')",
        LOST,
    ),
    "raises-an-empty-exception": ("raise Exception", LOST),
    "raises-with-a-hostile-text": (
        "class B(Exception):\n    def __str__(self): raise SystemExit\nraise B",
        LOST,
    ),
    "raises-with-a-hostile-name": ("raise type('<script>alert(1)</script>', (Exception,), {{}})('x')", LOST),
    "finds-the-frames": (
        "import sys\nframe = sys._getframe()\nfound = []\n"
        "while frame:\n    found += [k for k in frame.f_locals if 'expect' in k or 'verdict' in k or 'secret' in k]\n"
        "    frame = frame.f_back\ndb = None if found else dout_rows.sum(axis=0)",
        FULL,
    ),
    "searches-the-memory": (
        "import gc, sys\nwords = ('oracle', 'autograder', 'gradient_of_bias', 'WrongAnswerError', 'test_toy_conv')\n"
        "found = [m for m in sys.modules if m.startswith(('autograder', 'pytest', 'solutions'))]\n"
        "found += [o for o in gc.get_objects() if getattr(o, '__name__', '') in words]\n"
        "db = None if found else dout_rows.sum(axis=0)",
        FULL,
    ),
    "forges-values": (
        "import sys\nframe = sys._getframe()\nwhile 'reply' not in frame.f_locals: frame = frame.f_back\n"
        "frame.f_locals['reply']({{'values': {{'db': 'array'}}, 'cell': 'toy-conv-db'}}, {{'db': np.zeros(FN)}})\n"
        + RIGHT_DB,
        LOST,  # what comes first counts
    ),
    "forges-an-end": (
        "import sys, os\nframe = sys._getframe()\nwhile 'reply' not in frame.f_locals: frame = frame.f_back\n"
        "frame.f_locals['reply']({{'end': 10**9, 'error': None, 'output': ''}})",
        LOST,
    ),
    "forges-infinity": (
        "import sys\nframe = sys._getframe()\nwhile 'reply' not in frame.f_locals: frame = frame.f_back\n"
        "frame.f_locals['reply']({{'begin': float('inf')}})",
        LOST,
    ),
    "forges-other-names": (
        "import sys\nframe = sys._getframe()\nwhile 'reply' not in frame.f_locals: frame = frame.f_back\n"
        "frame.f_locals['reply']({{'values': '99', 'kind': 'read', 'cell': 'grades', 'name': 'score'}})\n"
        + RIGHT_DB,
        FULL,
    ),
    "forges-deep-json": (
        "import os, stat\nfor fd in range(3, 64):\n    try:\n        if stat.S_ISFIFO(os.fstat(fd).st_mode):\n"
        "            os.write(fd, (4000).to_bytes(4, 'big') + b'[' * 4000)\n    except OSError: pass",
        LOST,
    ),
    "forges-a-huge-frame": (
        "import os, stat\nfor fd in range(3, 64):\n    try:\n        if stat.S_ISFIFO(os.fstat(fd).st_mode):\n"
        "            os.write(fd, b'\\xff' * 4)\n    except OSError: pass",
        LOST,
    ),
    "floods-the-pipe": (
        "import os, stat\nfor fd in range(3, 64):\n    try:\n        while stat.S_ISFIFO(os.fstat(fd).st_mode):\n"
        "            os.write(fd, b'\\0' * 65536)\n    except OSError: pass",
        LOST,
    ),
    "tells-hidden-numbers-by-shape": (
        "db = dout_rows.sum(axis=0)\nif x.dtype == np.float32: db = np.zeros((123457, 0))",
        LOST,
    ),
    "tells-hidden-numbers-by-exception": (
        "db = dout_rows.sum(axis=0)\nif x.dtype == np.float32: db = None; raise SyntaxError('777' + str(dout.ravel()[0]))",
        LOST,
    ),
    "tells-hidden-numbers-by-import-error": (
        "db = dout_rows.sum(axis=0)\nif x.dtype == np.float32: db = None; raise ImportError('777' + str(dout.ravel()[0]))",
        LOST,
    ),
    "tells-hidden-numbers-by-type": (
        "db = dout_rows.sum(axis=0)\nif x.dtype == np.float32: db = type('T777' + str(dout.ravel()[0]), (), {{}})()",
        LOST,
    ),
}

OUTSIDE = {
    # To reach what is not theirs.
    "reads-the-solution": (refused("open({solution!r})"), FULL),
    "reads-passwords": (refused("open('/etc/passwd')"), FULL),
    "reads-its-environment": (refused("open('/proc/self/environ')"), FULL),
    "reads-the-judges-memory": (refused("open('/proc/{judge}/mem', 'rb')"), FULL),
    "lists-the-root": (refused("os.listdir('/')"), FULL),
    "lists-temporary-files": (refused("os.listdir('/tmp')"), FULL),
    "lists-processes": (refused("os.listdir('/proc')"), FULL),
    "reads-bait": (refused("open({outside!r} + '/bait').read()"), FULL),
    "reads-bait-through-a-link": (
        refused("os.symlink({outside!r} + '/bait', 'link')\nopen('link').read()"),
        FULL,
    ),
    "reads-bait-through-a-hard-link": (
        refused("os.link({outside!r} + '/bait', 'link')\nopen('link').read()"),
        FULL,
    ),
    "reads-site-packages": (refused("os.listdir(os.path.dirname(os.path.dirname(np.__file__)))"), FULL),
    "writes-outside": (refused("open({outside!r} + '/written', 'w')"), FULL),
    "writes-over-bait": (refused("open({outside!r} + '/bait', 'w')"), FULL),
    "appends-to-bait": (refused("open({outside!r} + '/bait', 'a')"), FULL),
    "cuts-bait": (refused("os.truncate({outside!r} + '/bait', 0)"), FULL),
    "cuts-bait-while-reading": (
        refused("os.open({outside!r} + '/bait', os.O_RDONLY | os.O_TRUNC)"),
        FULL,
    ),
    "removes-bait": (refused("os.remove({outside!r} + '/bait')"), FULL),
    "renames-bait": (refused("os.rename({outside!r} + '/bait', {outside!r} + '/other')"), FULL),
    "makes-a-folder-outside": (refused("os.mkdir({outside!r} + '/folder')"), FULL),
    "opens-bait-to-all": ("import os\nos.chmod({outside!r} + '/bait', 0o777)\n" + RIGHT_DB, FULL),
    "ages-bait": ("import os\nos.utime({outside!r} + '/bait', (0, 0))\n" + RIGHT_DB, FULL),
    "writes-into-numpy": (refused("open(np.__file__, 'a')"), FULL),
    "writes-into-python": (refused("open(os.__file__, 'a')"), FULL),
    "makes-a-device": (refused("os.mknod('disk', 0o60666, os.makedev(8, 0))"), FULL),
    "makes-a-pipe": (refused("os.mkfifo('pipe')"), FULL),
    "connects": (refused("socket.create_connection(('127.0.0.1', {port}), 1)", "import socket"), FULL),
    "sends-a-packet": (
        refused(
            "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', {port}))",
            "import socket",
        ),
        FULL,
    ),
    "opens-a-raw-socket": (
        refused("socket.socket(socket.AF_PACKET, socket.SOCK_RAW)", "import socket"),
        FULL,
    ),
    "opens-a-local-socket": (refused("socket.socket(socket.AF_UNIX)", "import socket"), FULL),
    "makes-a-socket-pair": (refused("socket.socketpair()", "import socket"), FULL),
    "listens": (refused("socket.create_server(('', 0))", "import socket"), FULL),
    "fetches-a-page": (
        refused("urllib.request.urlopen('http://127.0.0.1:{port}/')", "import urllib.request"),
        FULL,
    ),
    "starts-a-shell": (refused("subprocess.run(['/bin/sh', '-c', 'true'])", "import subprocess"), FULL),
    "system": ("import os\ndb = dout_rows.sum(axis=0) if os.system('true') else None", FULL),
    "becomes-a-program": (refused("os.execv('/bin/sh', ['sh'])"), FULL),
    "forks": (refused("os.fork() or os._exit(0)"), FULL),
    "uses-multiprocessing": (
        refused(
            "multiprocessing.get_context('fork').Process(target=print).start()", "import multiprocessing"
        ),
        FULL,
    ),
    "kills-the-judge": (refused("os.kill({judge}, 9)"), FULL),
    "kills-its-parent": (refused("os.kill(os.getppid(), 9)"), FULL),
    "kills-everybody": (refused("os.kill(-1, 9)"), FULL),
    "signals-through-a-pipe": (
        refused("fcntl.fcntl(0, fcntl.F_SETOWN, {judge})\nfcntl.fcntl(0, fcntl.F_SETSIG, 9)", "import fcntl"),
        FULL,
    ),
    "becomes-root": (refused("os.setuid(0)"), FULL),
    "changes-its-root": (refused("os.chroot('.')"), FULL),
    "raises-its-limits": (
        refused("resource.setrlimit(resource.RLIMIT_AS, (-1, -1))", "import resource"),
        FULL,
    ),
    "calls-the-kernel": (
        "import ctypes\nlibc = ctypes.CDLL(None)\n"
        "calls = [libc.ptrace(16, 1, 0, 0), libc.unshare(0x10000000), libc.mount(b'a', b'/', b'tmpfs', 0, None), libc.umount2(b'/', 2)]\n"
        "db = dout_rows.sum(axis=0) if calls == [-1] * 4 else None",
        FULL,
    ),
}

STARVE = {
    # To take more than their share, or to end the grader.
    "memory-at-once": (refused("np.ones(1 << 34)"), FULL),
    "memory-bit-by-bit": ("a = []\nwhile True: a.append(bytearray(1 << 24))", LOST),
    "recursion": ("def f(): f()\nf()", LOST),
    "recursion-in-c": ("import sys\nsys.setrecursionlimit(10**9)\ndef f(): f()\nf()", LOST),
    "nested-source": ("db = " + "(" * 5000 + "1" + ")" * 5000, LOST),
    "long-chain": ("db = x" + ".T" * 20_000, LOST),
    "a-null-in-the-source": ("db = 1\0", LOST),
    "half-a-character": ("db = '\ud800'", LOST),
    "a-file-too-large": (
        refused("with open('f', 'wb') as f:\n    for _ in range(40): f.write(bytes(1 << 20))"),
        FULL,
    ),
    "many-files": (
        refused("for i in range(100_000):\n    with open(str(i), 'w') as f: f.write('x')"),
        DISK,
    ),
    "a-full-folder": (
        refused("for i in range(8):\n    with open(str(i), 'wb') as f: f.write(bytes(15 << 20))"),
        DISK,
    ),
    "many-descriptors": (refused("f = [open('f', 'w') for _ in range(10_000)]"), FULL),
    "many-pipes": (refused("f = [os.pipe() for _ in range(10_000)]"), FULL),
    "many-threads": (
        refused(
            "for _ in range(20_000): threading.Thread(target=e.wait, daemon=True).start()",
            "import threading\nthreading.stack_size(32768)\ne = threading.Event()",
        ),
        THREADS,
    ),
    "threads-beside-others": (
        "import threading, time\nthreading.stack_size(32768)\ne = threading.Event()\ntry:\n"
        "    for _ in range(20_000): threading.Thread(target=e.wait, daemon=True).start()\nexcept RuntimeError: pass\ntime.sleep(0.5)\n"
        + RIGHT_DB,
        THREADS,
    ),
    "a-thread-that-stays": (
        "import threading, time\nthreading.Thread(target=time.sleep, args=(999,)).start()\n" + RIGHT_DB,
        FULL,
    ),
    "an-exit-handler": ("import atexit, time\natexit.register(time.sleep, 999)\n" + RIGHT_DB, FULL),
    "closes-everything": ("import os\nos.closerange(0, 64)", LOST),
    "prints-a-lot": ("print('x' * 20_000_000)\n" + RIGHT_DB, FULL),
    "prints-past-python": ("import os\nfor _ in range(99): os.write(1, b'x' * 65536)\n" + RIGHT_DB, FULL),
    "breaks-print": ("import sys\nsys.stdout = sys.stderr = None\n" + RIGHT_DB, FULL),
    "warns": ("import warnings\nwarnings.warn('careful')\n" + RIGHT_DB, FULL),
    "asks": ("db = input()", LOST),
    "exits": ("exit()", LOST),
    "system-exit": ("raise SystemExit(0)", LOST),
    "ends-the-process": ("import os\nos._exit(0)", LOST),
    "aborts": ("import os\nos.abort()", LOST),
    "crashes": ("import ctypes\nctypes.string_at(0)", LOST),
    "deletes-builtins": ("import builtins\ndel builtins.str, builtins.len", LOST),
    "breaks-json": ("import json\njson.dumps = None", LOST),
    "patches-exit": ("import os\nos._exit = lambda *a: None\n" + RIGHT_DB, FULL),
    "a-huge-answer": ("db = np.zeros(1 << 24)", LOST),
    "a-huge-message": ("raise ValueError('x' * 100_000_000)", LOST),
}


def kernel(attempt):
    """Return a cell that is right if a call of the C library fails; `libc` and an open file `f` that all can read are there."""
    return refused(
        f"if ({attempt}) == -1: raise OSError",
        "import ctypes, mmap\nlibc = ctypes.CDLL(None, use_errno=True)\nf = open(np.__file__, 'rb')\n"
        "at = libc.mmap\nat.restype = ctypes.c_void_p\nat.argtypes = [ctypes.c_void_p, ctypes.c_long, *[ctypes.c_int] * 3, ctypes.c_long]\n"
        "page = at(None, 4096, 1, 1, f.fileno(), 0)",
    )


FUTEX = "libc.syscall(202, ctypes.c_void_p(page), {operation}, 1, None, None, 0)"  # on x86-64
NO_LOCK = (
    "import fcntl, os, struct\none, two = open(np.__file__), open(np.__file__)\ntry:\n    for f in (one, two): {lock}\n"
    "except OSError: db = None\nelse: db = dout_rows.sum(axis=0)"
)
CHANNELS = {
    # To leave a sign for another run, at the same time or later, or to see one. What is in common with others is not there, or tells nothing.
    "asks-whether-it-must-wait-for-the-disk": (
        refused("os.preadv(f.fileno(), [bytearray(1)], 0, os.RWF_NOWAIT)", "f = open(np.__file__, 'rb')"),
        FULL,
    ),
    "clears-the-page-cache": (
        refused(
            "os.posix_fadvise(f.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)",
            "import os\nf = open(np.__file__, 'rb')",
        ),
        FULL,
    ),
    "fills-the-page-cache": (kernel("libc.readahead(f.fileno(), ctypes.c_long(0), 4096)"), FULL),
    "asks-which-pages-are-in-memory": (
        kernel("libc.mincore(ctypes.c_void_p(page), 4096, ctypes.create_string_buffer(8))"),
        FULL,
    ),
    **{
        f"gives-advice-{number}-on-a-page-in-common": (
            kernel(f"libc.madvise(ctypes.c_void_p(page), 4096, {number})"),
            FULL,
        )
        for number in (1, 2, 3, 9, 12, 20, 21, 22, 23)
    },
    "counts-reads-from-the-disk": (
        refused("resource.getrusage(resource.RUSAGE_SELF)", "import resource"),
        FULL,
    ),
    "locks-a-file-in-common": (NO_LOCK.format(lock="fcntl.flock(f, fcntl.LOCK_EX | fcntl.LOCK_NB)"), FULL),
    "locks-a-part-of-a-file-in-common": (
        NO_LOCK.format(lock="fcntl.fcntl(f, 37, struct.pack('hhqqi4x', fcntl.F_RDLCK, 0, 0, 0, 0))").replace(
            "fcntl.F_RDLCK", "(fcntl.F_RDLCK if f is one else fcntl.F_WRLCK)"
        ),
        FULL,
    ),
    "leases-a-file-in-common": (
        refused("fcntl.fcntl(f, fcntl.F_SETLEASE, fcntl.F_RDLCK)", "import fcntl\nf = open(np.__file__)"),
        FULL,
    ),
    "watches-a-folder-in-common": (
        refused(
            "fcntl.fcntl(f, fcntl.F_NOTIFY, fcntl.DN_ACCESS)",
            "import fcntl, os\nf = os.open(os.path.dirname(np.__file__), 0)",
        ),
        FULL,
    ),
    "watches-a-file-in-common": (kernel("libc.inotify_init1(0)"), FULL),
    "asks-how-full-the-disk-is": (refused("os.statvfs('.')"), FULL),
    "asks-how-full-the-memory-is": (kernel("libc.sysinfo(ctypes.create_string_buffer(200))"), FULL),
    "asks-for-its-parents-group": (refused("os.getpgid(os.getppid())"), FULL),
    "asks-for-its-parents-session": (refused("os.getsid(os.getppid())"), FULL),
    "asks-for-its-parents-processors": (refused("os.sched_getaffinity(os.getppid())"), FULL),
    "asks-for-its-parents-schedule": (refused("os.sched_getscheduler(os.getppid())"), FULL),
    "asks-how-nice-a-user-is": (refused("os.getpriority(os.PRIO_USER, 0)"), FULL),
    "asks-for-its-parents-clock": (
        refused("time.clock_gettime((~os.getppid() << 3) | 2)", "import time"),
        FULL,
    ),
    "asks-for-its-parents-capabilities": (
        kernel("libc.capget((ctypes.c_uint32 * 2)(0x20080522, 1), (ctypes.c_uint32 * 6)())"),
        FULL,
    ),
    "asks-for-its-parents-mutexes": (
        kernel("libc.syscall(274, 1, ctypes.byref(ctypes.c_void_p()), ctypes.byref(ctypes.c_size_t()))"),
        FULL,
    ),
    "wakes-who-waits-at-a-page-in-common": (kernel(FUTEX.format(operation=1)), FULL),
    "waits-at-a-page-in-common": (
        "import ctypes, errno, mmap\nlibc = ctypes.CDLL(None, use_errno=True)\nf = open(np.__file__)\nm = mmap.mmap(f.fileno(), 4096, 1, 1)\n"
        "page = np.frombuffer(m, np.uint32)\nlibc.syscall(202, ctypes.c_void_p(page.ctypes.data), 0, int(page[0]), (ctypes.c_long * 2)(0, 9), None, 0)\n"
        "db = dout_rows.sum(axis=0) if ctypes.get_errno() == errno.EAGAIN else None",
        FULL,
    ),
    "waits-for-its-parent": (
        "import ctypes, errno, os\nlibc = ctypes.CDLL(None, use_errno=True)\nword = ctypes.c_uint32(os.getppid())\n"
        "libc.syscall(202, ctypes.byref(word), 6 | 128, 0, (ctypes.c_long * 2)(1, 0), None, 0)\n"
        "db = dout_rows.sum(axis=0) if ctypes.get_errno() == errno.ENOSYS else None",
        FULL,
    ),
    "counts-pipes": (refused("os.pipe()"), FULL),
    "makes-shared-memory": (kernel("libc.shmget(777, 4096, 0o1666)"), FULL),
    "makes-a-semaphore": (kernel("libc.semget(777, 1, 0o1666)"), FULL),
    "makes-a-queue": (kernel("libc.msgget(777, 0o1666)"), FULL),
    "makes-a-named-queue": (kernel("libc.syscall(240, b'queue', 0o102, 0o666, None)"), FULL),
    "makes-a-named-memory": (
        refused(
            "SharedMemory('sign', create=True, size=8)",
            "from multiprocessing.shared_memory import SharedMemory",
        ),
        FULL,
    ),
    "makes-a-file-in-memory": (refused("os.memfd_create('sign')"), FULL),
    "keeps-a-key": (kernel("libc.syscall(248, b'user', b'sign', b'1', 1, -4)"), FULL),
    "binds-a-name": (refused("socket.socket(socket.AF_UNIX).bind('\\0sign')", "import socket"), FULL),
    "keeps-memory-from-being-swapped": (kernel("libc.mlock(ctypes.c_void_p(page), 4096)"), FULL),
    "takes-large-pages": (kernel("0 if at(None, 1 << 21, 3, 0x40022, -1, 0) != 2**64 - 1 else -1"), FULL),
    "sets-a-timer": (
        kernel("libc.timer_create(1, None, ctypes.byref(ctypes.c_void_p()))"),
        FULL,
    ),
    "writes-beside-its-folder": (refused("open('../sign', 'w')"), FULL),
    "looks-beside-its-folder": (
        refused("if set(os.listdir('..')) - {{os.path.basename(os.getcwd())}} == set(): raise OSError"),
        FULL,
    ),
    "asks-for-a-file-outside": (refused("os.stat({outside!r} + '/bait')"), ROOT),
    "goes-to-a-folder-outside": (refused("os.chdir({outside!r})"), ROOT),
    "asks-for-the-solution": (refused("os.stat({solution!r})"), ROOT),
    "asks-for-the-judge": (refused("os.stat('/proc/{judge}')"), ROOT),
    "reads-where-a-link-leads": (refused("os.readlink('/proc/self')"), ROOT),
    "asks-where-numpy-is": (
        "import os\ndb = None if 'site-packages' in os.path.realpath(np.__file__) else dout_rows.sum(axis=0)",
        ROOT,
    ),
    "searches-all-memory": (
        "import gc\ngc.unfreeze()\nS = {solution!r}\nneedle = S.rsplit('/', 2)[0] + '/'\nfound = []\nfor o in gc.get_objects():\n"
        "    found += [x for x in gc.get_referents(o) if type(x) is str and needle in x and x not in (S, needle) and 'unfreeze' not in x]\n"
        "db = None if found else dout_rows.sum(axis=0)",
        FULL,
    ),
    "looks-for-plans": (
        "import sys\nframe = sys._getframe()\nfound = []\nwhile frame:\n"
        "    found += [k for k in frame.f_locals if k in ('plan', 'judge', 'seccomp', 'readable', 'received', 'process', 'status', 'used')]\n"
        "    found += [v for v in frame.f_locals.values() if type(v).__name__ == '_Warm']\n"
        "    found += [x for x in vars(frame.f_locals['shut_off'].__self__)] if 'shut_off' in frame.f_locals else []\n"
        "    frame = frame.f_back\ndb = None if found else dout_rows.sum(axis=0)",
        FULL,
    ),
    "looks-for-descriptors": (
        "import os, stat\nfound = []\nfor fd in range(3, 4096):\n"
        "    try: found.append(stat.S_ISFIFO(os.fstat(fd).st_mode))\n    except OSError: pass\n"
        "db = None if len(found) > 2 or not all(found) else dout_rows.sum(axis=0)",
        FULL,
    ),
    "counts-who-is-there": (
        "import sys\ndb = None if [m for m in sys.modules if m.split('.')[0] in ('certifi', 'autograder', 'solutions', '_distutils_hack')] "
        "else dout_rows.sum(axis=0)",
        FULL,
    ),
}

# These cost seconds each.
SLOW = {
    "loops": ("while True: pass", LOST),
    "loops-and-swallows": (
        "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
        LOST,
    ),
    "ignores-the-time-limit": (
        "import signal\nfor s in range(1, 32):\n    try: signal.signal(s, signal.SIG_IGN)\n    except (OSError, ValueError): pass\nwhile True: pass",
        LOST,
    ),
    "loops-in-c": ("db = 10 ** 10 ** 9", LOST),
    "a-bad-pattern": ("import re\nre.match('(a*)*b', 'a' * 60)", LOST),
    "sleeps": ("import time\ntime.sleep(999)", LOST),
    "waits-for-itself": ("import threading\nlock = threading.Lock()\nlock.acquire()\nlock.acquire()", LOST),
    "a-pipe-nobody-writes-to": ("import os\nr, w = os.pipe()\nos.read(r, 1)", LOST),
}
