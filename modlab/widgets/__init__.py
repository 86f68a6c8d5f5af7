"""Figures to touch: in a notebook with a kernel, and in the published page without one.

`from modlab.widgets import ConvolutionStepper; ConvolutionStepper()` in a cell shows one. Each figure is a Python
class that holds the state and a JavaScript module of the same name that shows it; `shared/` has what they have
in common, and `figure` joins the two. They need anywidget.
"""

from modlab.widgets.convolution_stepper import ConvolutionStepper

__all__ = ["ConvolutionStepper"]
