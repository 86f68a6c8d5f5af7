"""Keep memory that was freed, for the next array of its size.

A training step frees and takes the same few megabytes again and again. The C library gives freed memory back to the
system, which hands it out again page by page, each one wiped: about a fifth of a step of SimpleConvNet went there.
"""

from __future__ import annotations

import sys
from functools import cache

KEEP_BYTES = 512 * 2**20
# glibc's names and numbers, from its <malloc.h>.
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3
LARGEST_MMAP_THRESHOLD = 32 * 2**20


@cache
def keep_freed_memory() -> bool:
    """Ask the C library, once, to keep up to KEEP_BYTES of freed memory; only glibc on Linux can.

    Returns
    -------
    bool
        Whether it agreed.
    """
    if not sys.platform.startswith("linux"):
        return False
    import ctypes

    try:
        mallopt = ctypes.CDLL("libc.so.6").mallopt
    except (OSError, AttributeError):
        return False
    return bool(mallopt(M_TRIM_THRESHOLD, KEEP_BYTES) and mallopt(M_MMAP_THRESHOLD, LARGEST_MMAP_THRESHOLD))
