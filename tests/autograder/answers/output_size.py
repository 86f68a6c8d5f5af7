"""output-size: right answers in several styles, and wrong ones with what their author is told."""

CALLS = "\nOH = conv_output_size(H_, FH, stride, pad)\nOW = conv_output_size(W_, FW, stride, pad)"

SIZES = "def conv_output_size(input_size, filter_size, stride=1, pad=0):\n    "

STRICT = "def strict_output_size(input_size, filter_size, stride=1, pad=0):\n    "

RIGHT = {
    "floats rounded down": {
        "by_hand": "by_hand = (4, 3, 10, 11)",
        "sizes": f"import math\n{SIZES}return math.floor((input_size + 2 * pad - filter_size) / stride) + 1{CALLS}",
        "same_pad": "same_pad = (int((FH - 1) / 2), int((FW - 1) / 2))",
        "parameter_count": "parameter_count = FN * C * FH * FW + FN",
    },
    "walking": {
        "sizes": f"{SIZES}count = 0\n    place = -pad\n    while place + filter_size <= input_size + pad:\n"
        f"        count += 1\n        place += stride\n    return count{CALLS}",
        "strict_sizes": f"{STRICT}places = range(-pad, input_size + pad - filter_size + 1, stride)\n"
        "    if not len(places) or places[-1] + filter_size != input_size + pad:\n"
        "        raise ValueError('no')\n    return len(places)",
        "parameter_count": "parameter_count = 0\nfor one_filter in W:\n    parameter_count += one_filter.size + 1",
    },
    "numpy": {
        "by_hand": "by_hand = np.array([4.0, 3, 10, 11])",
        "sizes": f"{SIZES}return np.floor_divide(input_size + 2 * pad - filter_size, stride) + 1{CALLS}",
        "strict_sizes": f"{STRICT}moves, rest = np.divmod(input_size + 2 * pad - filter_size, stride)\n"
        "    if rest or moves < 0:\n        raise ValueError('no')\n    return moves + 1",
        "same_pad": "same_pad = (np.array(W.shape[2:]) - 1) // 2",
        "parameter_count": "parameter_count = np.int64(W.size + b.size)",
    },
    "an error of one's own": {
        "same_pad": "same_pad = np.array([FH, FW]) // 2",
        "strict_sizes": "class DoesNotFit(ValueError):\n    pass\n\n"
        f"{STRICT}if filter_size > input_size + 2 * pad:\n        raise DoesNotFit\n"
        "    size = (input_size + 2 * pad - filter_size) / stride + 1\n"
        "    if not size.is_integer():\n        raise DoesNotFit\n    return int(size)",
    },
    "one function builds on the other": {
        "parameter_count": "parameter_count = sum(FH * FW * C + 1 for _ in range(FN))",
        "sizes": f"conv_output_size = lambda n, f, stride=1, pad=0: 1 + (n - f + pad + pad) // stride{CALLS}",
        "strict_sizes": f"{STRICT}size = conv_output_size(input_size, filter_size, stride, pad)\n"
        "    covered = (size - 1) * stride + filter_size\n"
        "    if size < 1 or covered != input_size + 2 * pad:\n        raise ValueError('no')\n    return size",
        "same_pad": "same_pad = [next(p for p in range(9) if conv_output_size(99, f, 1, p) == 99) for f in (FH, FW)]",
    },
}

WRONG = [
    ("by_hand", "by_hand = [4, 3, 10]", "by_hand has shape (3,); it must have (4,)"),
    ("by_hand", "by_hand = [4, 3, 10, 12]", "1 of its 4 numbers is wrong."),
    ("by_hand", "by_hand = 'four'", "by_hand holds texts"),
    ("sizes", f"{SIZES}return 10{CALLS}", "numbers are wrong"),
    ("sizes", f"{SIZES}return input_sise{CALLS}", "stopped with NameError in line 2"),
    ("strict_sizes", f"{STRICT}return -1", "numbers are wrong"),
    ("strict_sizes", f"{STRICT}raise ValueError", "numbers are wrong"),
    ("strict_sizes", f"{STRICT}raise TypeError", "numbers are wrong"),
    ("same_pad", "same_pad = 2", "same_pad has shape (); it must have (2,)"),
    ("same_pad", "same_pad = (2, 2)", "same_pad does not change when its numbers do"),
    ("parameter_count", "parameter_count = 760", "parameter_count does not change when its numbers do"),
    (
        "parameter_count",
        "count = W.size + b.size",
        "there is no parameter_count: your cell ends and has given nothing this name",
    ),
    ("parameter_count", "parameter_count = '760'", "parameter_count holds texts"),
]
