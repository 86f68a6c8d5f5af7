"""The student's process: run the cells one after another, and answer with the arrays they made.

    python -I autograder/worker          one request on standard input, frames on standard output, and the end
    python -I autograder/worker serve    stay, with NumPy loaded, and fork a process for each request (Linux)

The answer is frames: `begin` and `end` for each cell, `values` where a check wants to look. They hold values, never verdicts:
there is no expected value, no answer and no check in this process.
"""

from __future__ import annotations

import builtins
import contextlib
import io
import os
import sys
import warnings

import numpy as np
from protocol import DTYPES, MAX_ARRAY_BYTES, read_frame, write_frame

MAX_OUTPUT_CHARACTERS = 10_000
MAX_MESSAGE_CHARACTERS = 500


class CappedText(io.TextIOBase):
    """Keep the first characters that are printed, and forget the rest."""

    def __init__(self, limit):
        self.limit = limit
        self.pieces = []
        self.size = 0

    def write(self, text):
        """Take text as a file would; return its length."""
        room = self.limit - self.size
        if room > 0:
            self.pieces.append(text[:room])
            self.size += min(len(text), room)
        return len(text)

    def take(self):
        """Return what was kept, and begin again."""
        text = "".join(self.pieces)
        self.pieces, self.size = [], 0
        return text


def main():
    """Answer one request, or stay and answer many."""
    if sys.argv[1:] == ["serve"]:
        serve()
    else:
        # Replies leave through a copy of standard output; what the student prints must not get in between.
        answer(sys.stdin.buffer, os.fdopen(os.dup(1), "wb"))


def serve():
    """Fork a process for each pair of pipes that comes through the socket on standard input.

    Each message is 8 bytes: 0, with the two pipes, asks for a process and is answered by its id; an id says that its process has been
    killed and may be forgotten. Until then the id is not given to another process.
    """
    import socket

    with socket.socket(fileno=os.dup(0)) as judge:
        while True:
            message, descriptors, _, _ = socket.recv_fds(judge, 8, 2)
            if not message:
                return  # the judge is gone
            finished = int.from_bytes(message, "big")
            if finished:
                with contextlib.suppress(ChildProcessError):
                    os.waitpid(finished, 0)
                continue
            child = os.fork()
            if child == 0:
                os.setsid()
                judge.close()
                requests, replies = descriptors
                answer(os.fdopen(requests, "rb"), os.fdopen(replies, "wb"))
            for descriptor in descriptors:
                os.close(descriptor)
            judge.sendall(child.to_bytes(8, "big"))


def answer(requests, replies):
    """Read one request, run its steps, reply on the way, and end the process.

    Parameters
    ----------
    requests, replies : binary files
    """
    request, parameters = read_frame(requests)
    requests.close()
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nothing, descriptor)
    output = CappedText(MAX_OUTPUT_CHARACTERS)
    sys.stdin, sys.stdout, sys.stderr = io.StringIO(), output, output
    os.chdir(request["scratch"])
    limit_resources(request["limits"])
    leave_only(request["library"])

    def reply(header, arrays=None):
        write_frame(replies, {"nonce": request["nonce"], **header}, arrays)

    namespace = {"__name__": "__main__", "__builtins__": builtins, "display": print}
    for position, step in enumerate(request["steps"]):
        if step["kind"] == "read":
            values, arrays = look_at(namespace, step["names"])
            reply({"values": values, "cell": step["cell"]}, arrays)
            continue
        reply({"begin": position})
        error = None
        if step["kind"] == "parameters":
            namespace.update(parameters)
            namespace.update(request["scalars"])
        else:
            error = run(step["source"], step["name"], namespace)
        reply({"end": position, "error": error, "output": output.take()})
    replies.close()
    os._exit(0)  # threads the student left running must not keep the process alive


def run(source, name, namespace):
    """Run one cell; return what stopped it, or None."""
    try:
        exec(compile(source, name, "exec"), namespace)
    except BaseException as error:  # SystemExit and KeyboardInterrupt end a cell, too, and no more than that
        return describe(error, name)
    return None


def describe(error, name):
    """Return type, message and line of an exception as plain text."""
    line = getattr(error, "lineno", None) if isinstance(error, SyntaxError) else None
    traceback = error.__traceback__
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename == name:
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    try:
        message = str(error.msg if isinstance(error, SyntaxError) else error)
    except Exception:
        message = ""
    return {
        "type": str(type(error).__name__)[:100],
        "message": message[:MAX_MESSAGE_CHARACTERS],
        "line": line if isinstance(line, int) else None,
    }


def look_at(namespace, names):
    """Return what each name holds: the array itself, or what it is instead, in a word."""
    values, arrays = {}, {}
    for name in names:
        if name not in namespace:
            values[name] = "absent"
            continue
        value = namespace[name]
        if type(value) is not np.ndarray:
            values[name] = "None" if value is None else str(type(value).__name__)[:100]
        elif value.dtype.name not in DTYPES:
            values[name] = f"ndarray of {value.dtype.name}"[:100]
        elif value.nbytes > MAX_ARRAY_BYTES:
            values[name] = "ndarray of more than 16 MB"
        else:
            values[name] = "array"
            arrays[name] = value
    return values, arrays


def limit_resources(limits):
    """Bound memory, time, files and core dumps where the system can."""
    try:
        import resource
    except ImportError:  # Windows
        return
    for name, value in (
        ("RLIMIT_AS", limits["memory_bytes"]),
        ("RLIMIT_CPU", limits["cpu_seconds"]),
        ("RLIMIT_FSIZE", limits["file_bytes"]),
        ("RLIMIT_CORE", 0),
    ):
        if hasattr(resource, name):
            # macOS knows RLIMIT_AS but does not always take it.
            with contextlib.suppress(OSError, ValueError):
                resource.setrlimit(getattr(resource, name), (value, value))


def leave_only(library):
    """Let the student import the standard library, NumPy and what the assignment lists, and nothing else."""
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [library] + [
        folder
        for folder in sys.path
        if os.path.abspath(folder) != here
        and not folder.rstrip("/\\").endswith(("site-packages", "dist-packages"))
    ]
    # An editable install finds its packages through a finder of its own.
    sys.meta_path[:] = [
        finder for finder in sys.meta_path if "editable" not in getattr(finder, "__module__", "")
    ]
    sys.path_hooks[:] = [hook for hook in sys.path_hooks if "editable" not in getattr(hook, "__module__", "")]
    for module in ("protocol", "autograder", "modlab"):
        sys.modules.pop(module, None)


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    main()
