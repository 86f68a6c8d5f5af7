"""The student's process.

python -sPB autograder/sandbox/worker once LIBRARY MODULE…
one request on standard input, frames on standard output, and the end
python -sPB autograder/sandbox/worker serve FOLDER
stay, with NumPy loaded, and fork a process for each request (Linux)
"""

from __future__ import annotations

import os
import sys
import warnings


def main() -> None:
    """Answer one request, or stay and answer many."""
    warnings.simplefilter("ignore")
    if sys.argv[1] == "serve":
        from serve import serve

        serve(sys.argv[2])
    else:
        from answer import answer
        from isolate import limit
        from serve import import_what_is_allowed

        def shut_off(scratch: str, limits: dict) -> None:
            os.chdir(scratch)
            limit(limits)

        import_what_is_allowed(sys.argv[2], sys.argv[3:])
        # Replies leave through a copy of standard output; what the student prints must not get in between.
        answer(sys.stdin.buffer, os.fdopen(os.dup(1), "wb"), shut_off)


if __name__ == "__main__":
    main()
