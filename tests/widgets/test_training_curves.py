"""The curves in the page tell the cards' numbers."""

import numpy as np

from modlab.networks import SimpleConvNet
from modlab.widgets import TrainingCurves


def test_curves_tell_the_cards_numbers(javascript):
    card = SimpleConvNet.card()
    figure = TrainingCurves(epoch=7)
    [reading] = javascript("training_curves.js", "reading", [[figure.runs["simple-convnet"], 7]])
    assert reading["train"] == card["train_accuracy_by_epoch"][6]
    assert reading["judged"] == card["judged_accuracy_by_epoch"][6]
    assert reading["gap"] == figure.gap("simple-convnet")
    assert reading["best"] == int(np.argmax(card["judged_accuracy_by_epoch"])) + 1
