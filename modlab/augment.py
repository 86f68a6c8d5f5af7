"""More images from the same images: shift, rotate, scale, crop, flip, brighten, warp.

Every function takes a batch (N, C, H, W) and a `numpy.random.Generator`, draws for each image by
itself, and returns a new batch of the same dtype; the one given is not written to. What comes in from
outside an image is 0.
"""

from __future__ import annotations

import numpy as np

from modlab.inside.backend import Array, Shape


def shift(x: Array, rng: np.random.Generator, pixels: int = 2) -> Array:
    """Move each image by up to so many whole pixels, up or down and left or right.

    Parameters
    ----------
    x : (N, C, H, W) array of floats
    rng : numpy.random.Generator
    pixels : int

    Returns
    -------
    (N, C, H, W) array, same dtype
    """
    require_images(x)
    down, right = rng.integers(-pixels, pixels + 1, size=(2, len(x), 1, 1))
    rows, columns = pixel_grid(x)
    return sample(x, rows - down, columns - right)


def rotate(x: Array, rng: np.random.Generator, degrees: float = 10) -> Array:
    """Turn each image about its middle by up to so many degrees, either way.

    Parameters
    ----------
    x : (N, C, H, W) array of floats
    rng : numpy.random.Generator
    degrees : float

    Returns
    -------
    (N, C, H, W) array, same dtype
    """
    require_images(x)
    angle = np.deg2rad(rng.uniform(-degrees, degrees, len(x)))
    return affine(x, rotation(angle))


def scale(x: Array, rng: np.random.Generator, lowest: float = 0.9, highest: float = 1.1) -> Array:
    """Make each image larger or smaller about its middle.

    Parameters
    ----------
    x : (N, C, H, W) array of floats
    rng : numpy.random.Generator
    lowest, highest : float
        The factor is drawn from between these.

    Returns
    -------
    (N, C, H, W) array, same dtype
    """
    require_images(x)
    if not 0 < lowest <= highest:
        raise ValueError(f"scale needs 0 < lowest <= highest; got {lowest} and {highest}.")
    factor = rng.uniform(lowest, highest, (len(x), 1, 1))
    return affine(x, np.eye(2) / factor)


def crop(x: Array, rng: np.random.Generator, height: int, width: int) -> Array:
    """Cut a window out of each image, each at a place of its own.

    Parameters
    ----------
    x : (N, C, H, W) array
    rng : numpy.random.Generator
    height, width : int

    Returns
    -------
    (N, C, height, width) array, same dtype

    Raises
    ------
    ValueError
        If the window is larger than the images.
    """
    require_images(x)
    H, W = x.shape[2:]
    if not (0 < height <= H and 0 < width <= W):
        raise ValueError(f"A window of {height} × {width} cannot be cut out of images of {H} × {W}.")
    top = rng.integers(0, H - height + 1, len(x))
    left = rng.integers(0, W - width + 1, len(x))
    windows = np.lib.stride_tricks.sliding_window_view(x, (height, width), axis=(2, 3))
    return windows[np.arange(len(x)), :, top, left].copy()


def flip(x: Array, rng: np.random.Generator, probability: float = 0.5) -> Array:
    """Turn some images left to right. Not for digits: a mirrored 2 is no 2.

    Parameters
    ----------
    x : (N, C, H, W) array
    rng : numpy.random.Generator
    probability : float
        0 to 1, for each image.

    Returns
    -------
    (N, C, H, W) array, same dtype
    """
    require_images(x)
    turned = rng.random(len(x)) < probability
    return np.where(turned[:, None, None, None], x[..., ::-1], x)


def brightness(x: Array, rng: np.random.Generator, amount: float = 0.2) -> Array:
    """Multiply each image by a factor between 1 - amount and 1 + amount, and keep it within 0 and 1.

    Parameters
    ----------
    x : (N, C, H, W) array of floats, 0 to 1
    rng : numpy.random.Generator
    amount : float

    Returns
    -------
    (N, C, H, W) array, same dtype
    """
    require_images(x)
    factor = rng.uniform(1 - amount, 1 + amount, (len(x), 1, 1, 1)).astype(x.dtype)
    return np.clip(x * factor, 0, 1)


def warp(x: Array, rng: np.random.Generator, pixels: float = 1.5, knots: int = 5) -> Array:
    """Bend each image like rubber: a coarse net of knots moves, the pixels between follow smoothly.

    Parameters
    ----------
    x : (N, C, H, W) array of floats
    rng : numpy.random.Generator
    pixels : float
        Standard deviation of a knot's movement.
    knots : int
        Knots along each side.

    Returns
    -------
    (N, C, H, W) array, same dtype
    """
    require_images(x)
    rows, columns = pixel_grid(x)
    down, right = bend(x.shape, rng, pixels, knots)
    return sample(x, rows + down, columns + right)


