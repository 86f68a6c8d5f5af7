"""What all figures have in common: one JavaScript text, the types of their state, and a picture to stand in."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from typing import Any

import anywidget
import numpy as np
import traitlets
from numpy.typing import ArrayLike

from modlab.widgets.palette import custom_properties

FOLDER = Path(__file__).parent
IMPORT = re.compile(r"^import \{[^}]*\} from \"\./([\w./]+)\";\n", re.MULTILINE)
EXPORT = re.compile(r"^export (?!default)", re.MULTILINE)
# Comments and indentation that stand at the start of a line are for people; a page does without.
FOR_PEOPLE = re.compile(r"^ *(//[^\n]*\n|/\*\*.*?\*/\n)|^ +", re.MULTILINE | re.DOTALL)


def joined(name: str, seen: set[Path] | None = None) -> str:
    """Return one JavaScript module as a text that imports nothing: what it imports stands before it.

    Parameters
    ----------
    name : str
        A file in `modlab/widgets`, such as "convolution_stepper.js".

    Returns
    -------
    str

    Examples
    --------
    >>> text = joined("convolution_stepper.js")
    >>> "import {" in text, text.count("export default")
    (False, 1)
    """
    seen = set() if seen is None else seen
    path = (FOLDER / name).resolve()
    if path in seen:
        return ""
    seen.add(path)
    text = path.read_text(encoding="utf-8")
    imported = [path.parent / other for other in IMPORT.findall(text)]
    before = "".join(joined(other, seen) for other in imported)
    return before + FOR_PEOPLE.sub("", EXPORT.sub("", IMPORT.sub("", text)))


class Matrix(traitlets.TraitType):
    """A matrix of finite numbers, kept as nested lists; whatever NumPy reads as a matrix can be assigned.

    Examples
    --------
    >>> class Held(traitlets.HasTraits):
    ...     values = Matrix(largest=3)
    >>> held = Held(values=np.eye(2))
    >>> held.values
    [[1.0, 0.0], [0.0, 1.0]]
    >>> held.values = [1, 2, 3]
    Traceback (most recent call last):
    ...
    traitlets.traitlets.TraitError: values must be a matrix of 1 to 3 rows and columns; got the shape (3,).
    """

    def __init__(self, default: ArrayLike = ((0.0,),), largest: int = 12, **settings: Any) -> None:
        self.largest = largest
        super().__init__(np.asarray(default, float).tolist(), **settings)

    def validate(
        self,
        obj: traitlets.HasTraits,  # noqa: ARG002  (traitlets calls it so)
        value: object,
    ) -> list[list[float]]:
        """Return the value as nested lists, or say in a sentence why it is no such matrix."""
        try:
            numbers = np.asarray(value, float)
        except (TypeError, ValueError):
            raise traitlets.TraitError(
                f"{self.name} must be a matrix of numbers; got {value!r:.60}."
            ) from None
        if numbers.ndim != 2 or not 1 <= min(numbers.shape) <= max(numbers.shape) <= self.largest:
            raise traitlets.TraitError(
                f"{self.name} must be a matrix of 1 to {self.largest} rows and columns; got the shape {numbers.shape}."
            )
        if not np.isfinite(numbers).all():
            raise traitlets.TraitError(f"{self.name} must hold finite numbers only.")
        return numbers.tolist()


def whole_number(default: int, low: int, high: int) -> traitlets.Int:
    """Return a trait for a whole number from `low` to `high` that page and Python share."""
    return traitlets.Int(default, min=low, max=high).tag(sync=True)


class Figure(anywidget.AnyWidget):
    """A figure to touch. Its state can be read and set: `figure.stride = 2`.

    Parameters
    ----------
    title : str, optional
        What stands above the figure and names it for screen readers.
    **state
        Any part of the figure's state.
    """

    title = traitlets.Unicode("Figure").tag(sync=True)
    _css = custom_properties() + (FOLDER / "shared" / "figure.css").read_text(encoding="utf-8")

    def __init__(self, **state: Any) -> None:
        unknown = sorted(set(state) - set(self.trait_names()))
        if unknown:
            known = ", ".join(sorted(self.state_names()))
            raise TypeError(f"{type(self).__name__} knows no {unknown[0]!r}; it knows {known}.")
        super().__init__(**state)

    @classmethod
    def state_names(cls) -> list[str]:
        """Return the names of the parts of the state, a list of str."""
        own = set(cls.class_trait_names(sync=True)) - set(anywidget.AnyWidget.class_trait_names())
        return sorted(name for name in own if not name.startswith("_"))

    def still(self) -> tuple[str, str]:
        """Return (SVG text, alt text): what stands in the figure's place where no JavaScript runs."""
        raise NotImplementedError

    def _repr_mimebundle_(self, **settings: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """Offer the live figure, and for static pages the still picture that a live one takes the place of."""
        bundle: Any = super()._repr_mimebundle_(**settings)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        svg, alt = self.still()
        head = f'<svg role="img" aria-label="{escape(alt)}" '
        picture = svg.replace("<svg ", head, 1)
        place = f'<div class="live-figure" data-model-id="{self.model_id}">{picture}</div>'
        return {**data, "text/html": place, "text/plain": f"{self.title}: {alt}"}, metadata
