"""Pictures of a convolution's backward pass. All take one image of one channel, as a 2-D array."""

import numpy as np

from figures.draw import arrow, matrix, step, thumbnail, window, write
from figures.forward import places, window_colour
from figures.style import BLUE, FILTER_COLOURS, GRADIENT, GREY, INK, PAPER, TEXT_POINTS, canvas, show, tint


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


def bias_gradient(dout, db):
    """Show that a bias reaches every row, so its gradient is the sum down its column."""
    axes = canvas(6.4, len(dout) + 3.3)
    fills = [[tint(colour) for colour in FILTER_COLOURS[: dout.shape[1]]]]
    left = 2.2
    box = matrix(axes, dout, left, 1, fills=fills * len(dout), title="dout_rows")
    target = matrix(axes, [db], left, box.bottom + 1.3, fills=fills)
    for column in range(dout.shape[1]):
        x = box.cell(0, column)[0]
        arrow(axes, (x, box.bottom + 0.1), (x, target.top - 0.1), backward=True)
    write(axes, left - 0.35, box.bottom + 0.65, "add up", TEXT_POINTS - 1, GREY, "right")
    write(axes, left - 0.35, target.middle[1], "db", align="right")
    return show(axes)


def pixels_under_each_weight(image, filter_h, filter_w, dout, dW):
    """Show, for each weight of a filter, the pixels it lies on while sliding, and their weighted sum."""
    H, W = image.shape
    room = max(W + 0.6, 5.6)
    axes = canvas(filter_w * room, filter_h * (H + 2.4) - 0.5)
    ones = bool(np.all(dout == 1))
    for row in range(filter_h):
        for column in range(filter_w):
            colour = window_colour(row * filter_w + column)
            seen = np.zeros(image.shape, bool)
            seen[row : row + dout.shape[0], column : column + dout.shape[1]] = True
            left, top = column * room + (room - W) / 2, row * (H + 2.4) + 0.9
            box = matrix(axes, image, left, top, fills=np.where(seen, tint(colour, 0.5), PAPER).tolist())
            write(axes, box.middle[0], top - 0.45, f"weight ({row}, {column})")
            pixels = image[seen]
            terms = [f"{p:g}" if ones else f"{p:g}·{g:g}" for p, g in zip(pixels, dout.ravel(), strict=True)]
            write(axes, box.middle[0], box.bottom + 0.5, f"{' + '.join(terms)} = {dW[row, column]:g}")
    return show(axes)


def share_of_a_window(filters, arriving, share):
    """Show what the pixels of one window get: every filter, times what arrived at that filter's output."""
    axes = canvas(11.6, filters[0].shape[0] + 1.3)
    left = 0
    for number, (filter_, gradient) in enumerate(zip(filters, arriving, strict=True)):
        colour = FILTER_COLOURS[number]
        box = matrix(axes, [[gradient]], left, 1.5, fills=tint(colour), title="dout" if number == 0 else None)
        write(axes, box.right + 0.4, 2, "·", 22)
        box = matrix(axes, filter_, box.right + 0.8, 1, fills=tint(colour), title=f"filter {number}")
        write(axes, box.right + 0.5, 2, "+" if number < len(filters) - 1 else "=", 18)
        left = box.right + 1
    matrix(axes, share.reshape(filters[0].shape), left, 1, fills=tint(GRADIENT, 0.5), title="its share")
    return show(axes)


def slope(nudges, losses, gradient):
    """Show the loss while one number is nudged, and the gradient as the slope of that line."""
    axes = canvas(12, 6.6)
    frame = axes.inset_axes((0.17, 0.2, 0.78, 0.66))
    frame.set_facecolor(PAPER)
    frame.plot(nudges, losses, color=BLUE, linewidth=3)
    here, there = len(nudges) // 2, len(nudges) - 1
    middle, right, low, high = nudges[here], nudges[there], losses[here], losses[there]
    frame.plot([middle, right, right], [low, low, high], color=GREY, linewidth=1.6)
    frame.plot(middle, low, "o", color=INK, markersize=8)
    beside = {"textcoords": "offset points", "fontsize": TEXT_POINTS}
    frame.annotate(f"+{right - middle:g}", ((middle + right) / 2, low), (0, -18), ha="center", **beside)
    frame.annotate(f"+{high - low:g}", (right, (low + high) / 2), (-8, -6), ha="right", **beside)
    title = f"{high - low:g} / {right - middle:g} = {gradient:g}, the gradient"
    frame.set_title(title, fontsize=TEXT_POINTS, color=INK, pad=12)
    frame.set_xlabel("nudge", fontsize=TEXT_POINTS)
    frame.set_ylabel("loss", fontsize=TEXT_POINTS)
    frame.tick_params(labelsize=TEXT_POINTS - 2)
    frame.spines[["top", "right"]].set_visible(False)
    return show(axes)


def adding_back(image_shape, filter_h, filter_w, dcol, dx):
    """Show col2im: each row goes back to its window's place, and where windows overlap the numbers add."""
    H, W = image_shape
    corners = places(np.zeros(image_shape), filter_h, filter_w)
    size = 0.8
    gap = 0.62
    width = len(corners) * W * size + (len(corners) - 1) * gap
    axes = canvas(max(width, 11.7), H * size + H + 2.1)
    top = 0
    for number, (row, column) in enumerate(corners):
        colour = window_colour(number)
        inside = np.zeros(image_shape, bool)
        inside[row : row + filter_h, column : column + filter_w] = True
        piece = np.zeros(image_shape)
        piece[inside] = dcol[number]
        fills = np.where(inside, tint(colour), PAPER).tolist()
        left = number * (W * size + gap)
        box = matrix(axes, piece, left, top, fills=fills, size=size, blank=~inside)
        window(axes, box, row, column, filter_h, filter_w, colour, 3)
        if number:
            write(axes, left - gap / 2, box.middle[1], "+", 16)
    middle = max(width, 11.7) / 2
    arrow(axes, (middle, H * size + 0.25), (middle, H * size + 1.7), backward=True)
    write(axes, middle + 0.3, H * size + 0.95, "col2im adds", TEXT_POINTS - 1, GREY, "left")
    target = matrix(axes, dx, middle - W / 2, H * size + 2, fills=_depth(dx))
    write(axes, target.left - 0.35, target.middle[1], "dx", align="right")
    return show(axes)


def windows_on_each_pixel(image_shape, filter_h, filter_w, counts):
    """Show every window's place and how many windows lie on each pixel."""
    H, W = image_shape
    corners = places(np.zeros(image_shape), filter_h, filter_w)
    axes = canvas(2.6 * len(corners), H + 3)
    for number, (row, column) in enumerate(corners):
        place = (number * 2.6 + 0.45, 0, 1.7)
        thumbnail(axes, image_shape, row, column, filter_h, filter_w, window_colour(number), *place)
    middle = 1.3 * len(corners)
    matrix(axes, counts, middle - W / 2, 2.9, fills=_depth(counts))
    write(axes, middle, 2.35, "windows on each pixel")
    return show(axes)


def _depth(values):
    """Return fills that grow darker with the value."""
    return [[tint(GRADIENT, 0.15 + 0.75 * value / np.max(values)) for value in line] for line in values]
