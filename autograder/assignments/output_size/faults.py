"""Wrong answers that people give to output-size, and what to tell them."""

from autograder.assignment import Fault


def _sizes(formula: str) -> str:
    """Return the blank `sizes` with a formula in it."""
    return (
        "def conv_output_size(input_size, filter_size, stride=1, pad=0):\n"
        f"    return {formula}\n"
        "OH = conv_output_size(H_, FH, stride, pad)\n"
        "OW = conv_output_size(W_, FW, stride, pad)"
    )


def _strict(*lines: str) -> str:
    """Return the blank `strict_sizes` with these lines in it; `room` is how far the filter can move."""
    return "\n    ".join(
        [
            "def strict_output_size(input_size, filter_size, stride=1, pad=0):",
            "room = input_size - filter_size + pad + pad",
            *lines,
        ]
    )


FAULTS = (
    Fault(
        "by_hand-without-padding",
        "output-size-by_hand",
        "by_hand = [2, 3, 8, 9]",
        "You counted on the bare picture. Padding makes it longer, on both sides.",
        "패딩을 빼고 세었습니다. 패딩은 양쪽에 붙습니다.",
    ),
    Fault(
        "by_hand-padding-on-one-side",
        "output-size-by_hand",
        "by_hand = [3, 3, 9, 10]",
        "You added the padding once. It stands on both sides of the picture.",
        "패딩을 한쪽에만 더했습니다. 양쪽에 붙습니다.",
    ),
    Fault(
        "by_hand-counts-moves",
        "output-size-by_hand",
        "by_hand = [3, 2, 9, 10]",
        "You counted the moves. The filter stands in one place more: the one where it began.",
        "이동 횟수를 세었습니다. 처음 놓인 자리도 하나입니다.",
    ),
    Fault(
        "by_hand-width-before-height",
        "output-size-by_hand",
        "by_hand = [4, 3, 11, 10]",
        "The last two are the wrong way round: height comes first, as in (28, 31).",
        "마지막 두 수의 순서가 서로 바뀌었습니다. 높이가 먼저입니다.",
    ),
    Fault(
        "by_hand-stride-1",
        "output-size-by_hand",
        "by_hand = [4, 5, 28, 31]",
        "You moved the filter one pixel at a time. It moves as many as the stride says.",
        "한 칸씩 움직였습니다. 스트라이드만큼 움직여야 합니다.",
    ),
    Fault(
        "by_hand-size-over-stride",
        "output-size-by_hand",
        "by_hand = [4, 4, 10, 11]",
        "You divided the length by the stride and rounded up. Count with the padding that is given, and with the size of the filter.",
        "길이를 스트라이드로 나누어 올림했습니다. 주어진 패딩과 필터 크기로 세세요.",
    ),
    Fault(
        "sizes-without-plus-1",
        "output-size-sizes",
        _sizes("(input_size + 2 * pad - filter_size) // stride"),
        "Your size is the number of moves. There is one place more than moves: add 1 after dividing.",
        "이동 횟수만 세었습니다. 나눈 다음 1을 더하세요.",
    ),
    Fault(
        "sizes-plus-1-before-dividing",
        "output-size-sizes",
        _sizes("(input_size + 2 * pad - filter_size + 1) // stride"),
        "You added 1 before dividing. First divide, then add it.",
        "1을 더한 다음 나누었습니다. 먼저 나누고 더하세요.",
    ),
    Fault(
        "sizes-padding-once",
        "output-size-sizes",
        _sizes("(input_size + pad - filter_size) // stride + 1"),
        "The padding is added once; it stands on both sides.",
        "패딩을 한 번만 더했습니다. 양쪽에 붙습니다.",
    ),
    Fault(
        "sizes-without-padding",
        "output-size-sizes",
        _sizes("(input_size - filter_size) // stride + 1"),
        "The padding is missing: the filter slides over the padded picture.",
        "패딩이 빠졌습니다.",
    ),
    Fault(
        "sizes-without-stride",
        "output-size-sizes",
        _sizes("input_size + 2 * pad - filter_size + 1"),
        "This is right for stride 1 only: divide by the stride.",
        "스트라이드가 1일 때만 맞습니다. 스트라이드로 나누세요.",
    ),
    Fault(
        "sizes-float",
        "output-size-sizes",
        _sizes("(input_size + 2 * pad - filter_size) / stride + 1"),
        "/ gives a float, which may even be no whole number, and no array can be made in that size. Divide and round down.",
        "/는 실수를 줍니다. 내림하는 나눗셈을 쓰세요.",
    ),
    Fault(
        "sizes-rounded-up",
        "output-size-sizes",
        _sizes("-(-(input_size + 2 * pad - filter_size) // stride) + 1"),
        "You rounded up: the last window would stand partly outside. Round down.",
        "올림했습니다. 마지막 윈도우가 밖으로 나갑니다. 내림하세요.",
    ),
    Fault(
        "sizes-rounded-to-the-nearest",
        "output-size-sizes",
        _sizes("int((input_size + 2 * pad - filter_size) / stride + 0.5) + 1"),
        "You rounded to the nearest whole number; then sometimes a window stands partly outside. Round down, always.",
        "반올림했습니다. 언제나 내림해야 합니다.",
    ),
    Fault(
        "sizes-brackets-missing",
        "output-size-sizes",
        _sizes("input_size + 2 * pad - filter_size // stride + 1"),
        "Only the filter size is divided: // goes before + and −. Put brackets around what is to be divided.",
        "필터 크기만 나누었습니다. 나눌 부분을 괄호로 묶으세요.",
    ),
    Fault(
        "strict_sizes-never-refuses",
        "output-size-strict_sizes",
        _strict("return room // stride + 1"),
        "Your function never refuses: it rounds down in silence. Look at the rest of the division first.",
        "항상 내림하고 오류를 내지 않습니다. 먼저 나머지를 보세요.",
    ),
    Fault(
        "strict_sizes-takes-too-large-a-filter",
        "output-size-strict_sizes",
        _strict("if room % stride:", "    raise ValueError('rest')", "return room // stride + 1"),
        "A filter larger than the padded picture gets a size of 0 or less, if the division leaves no rest. Ask about that, too.",
        "패딩한 입력보다 큰 필터를 받아들입니다. 이 경우도 거절하세요.",
    ),
    Fault(
        "strict_sizes-takes-a-rest",
        "output-size-strict_sizes",
        _strict("if room < 0:", "    raise ValueError('too large')", "return room // stride + 1"),
        "You refuse a filter that is too large, and round down when the division leaves a rest. Refuse that, too.",
        "나머지가 있을 때 내림합니다. 이때도 거절하세요.",
    ),
    Fault(
        "strict_sizes-rest-without-padding",
        "output-size-strict_sizes",
        _strict(
            "if room < 0 or (input_size - filter_size) % stride:",
            "    raise ValueError('rest')",
            "return room // stride + 1",
        ),
        "Your question about the rest leaves the padding out, so you refuse sizes that fit and take some that do not.",
        "나머지를 볼 때 패딩이 빠졌습니다.",
    ),
    Fault(
        "strict_sizes-refuses-a-full-window",
        "output-size-strict_sizes",
        _strict(
            "if room <= 0 or (room + 1) % stride:",
            "    raise ValueError('rest')",
            "return room // stride + 1",
        ),
        "You added 1 before looking at the rest. It is the room for moving that the stride must divide.",
        "1을 더한 다음 나머지를 보았습니다. 더하기 전에 보아야 합니다.",
    ),
    Fault(
        "strict_sizes-returns-nothing",
        "output-size-strict_sizes",
        _strict("if room < 0 or room % stride:", "    return None", "return room // stride + 1"),
        "You return None, or a number that stands for an error, where you should refuse. It goes on unseen and breaks something far away: raise a ValueError.",
        "거절해야 할 때 None이나 특별한 수를 돌려줍니다. ValueError를 일으키세요.",
    ),
    Fault(
        "strict_sizes-prints",
        "output-size-strict_sizes",
        _strict(
            "if room < 0 or room % stride:",
            "    print('does not fit')",
            "    return -5",
            "return room // stride + 1",
        ),
        "You print a message and return a special number. A caller's code notices neither: raise a ValueError.",
        "메시지를 출력하고 특별한 수를 돌려줍니다. ValueError를 일으키세요.",
    ),
    Fault(
        "strict_sizes-returns-the-error",
        "output-size-strict_sizes",
        _strict(
            "if room < 0 or room % stride:", "    return 'ValueError: no'", "return str(room // stride + 1)"
        ),
        "You return text. Return a number, and raise the error instead of returning it.",
        "문자열을 돌려줍니다. 수를 돌려주고, 오류는 raise로 일으키세요.",
    ),
    Fault(
        "strict_sizes-asserts",
        "output-size-strict_sizes",
        _strict("assert room >= 0 and room % stride == 0", "return room // stride + 1"),
        "It stops, but with another error. What a caller does wrong is a ValueError: raise one. An assert raises an AssertionError, and python -O leaves it out.",
        "다른 오류로 멈춥니다. ValueError를 raise 하세요. assert는 AssertionError를 일으킵니다.",
    ),
    Fault(
        "same_pad-both-sides-on-one",
        "output-size-same_pad",
        "same_pad = (FH - 1, FW - 1)",
        "This is what both sides need together. The padding is put on each side.",
        "양쪽을 합했습니다. 패딩은 한쪽의 크기입니다.",
    ),
    Fault(
        "same_pad-width-first",
        "output-size-same_pad",
        "same_pad = (FW // 2, FH // 2)",
        "Height and width are swapped: height comes first.",
        "높이와 너비가 서로 바뀌었습니다. 높이가 먼저입니다.",
    ),
    Fault(
        "same_pad-float",
        "output-size-same_pad",
        "same_pad = ((FH - 1) / 2, (FW - 1) / 2)",
        "The numbers are right but are floats. A number of pixels is an int: divide with //.",
        "값은 맞지만 실수입니다. //로 나누세요.",
    ),
    Fault(
        "same_pad-rounded-up",
        "output-size-same_pad",
        "same_pad = ((FH + 1) // 2, (FW + 1) // 2)",
        "One too many on each side: the output grows by two.",
        "한쪽에 하나씩 많습니다. 출력이 2만큼 커집니다.",
    ),
    Fault(
        "parameter_count-without-bias",
        "output-size-parameter_count",
        "parameter_count = FN * C * FH * FW",
        "These are the weights alone. Each filter has a bias, too.",
        "편향이 빠졌습니다. 필터마다 하나씩 있습니다.",
    ),
    Fault(
        "parameter_count-one-bias",
        "output-size-parameter_count",
        "parameter_count = FN * C * FH * FW + 1",
        "You counted one bias for the layer. Each filter has one.",
        "편향을 하나만 세었습니다. 필터마다 하나씩입니다.",
    ),
    Fault(
        "parameter_count-brackets-missing",
        "output-size-parameter_count",
        "parameter_count = C * FH * FW + 1 * FN",
        "Only the bias is multiplied by the number of filters. Put brackets around one filter's numbers.",
        "편향만 필터 수만큼 곱했습니다. 필터 하나의 수를 괄호로 묶으세요.",
    ),
    Fault(
        "parameter_count-flat-filters",
        "output-size-parameter_count",
        "parameter_count = FN * (FH * FW + 1)",
        "Your filters are flat. A filter is as deep as the picture has channels.",
        "채널이 빠졌습니다. 필터는 입력 채널 수만큼 깊습니다.",
    ),
    Fault(
        "parameter_count-bias-for-each-channel",
        "output-size-parameter_count",
        "parameter_count = FN * C * (FH * FW + 1)",
        "You counted a bias for each channel. A filter has one bias, however deep it is.",
        "채널마다 편향을 세었습니다. 필터마다 하나입니다.",
    ),
)
