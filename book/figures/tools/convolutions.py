"""What several chapters show of a convolution: its windows, its way there and back, small filters for a large one."""

from figures.tools.draw import arrow, blank_grid, step, write
from figures.tools.style import (
    FILTER_COLOURS,
    GRADIENT,
    GREY,
    ORANGE,
    SKY,
    TEXT_POINTS,
    WIDEST,
    WINDOW_COLOURS,
    canvas,
    show,
    tint,
)


def window_colour(number):
    """Return the colour of the window with this number, the same in every figure."""
    return WINDOW_COLOURS[number % len(WINDOW_COLOURS)]


def places(image, filter_h, filter_w, stride=1):
    """List (row, column) of the upper left corner of every window, in the order im2col takes them."""
    H, W = image.shape
    return [
        (row, column)
        for row in range(0, H - filter_h + 1, stride)
        for column in range(0, W - filter_w + 1, stride)
    ]


def there_and_back(stations):
    """Show the stations of the forward pass, and the same stations backward.

    Parameters
    ----------
    stations : dict
        (name, name of its gradient) -> shape, for the four stations from input to output.
    """
    width, gap, height = 2.3, 0.93, 1.5
    forward = ["im2col", "· col_W + b", "reshape"]
    back = ["col2im", "· col_Wᵀ", "reshape"]
    axes = canvas(12, 6.9)
    above, below = [], []
    for number, ((name, gradient), shape) in enumerate(stations.items()):
        left = number * (width + gap)
        note = "×".join(str(size) for size in shape)
        above.append(step(axes, left, 0.7, width, height, name, note, tint(FILTER_COLOURS[0])))
        below.append(step(axes, left, 3.7, width, height, gradient, note, tint(GRADIENT, 0.5)))
    for number in range(len(above) - 1):
        here, there = above[number], above[number + 1]
        between = (here.right + there.left) / 2
        arrow(axes, (here.right + 0.08, here.middle[1]), (there.left - 0.08, here.middle[1]))
        write(axes, between, here.top - 0.4, forward[number], TEXT_POINTS - 1)
        here, there = below[number], below[number + 1]
        arrow(axes, (there.left - 0.08, here.middle[1]), (here.right + 0.08, here.middle[1]), backward=True)
        write(axes, between, here.top - 0.4, back[number], TEXT_POINTS - 1)
    last = above[-1]
    arrow(axes, (last.middle[0], last.bottom + 0.1), (last.middle[0], 3.6), backward=True)
    write(axes, last.middle[0] - 0.3, 2.65, "from the loss", TEXT_POINTS - 1, GREY, "right")
    side = below[2]
    arrow(axes, (side.middle[0], side.bottom + 0.1), (side.middle[0], 6.1), backward=True)
    write(axes, side.middle[0], 6.55, "dW, db", bold=True)
    return show(axes)


def small_for_large(large, small, many):
    """Show one large filter beside the small ones that see as much, with their weights counted."""
    size = 0.62
    height = large * size
    axes = canvas(WIDEST, height + 2)
    box = blank_grid(axes, large, 0.3, 0.9, size, tint(SKY, 0.45))
    write(axes, box.middle[0], 0.3, f"one {large} × {large}")
    write(axes, box.middle[0], box.bottom + 0.6, f"{large * large} weights", bold=True)
    write(axes, 5.4, 0.9 + height / 2, "or", 18)
    left = 6.3
    room = WIDEST - left
    small_size = min(size, (room - 0.4 * (many - 1)) / (small * many))
    top = 0.9 + (height - small * small_size) / 2
    for _ in range(many):
        last = blank_grid(axes, small, left, top, small_size, tint(ORANGE, 0.55))
        left = last.right + 0.4
    middle = (6.3 + last.right) / 2
    write(axes, middle, 0.3, f"{many} times {small} × {small}")
    write(
        axes,
        middle,
        box.bottom + 0.6,
        f"{' + '.join([str(small * small)] * many)} = {many * small * small} weights",
        bold=True,
    )
    return show(axes)
