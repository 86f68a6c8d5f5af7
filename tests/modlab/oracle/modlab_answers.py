"""What modlab answers to the same cases."""

from oracle.cases import draw_dout

from modlab import layers


def answer(case, arrays, seed, convert=lambda array: array, room=layers):
    """Run one case in modlab.

    Parameters
    ----------
    case : oracle.cases.Case
    arrays : dict of str to array
    seed : int
        For `dout`.
    convert : function
        Brings a NumPy array to where the other arrays are.
    room : module
        Where the layers stand: `modlab.layers` or `modlab.by_hand`.

    Returns
    -------
    dict of str to array
        The keys of `oracle.torch_answers.answer`.
    """
    make = getattr(room, case.layer)
    if case.layer == "SoftmaxWithLoss":
        layer = make()
        loss = layer.forward(arrays["x"], arrays["t"])
        return {"loss": loss, "y": layer.y, "dx": layer.backward()}

    inputs, parameters = split(arrays)
    layer = make(**parameters, **case.options)
    has_train_mode = getattr(layer, "has_train_mode", False)
    out = layer.forward(*inputs.values(), **{"train": True} if has_train_mode else {})
    dx = layer.backward(convert(draw_dout(tuple(out.shape), case.dtype, seed)))
    gradients = dx if isinstance(dx, tuple) else (dx,)
    results = {"out": out, **{"d" + name: dx for name, dx in zip(inputs, gradients, strict=True)}}
    results |= {"d" + name: getattr(layer, "d" + name) for name in parameters}
    results |= {name: getattr(layer, name) for name in getattr(layer, "state", ())}
    if has_train_mode:
        results["later"] = layer.forward(arrays["x"])
    return results


def split(arrays):
    """Return what goes into a layer, and its parameters: two dicts."""
    inputs = {name: a for name, a in arrays.items() if name.startswith("x")}
    return inputs, {name: a for name, a in arrays.items() if name not in inputs}
