"""Figures to touch: in a notebook with a kernel, and in the published page without one.

`from modlab.widgets import ConvolutionStepper; ConvolutionStepper()` in a cell shows one. Each figure is a Python
class that holds the state and a JavaScript module of the same name that shows it; `shared/` has what they have
in common, and `figure` joins the two. They need anywidget.
"""

from modlab.widgets.convolution_stepper import ConvolutionStepper
from modlab.widgets.digit_reader import DigitReader
from modlab.widgets.filters_live import FiltersLive
from modlab.widgets.four_views import FourViews
from modlab.widgets.output_size import OutputSizeCalculator
from modlab.widgets.pooling import PoolingFigure
from modlab.widgets.receptive_field import ReceptiveField
from modlab.widgets.training_curves import TrainingCurves
from modlab.widgets.volumes import Volumes

__all__ = [
    "ConvolutionStepper",
    "DigitReader",
    "FiltersLive",
    "FourViews",
    "OutputSizeCalculator",
    "PoolingFigure",
    "ReceptiveField",
    "TrainingCurves",
    "Volumes",
]