class Augment:
    """Turn, scale, slant, shift and bend in one go, so that pixels are mixed only once.

    Parameters
    ----------
    degrees : float
        Largest turn, either way.
    scale : float
        Largest change of size: 0.1 is from 0.9 to 1.1.
    shear : float
        Largest slant: 0.2 moves the top of a 20-pixel digit by 2 pixels one way and the bottom the other.
    pixels : float
        Largest shift, each way; fractions of a pixel too.
    warp : float
        Standard deviation of the movement of the knots, see `warp`; 0 bends nothing.

    Examples
    --------
    >>> x = np.random.default_rng(0).random((4, 1, 28, 28), dtype=np.float32)
    >>> Augment()(x, np.random.default_rng(1)).shape
    (4, 1, 28, 28)
    """

    def __init__(
        self,
        degrees: float = 10,
        scale: float = 0.1,
        shear: float = 0.15,
        pixels: float = 2,
        warp: float = 1.0,
    ) -> None:
        self.degrees, self.scale, self.shear, self.pixels, self.warp = degrees, scale, shear, pixels, warp

    def __call__(self, x: Array, rng: np.random.Generator) -> Array:
        """Return a new batch of the shape and dtype of `x`."""
        require_images(x)
        angle, slant, down, right = (
            rng.uniform(-most, most, len(x))
            for most in (np.deg2rad(self.degrees), self.shear, self.pixels, self.pixels)
        )
        factor = rng.uniform(1 - self.scale, 1 + self.scale, (len(x), 1, 1))
        slanted = np.tile(np.eye(2), (len(x), 1, 1))
        slanted[:, 1, 0] = slant
        rows, columns = moved_grid(x, rotation(angle) @ slanted / factor)
        rows -= down[:, None, None]
        columns -= right[:, None, None]
        if self.warp:
            bent = bend(x.shape, rng, self.warp, 5)
            rows += bent[0]
            columns += bent[1]
        return sample(x, rows, columns)


def rotation(angle: Array) -> Array:
    """Return the (N, 2, 2) matrices of a turn by the (N,) angles, in radians, clockwise if positive."""
    cos, sin = np.cos(angle), np.sin(angle)
    return np.stack([np.stack([cos, -sin], axis=-1), np.stack([sin, cos], axis=-1)], axis=-2)


def affine(x: Array, matrices: Array) -> Array:
    """Return images whose pixel p shows what was at `matrices` @ p, measured from the middle."""
    return sample(x, *moved_grid(x, matrices))


def pixel_grid(x: Array) -> tuple[Array, Array]:
    """Return the (H, 1) row numbers and (1, W) column numbers of an image."""
    H, W = x.shape[2:]
    return np.arange(H, dtype=np.float32)[:, None], np.arange(W, dtype=np.float32)[None]


def moved_grid(x: Array, matrices: Array) -> tuple[Array, Array]:
    """Return for each pixel the row and the column it comes from, two (N, H, W) arrays."""
    H, W = x.shape[2:]
    rows, columns = pixel_grid(x)
    rows, columns = rows - (H - 1) / 2, columns - (W - 1) / 2
    m = matrices.astype(np.float32)[:, :, :, None, None]
    return (
        m[:, 0, 0] * rows + m[:, 0, 1] * columns + (H - 1) / 2,
        m[:, 1, 0] * rows + m[:, 1, 1] * columns + (W - 1) / 2,
    )


def bend(shape: Shape, rng: np.random.Generator, pixels: float, knots: int) -> tuple[Array, Array]:
    """Return random smooth movements down and to the right for images of a shape (N, C, H, W), two (N, H, W) arrays."""
    N, _, H, W = shape
    moves = rng.standard_normal((2, N, knots, knots), dtype=np.float32) * np.float32(pixels)
    return smooth(H, knots) @ moves @ smooth(W, knots).T


def smooth(size: int, knots: int) -> Array:
    """Return the (size, knots) weights of each knot at each pixel: bells one knot wide that add up to 1."""
    place = np.linspace(0, knots - 1, size)[:, None]
    bells = np.exp(-((place - np.arange(knots)) ** 2))
    return (bells / bells.sum(axis=1, keepdims=True)).astype(np.float32)


def sample(x: Array, rows: Array, columns: Array) -> Array:
    """Read images at places between pixels, each place a mix of the four pixels around it.

    Parameters
    ----------
    x : (N, C, H, W) array of floats
    rows, columns : arrays that broadcast to (N, OH, OW)

    Returns
    -------
    (N, C, OH, OW) array, same dtype
        0 where a place is outside.
    """
    N, C, H, W = x.shape
    # A border of zeros all round: whatever is outside is read from there.
    padded = np.zeros((N, C, H + 2, W + 2), x.dtype)
    padded[:, :, 1:-1, 1:-1] = x
    rows, columns = np.broadcast_arrays(rows, columns)
    rows, columns = np.clip(rows, -1, H) + 1, np.clip(columns, -1, W) + 1
    if rows.ndim == 2:
        rows, columns = rows[None], columns[None]
    top = np.minimum(rows.astype(np.int32), H)
    left = np.minimum(columns.astype(np.int32), W)
    down, right = ((rows - top)[:, None]).astype(x.dtype), ((columns - left)[:, None]).astype(x.dtype)
    start = np.arange(N * C, dtype=np.int32).reshape(N, C, 1, 1) * ((H + 2) * (W + 2))
    first = start + (top * (W + 2) + left)[:, None]
    flat = padded.reshape(-1)
    upper = flat[first] * (1 - right) + flat[first + 1] * right
    first += W + 2
    lower = flat[first] * (1 - right) + flat[first + 1] * right
    return upper * (1 - down) + lower * down


def require_images(x: Array) -> None:
    """Refuse anything but a batch of images of floats."""
    if x.ndim != 4 or x.dtype.kind != "f":
        raise ValueError(
            f"Images must be floats of shape (N, C, H, W); got {x.dtype} of shape {x.shape}: "
            "load the data with flatten=False."
        )
