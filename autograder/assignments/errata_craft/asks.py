"""What the judge asks the repairs of errata-craft, and the numbers that it asks with."""

from __future__ import annotations

import io
import zipfile

import numpy as np

from autograder.assignment import Ask, Numbers
from autograder.assignments import errata
from autograder.assignments.errata_craft.oracle import CLASSES

LONGEST = 8  # letters of a name

SET_UP = """
def letters_of(name):
    return [ord(letter) for letter in str(name)[:8].ljust(8, chr(0))]


def name_of(letters):
    return "".join(chr(letter) for letter in letters if letter)


told = [
    mended_set_up(name_of(letters), halves / 2, count, size)
    for letters, halves, count, size in zip(
        asked_names.tolist(), asked_halves.tolist(), asked_counts.tolist(), asked_sizes.tolist()
    )
]
if all(each is None for each in told):
    set_up = None
else:
    rows = [[steps, *letters_of(name)] for name, steps in told]
    for letters in strange_names.tolist():
        try:
            name, steps = mended_set_up(name_of(letters), 1, 10, 5) or ("", 0)
            rows.append([steps, *letters_of(name)])
        except Exception:
            rows.append([-1, *letters_of("")])
    set_up = np.array(rows)
"""

SETTINGS = """
names = ("filter_num", "pad", "stride")
one, two, three, four, five = asked_filters.tolist()
own_pad, own_stride = asked_own.tolist()
own = {"pad": own_pad, "stride": own_stride}
made = [mended_settings(one), mended_settings(two), mended_settings(three, own)]
if all(each is None for each in made):
    settings = None
else:
    made[0]["pad"], made[2]["stride"] = asked_changed.tolist()  # whoever gets settings may change them
    made += [mended_settings(four), mended_settings(five, own)]
    settings = np.array([[each.get(name, -1) for name in names] for each in [*made, own]])
"""

# The traps come as numbers, since a process could make harmless ones. What runs leaves its trace in the numbers that are read.
UNPACKED = """
import sys
import types

notes = asked_notes.copy()


def leave_note(place):
    notes[place] += 1


home = types.ModuleType(f"notes_{asked_mark}")
home.leave_note = leave_note
sys.modules[home.__name__] = home

one = {"W1": asked_W.copy(), "b1": asked_b.copy(), **{f"b{2 + i}": asked_b + i for i in range(asked_more)}}
other = {"b1": asked_W[0].copy(), "W1": asked_b[::-1].copy()}
packed = [mended_pack(one), mended_pack(other)]
back = [None if each is None else mended_unpack(each) for each in packed]
if back[0] is None:
    unpacked = unpacked_bias = traps = None
else:
    unpacked, unpacked_bias = np.asarray(back[0]["W1"]), np.asarray(back[1]["W1"])
    for place, each in enumerate(back):
        notes[place] += len(each)
    for trap in (asked_pickle, asked_line, asked_npz, asked_npy):
        try:
            found = mended_unpack(trap.tobytes().rstrip(chr(0).encode()))
            [found[name] for name in list(found)]
        except Exception:
            pass
    traps = notes  # not before: what stops on the way must not look as if nothing had run
"""

DMAX = """
dmax = mended_winners(other_x, other_dout, other_pool_h, other_pool_w, other_stride)
"""

TRAPS = ("asked_pickle", "asked_line", "asked_npz", "asked_npy")
POOLING = ("other_x", "other_dout", "other_pool_h", "other_pool_w", "other_stride")

ASKS = {
    "errata-craft-set_up": Ask(
        SET_UP, ("asked_names", "asked_halves", "asked_counts", "asked_sizes", "strange_names")
    ),
    "errata-craft-settings": Ask(SETTINGS, ("asked_filters", "asked_own", "asked_changed")),
    "errata-craft-unpacked": Ask(
        UNPACKED, ("asked_W", "asked_b", "asked_more", "asked_mark", "asked_notes", *TRAPS)
    ),
    "errata-craft-dmax": Ask(DMAX, POOLING),
}


