"""Progress bars where somebody looks: on a terminal, if tqdm is installed."""

from __future__ import annotations

from typing import Any


def progress_bar(total: int, description: str, unit: str, initial: int = 0, show: bool = True) -> Any:
    """Return a bar with `update()` and `set_postfix(...)`, for a `with` statement.

    Parameters
    ----------
    total : int
        Steps until the end.
    description, unit : str
    initial : int
        Steps done before.
    show : bool
        False shows nothing. True shows the bar if the output goes to a terminal.

    Returns
    -------
    tqdm.tqdm or SilentBar

    Examples
    --------
    >>> with progress_bar(3, "counting", "step", show=False) as bar:
    ...     bar.update()
    """
    try:
        from tqdm import tqdm
    except ImportError:
        return SilentBar()
    return tqdm(
        total=total,
        initial=initial,
        desc=description,
        unit=unit,
        leave=False,
        disable=None if show else True,
    )


class SilentBar:
    """A progress bar that shows nothing."""

    def __enter__(self) -> SilentBar:
        return self

    def __exit__(self, *error: object) -> None:
        """Let errors through."""

    def set_postfix(self, **values: object) -> None:
        """Show nothing."""

    def update(self) -> None:
        """Show nothing."""
