"""How gradients change weights: SGD, Momentum, Nesterov, AdaGrad, RMSprop, Adam, and schedules.

Every optimizer is used in the same way: `optimizer.update(network.params, network.gradient(x, t))`. The
formulas are those of PyTorch, so a run can be compared number by number.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import Any

from modlab.inside.backend import Array, Arrays, array_module
from modlab.inside.threads import for_each, shares

LearningRate = float | Callable[[int], float]


class Optimizer:
    """What all optimizers share: the learning rate, weight decay, and memory for each parameter.

    Parameters
    ----------
    lr : float or callable
        Learning rate: a number, or a function of the number of steps taken so far (see `StepSchedule`,
        `CosineSchedule`).
    weight_decay : float
        Adds `weight_decay * parameter` to every gradient (the gradient of a squared penalty on the weights).

    Attributes
    ----------
    iteration : int
        Steps taken.
    memory : dict of dict of arrays
        For each slot (such as "velocity") and each parameter's name, an array of the parameter's shape.
    """

    slots: tuple[str, ...] = ()
    step: Callable[..., None]
    """Change one parameter, or a share of its rows, and its memory in place: `step(param, grad, lr, *memory)`."""

    def __init__(self, lr: LearningRate = 0.01, weight_decay: float = 0.0) -> None:
        require("weight_decay", weight_decay, 0, math.inf)
        if not callable(lr):
            require("lr", lr, 0, math.inf)
        self.lr = lr
        self.weight_decay = weight_decay
        self.iteration = 0
        self.memory: dict[str, Arrays] = {slot: {} for slot in self.slots}

    def learning_rate(self) -> float:
        """Return the learning rate of the next step, a float."""
        return self.lr(self.iteration) if callable(self.lr) else self.lr

    def update(self, params: Arrays, grads: Arrays) -> None:
        """Change every parameter in place, one step.

        Parameters
        ----------
        params, grads : dict of arrays
            The same names in both; each gradient has the shape of its parameter.

        Raises
        ------
        ValueError
            If a gradient is missing or has another shape; nothing is changed then.
        """
        for key, param in params.items():
            if key not in grads:
                raise ValueError(f"There is no gradient for the parameter {key!r}.")
            if grads[key].shape != param.shape:
                raise ValueError(
                    f"The gradient of {key!r} has shape {grads[key].shape}, the parameter {param.shape}."
                )
        lr = self.learning_rate()
        self.iteration += 1
        for key, param in params.items():
            for slot in self.slots:
                if key not in self.memory[slot]:
                    self.memory[slot][key] = array_module(param).zeros_like(param)
            grad = grads[key]
            if self.weight_decay:
                grad = grad + self.weight_decay * param
            arrays = [param, grad, *(self.memory[slot][key] for slot in self.slots)]
            for_each(partial(self._step_on, arrays, lr), shares(param, axis=0))

    def _step_on(self, arrays: list[Array], lr: float, share: Any) -> None:
        param, grad, *memory = (array[share] for array in arrays)
        self.step(param, grad, lr, *memory)


class SGD(Optimizer):
    """Stochastic gradient descent: go down the slope.

    Examples
    --------
    >>> import numpy as np
    >>> params = {"W1": np.array([1.0, 2.0])}
    >>> SGD(lr=0.1).update(params, {"W1": np.array([1.0, -1.0])})
    >>> params["W1"]
    array([0.9, 2.1])
    """

    def step(self, param: Array, grad: Array, lr: float) -> None:
        """Take one step against the gradient."""
        param -= lr * grad


class Momentum(Optimizer):
    """SGD with a velocity: a ball that rolls.

    Parameters
    ----------
    lr : float or callable
    momentum : float
        The part of the velocity that is kept from step to step, 0 to 1.
    weight_decay : float
    """

    slots = ("velocity",)

    def __init__(self, lr: LearningRate = 0.01, momentum: float = 0.9, weight_decay: float = 0.0) -> None:
        super().__init__(lr, weight_decay)
        require("momentum", momentum, 0, 1)
        self.momentum = momentum

    def step(self, param: Array, grad: Array, lr: float, velocity: Array) -> None:
        """Let the gradient push the velocity, and the velocity the parameter."""
        velocity *= self.momentum
        velocity += grad
        param -= lr * velocity


class Nesterov(Momentum):
    """Momentum that looks ahead: the gradient is followed from where the velocity will have led."""

    def step(self, param: Array, grad: Array, lr: float, velocity: Array) -> None:
        """Push the velocity, then move by the gradient and the velocity it will become."""
        velocity *= self.momentum
        velocity += grad
        param -= lr * (grad + self.momentum * velocity)


class AdaGrad(Optimizer):
    """Smaller steps for parameters that have already moved far.

    Parameters
    ----------
    lr : float or callable
    weight_decay : float
    epsilon : float
        Keeps the division from dividing by zero.
    """

    slots = ("squares",)

    def __init__(self, lr: LearningRate = 0.01, weight_decay: float = 0.0, epsilon: float = 1e-10) -> None:
        super().__init__(lr, weight_decay)
        self.epsilon = epsilon

    def step(self, param: Array, grad: Array, lr: float, squares: Array) -> None:
        """Divide the step by the root of the sum of all squared gradients."""
        squares += grad * grad
        param -= lr * grad / (array_module(param).sqrt(squares) + self.epsilon)


class RMSprop(Optimizer):
    """AdaGrad that forgets: a moving average of squared gradients instead of their sum.

    Parameters
    ----------
    lr : float or callable
    decay_rate : float
        The part of the average that is kept from step to step, 0 to 1.
    weight_decay : float
    epsilon : float
    """

    slots = ("squares",)

    def __init__(
        self,
        lr: LearningRate = 0.01,
        decay_rate: float = 0.99,
        weight_decay: float = 0.0,
        epsilon: float = 1e-8,
    ) -> None:
        super().__init__(lr, weight_decay)
        require("decay_rate", decay_rate, 0, 1)
        self.decay_rate = decay_rate
        self.epsilon = epsilon

    def step(self, param: Array, grad: Array, lr: float, squares: Array) -> None:
        """Divide the step by the root of the average squared gradient."""
        squares *= self.decay_rate
        squares += (1 - self.decay_rate) * grad * grad
        param -= lr * grad / (array_module(param).sqrt(squares) + self.epsilon)


class Adam(Optimizer):
    """Momentum and RMSprop in one, corrected for both starting at zero.

    Parameters
    ----------
    lr : float or callable
    beta1, beta2 : float
        The parts of the average gradient and of the average squared gradient that are kept, 0 to 1.
    weight_decay : float
    epsilon : float
    decoupled : bool
        True: the decay shrinks the weights themselves and stays out of the averages (AdamW).
    """

    slots = ("mean", "squares")

    def __init__(
        self,
        lr: LearningRate = 0.001,
        beta1: float = 0.9,
        beta2: float = 0.999,
        weight_decay: float = 0.0,
        epsilon: float = 1e-8,
        decoupled: bool = False,
    ) -> None:
        super().__init__(lr, 0.0 if decoupled else weight_decay)
        require("beta1", beta1, 0, 1)
        require("beta2", beta2, 0, 1)
        require("weight_decay", weight_decay, 0, math.inf)
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
        self.shrink = weight_decay if decoupled else 0.0

    def step(self, param: Array, grad: Array, lr: float, mean: Array, squares: Array) -> None:
        """Move by the corrected average gradient over the root of the corrected average square."""
        if self.shrink:
            param *= 1 - lr * self.shrink
        mean *= self.beta1
        mean += (1 - self.beta1) * grad
        squares *= self.beta2
        # The whole-array temporaries below are the cost of a step, so they are reused where they can be.
        work = grad * grad
        work *= 1 - self.beta2
        squares += work
        xp = array_module(param)
        xp.sqrt(squares, out=work)
        work /= math.sqrt(1 - self.beta2**self.iteration)
        work += self.epsilon
        xp.divide(mean, work, out=work)
        work *= lr / (1 - self.beta1**self.iteration)
        param -= work


class StepSchedule:
    """A learning rate that falls at once, every so many steps.

    Parameters
    ----------
    lr : float
        Learning rate at the start.
    every : int
        Steps between falls.
    factor : float
        What the learning rate is multiplied by at each fall.
    warm_up : int
        Steps over which the learning rate first rises to `lr` in a straight line.

    Examples
    --------
    >>> schedule = StepSchedule(0.1, every=10, factor=0.5)
    >>> schedule(0), schedule(9), schedule(10), schedule(20)
    (0.1, 0.1, 0.05, 0.025)
    """

    def __init__(self, lr: float, every: int, factor: float = 0.1, warm_up: int = 0) -> None:
        require("lr", lr, 0, math.inf)
        require("every", every, 1, math.inf)
        require("factor", factor, 0, 1)
        require("warm_up", warm_up, 0, math.inf)
        self.lr, self.every, self.factor, self.warm_up = lr, every, factor, warm_up

    def __call__(self, iteration: int) -> float:
        """Return the learning rate after `iteration` steps, a float."""
        if iteration < self.warm_up:
            return self.lr * (iteration + 1) / self.warm_up
        return self.lr * self.factor ** ((iteration - self.warm_up) // self.every)


class CosineSchedule:
    """A learning rate that falls smoothly, along half a cosine, to `final`.

    Parameters
    ----------
    lr : float
        Learning rate at the start.
    steps : int
        Steps of the whole run, the warm-up among them.
    warm_up : int
        Steps over which the learning rate first rises to `lr` in a straight line.
    final : float
        Learning rate at the end.

    Examples
    --------
    >>> schedule = CosineSchedule(0.1, steps=100)
    >>> [round(schedule(i), 4) for i in (0, 50, 100)]
    [0.1, 0.05, 0.0]
    >>> [CosineSchedule(0.1, steps=100, warm_up=4)(i) for i in (0, 1, 3, 4)]
    [0.025, 0.05, 0.1, 0.1]
    """

    def __init__(self, lr: float, steps: int, warm_up: int = 0, final: float = 0.0) -> None:
        require("lr", lr, 0, math.inf)
        require("steps", steps, 1, math.inf)
        require("warm_up", warm_up, 0, steps)
        require("final", final, 0, math.inf)
        self.lr, self.steps, self.warm_up, self.final = lr, steps, warm_up, final

    def __call__(self, iteration: int) -> float:
        """Return the learning rate after `iteration` steps, a float."""
        if iteration < self.warm_up:
            return self.lr * (iteration + 1) / self.warm_up
        progress = min(1.0, (iteration - self.warm_up) / max(1, self.steps - self.warm_up))
        return self.final + (self.lr - self.final) * (1 + math.cos(math.pi * progress)) / 2


OPTIMIZERS = {
    "sgd": SGD,
    "momentum": Momentum,
    "nesterov": Nesterov,
    "adagrad": AdaGrad,
    "rmsprop": RMSprop,
    "adam": Adam,
}


def make_optimizer(name: str, parameters: dict[str, Any] | None = None) -> Optimizer:
    """Return an optimizer by its name, in capitals or not.

    Parameters
    ----------
    name : str
    parameters : dict, optional
        Arguments of its class, such as `{"lr": 0.001}`.

    Returns
    -------
    Optimizer

    Raises
    ------
    ValueError
        If the name or an argument is unknown.

    Examples
    --------
    >>> make_optimizer("Adam", {"lr": 0.001}).lr
    0.001
    """
    kind = OPTIMIZERS.get(str(name).lower())
    if kind is None:
        known = ", ".join(c.__name__ for c in OPTIMIZERS.values())
        raise ValueError(f"There is no optimizer {name!r}: choose one of {known}.")
    try:
        return kind(**(parameters or {}))
    except TypeError:
        given = ", ".join(parameters or {})
        raise ValueError(f"{kind.__name__} does not take all of these arguments: {given}.") from None


def require(name: str, value: object, lowest: float, highest: float) -> None:
    """Refuse a setting that is not a number between two bounds, both included."""
    if not isinstance(value, (int, float)) or isinstance(value, bool) or not lowest <= value <= highest:
        bounds = f"of at least {lowest}" if highest == math.inf else f"from {lowest} to {highest}"
        raise ValueError(f"{name} must be a number {bounds}; got {value!r}.")