def asked_numbers(generator: np.random.Generator, pooling: Numbers) -> Numbers:
    """Draw the numbers that the repairs are asked with.

    Parameters
    ----------
    generator : Generator
    pooling : dict
        The images, gradients and windows that the last repair gets, as in `autograder.assignments.errata`.

    Returns
    -------
    dict
        Floats are of the dtype of the images.
    """
    x, pool_h, pool_w, stride = (pooling[name] for name in ("x", "pool_h", "pool_w", "stride"))
    out_h, out_w = (
        (size - length) // stride + 1 for size, length in zip(x.shape[2:], (pool_h, pool_w), strict=True)
    )
    names = [_any_case(generator, CLASSES[place]) for place in generator.permutation(len(CLASSES))]
    strange = [_misspelt(generator, CLASSES[place].lower()) for place in generator.permutation(4)[:2]]
    sizes = generator.integers(3, 9, len(names))
    mark = int(generator.integers(1_000_000, 10_000_000))
    return {
        "asked_names": np.array([letters(name) for name in names]),
        "asked_halves": 2 * generator.integers(1, 5, len(names)) + 1,
        # An odd number of halves, of pictures that no batch divides: it is to be rounded down, half of the time from far above.
        "asked_counts": sizes * generator.integers(2, 9, len(names)) + generator.integers(1, sizes),
        "asked_sizes": sizes,
        "strange_names": np.array([letters(name) for name in strange]),
        "asked_filters": generator.permutation(np.arange(4, 40))[:5],
        "asked_own": generator.permutation(np.arange(2, 9))[:2],
        "asked_changed": generator.permutation(np.arange(10, 40))[:2],
        "asked_W": generator.normal(size=generator.integers(2, 5, 2)).astype(x.dtype),
        "asked_b": generator.normal(size=generator.integers(2, 6)).astype(x.dtype),
        "asked_more": int(generator.integers(1, 5)),
        "asked_mark": mark,
        "asked_notes": np.zeros(6, int),
        **dict(zip(TRAPS, traps(mark), strict=True)),
        "other_x": x,
        "other_dout": pooling["dout"][:, :, :out_h, :out_w],
        "other_pool_h": pool_h,
        "other_pool_w": pool_w,
        "other_stride": stride,
    }


def fresh_numbers(generator: np.random.Generator, draw: int) -> Numbers:
    """Draw the numbers that the repairs are asked with, for a draw of fresh ones.

    Notes begin with numbers that nobody knows, so that no trace can be kept away by typing in that there is none.
    """
    numbers = asked_numbers(generator, errata.fresh_numbers(generator, draw))
    return numbers | {"asked_notes": generator.integers(100, 1000, 6)}


def letters(name: str) -> list[int]:
    """Return a name's letters as numbers, filled up with zeros.

    Examples
    --------
    >>> letters("Adam")
    [65, 100, 97, 109, 0, 0, 0, 0]
    """
    return [ord(letter) for letter in name.ljust(LONGEST, "\0")]


def traps(mark: int) -> list[np.ndarray]:
    """Return files that run code when what is in them is unpickled: two pickles, an .npz file and an .npy file.

    Each leaves a note by `notes_MARK.leave_note(place)`; the places are 2 to 5.

    Returns
    -------
    list of (n,) int64 ndarray
        Each file's bytes, eight in a number, filled up with zeros.
    """
    home = f"notes_{mark}"
    note = "c{}\nleave_note\n(I{}\ntR"  # in pickle's words: this function, called with this number
    line = f"cbuiltins\nexec\n(Vimport sys; sys.modules['{home}'].leave_note(3)\ntR"
    npz = io.BytesIO()
    with zipfile.ZipFile(npz, "w", zipfile.ZIP_DEFLATED) as file:
        file.comment = b"npz"  # so that it ends with no zeros
        file.writestr(zipfile.ZipInfo("W1.npy"), _npy(note.format(home, 4)), zipfile.ZIP_DEFLATED)
    files = [
        f"(dS'W1'\n{note.format(home, 2)}s.".encode(),
        f"(dS'W1'\n{line}s.".encode(),
        npz.getvalue(),
        _npy(note.format(home, 5)),
    ]
    return [np.frombuffer(file.ljust(-(-len(file) // 8) * 8, b"\0"), np.int64) for file in files]


def _npy(pickled: str) -> bytes:
    """Return an .npy file that says that it holds objects."""
    file = io.BytesIO()
    header = {"descr": "|O", "fortran_order": False, "shape": (1,)}
    np.lib.format.write_array_header_1_0(file, header)
    return file.getvalue() + f"{pickled}.".encode()


def _any_case(generator: np.random.Generator, name: str) -> str:
    return "".join(letter.upper() if generator.integers(2) else letter.lower() for letter in name)


def _misspelt(generator: np.random.Generator, name: str) -> str:
    """Return a name with two neighbouring letters exchanged that are not the same."""
    place = generator.choice([i for i in range(len(name) - 1) if name[i] != name[i + 1]])
    return name[:place] + name[place + 1] + name[place] + name[place + 2 :]
