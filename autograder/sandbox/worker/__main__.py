"""The student's process.

python -sPB autograder/sandbox/worker once LIBRARY MODULE…
one request on standard input, frames on standard output, and the end
python -SsPB autograder/sandbox/worker serve FOLDER
stay, with NumPy loaded, and fork a process for each request (Linux)
"""

from __future__ import annotations

import os
import site
import sys
import warnings


def main() -> None:
    """Answer one request, or stay and answer many."""
    warnings.simplefilter("ignore")
    kind, folder, *modules = sys.argv[1:]
    if kind == "serve":
        sys.path.insert(0, os.path.join(folder, "packages"))  # NumPy, under a name that tells nothing
        from serve import serve

        site.setquit()  # `exit` in a notebook; the rest of `site` would load what is installed beside NumPy
        forget_where_this_is()
        requests, replies, shut_off = serve(folder)
    else:
        from isolate import limit
        from serve import import_what_is_allowed

        def shut_off(scratch: str, limits: dict) -> None:
            os.chdir(scratch)
            limit(limits | {"threads": None})  # it would count all the user's

        import_what_is_allowed(folder, modules)
        # Replies leave through a copy of standard output; what the student prints must not get in between.
        requests, replies = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    del folder, modules
    from answer import answer

    try:
        answer(requests, replies, shut_off)
    finally:
        os._exit(1)


def forget_where_this_is() -> None:
    """Take out of the interpreter what tells a run about the computer and needs not be there."""
    os.environ.pop("PYTHONHOME", None)
    sys.argv[1:] = sys.orig_argv[1:] = []


if __name__ == "__main__":
    main()
