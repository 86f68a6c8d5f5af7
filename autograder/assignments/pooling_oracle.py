"""What pooling is, by its definition: look at each window of each channel, pixel by pixel.

Padding is outside the image. It never wins a maximum, and in a mean it counts as zeros.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

Place = tuple[int, int, int, int]


def windows(x: np.ndarray, pool_h: int, pool_w: int, stride: int, pad: int) -> Iterator[tuple[Place, list]]:
    """Visit every window, in the order of the output (N, C, OH, OW).

    Yields
    ------
    place : (n, c, i, j)
        The window's place in the output.
    pixels : list of (number, y, z)
        The pixels inside the image, as one reads: the place within the window is counted with the padding.
    """
    N, C, H, W = x.shape
    tops = range(-pad, H + pad - pool_h + 1, stride)
    lefts = range(-pad, W + pad - pool_w + 1, stride)
    for n in range(N):
        for c in range(C):
            for i, top in enumerate(tops):
                for j, left in enumerate(lefts):
                    pixels = [
                        (y * pool_w + z, top + y, left + z)
                        for y in range(pool_h)
                        for z in range(pool_w)
                        if 0 <= top + y < H and 0 <= left + z < W
                    ]
                    yield (n, c, i, j), pixels


def winners(
    x: np.ndarray, pool_h: int, pool_w: int, stride: int, pad: int = 0
) -> dict[Place, tuple[int, int, int]]:
    """Return for each place in the output which pixel is the largest: the first one of several that are equal.

    Examples
    --------
    >>> winners(np.array([[[[1, 7, 7]]]]), 1, 2, 1)
    {(0, 0, 0, 0): (1, 0, 1), (0, 0, 0, 1): (0, 0, 1)}
    """
    found = {}
    for place, pixels in windows(x, pool_h, pool_w, stride, pad):
        best = pixels[0]
        for pixel in pixels[1:]:
            if x[place[0], place[1], pixel[1], pixel[2]] > x[place[0], place[1], best[1], best[2]]:
                best = pixel
        found[place] = best
    return found


def maxima(x: np.ndarray, pool_h: int, pool_w: int, stride: int, pad: int = 0) -> np.ndarray:
    """Return the (N, C, OH, OW) largest numbers, as float64."""
    found = winners(x, pool_h, pool_w, stride, pad)
    out = np.empty([1 + max(place[axis] for place in found) for axis in range(4)])
    for place, (_, y, z) in found.items():
        out[place] = x[place[0], place[1], y, z]
    return out


def gradient_to_winners(
    x: np.ndarray, dout: np.ndarray, pool_h: int, pool_w: int, stride: int, pad: int = 0
) -> np.ndarray:
    """Return (N, C, H, W): each number of `dout` added to the pixel that won its window."""
    dx = np.zeros(x.shape)
    for (n, c, i, j), (_, y, z) in winners(x, pool_h, pool_w, stride, pad).items():
        dx[n, c, y, z] += float(dout[n, c, i, j])
    return dx


def means(x: np.ndarray, pool_h: int, pool_w: int, stride: int, pad: int = 0) -> np.ndarray:
    """Return the (N, C, OH, OW) sums of each window's pixels, divided by the size of the window."""
    sums = {
        place: sum(float(x[place[0], place[1], y, z]) for _, y, z in pixels)
        for place, pixels in windows(x, pool_h, pool_w, stride, pad)
    }
    out = np.empty([1 + max(place[axis] for place in sums) for axis in range(4)])
    for place, total in sums.items():
        out[place] = total / (pool_h * pool_w)
    return out


def gradient_to_all(
    x: np.ndarray, dout: np.ndarray, pool_h: int, pool_w: int, stride: int, pad: int = 0
) -> np.ndarray:
    """Return (N, C, H, W): how the sum of `means` weighed with `dout` answers to a 1 at each pixel."""
    dx = np.zeros(x.shape)
    for (n, c, i, j), pixels in windows(x, pool_h, pool_w, stride, pad):
        for _, y, z in pixels:
            dx[n, c, y, z] += float(dout[n, c, i, j]) / (pool_h * pool_w)
    return dx
