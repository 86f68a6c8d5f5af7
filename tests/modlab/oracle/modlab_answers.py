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

    parameters = {name: a for name, a in arrays.items() if name != "x"}
    layer = make(**parameters, **case.options)
    has_train_mode = getattr(layer, "has_train_mode", False)
    out = layer.forward(arrays["x"], train=True) if has_train_mode else layer.forward(arrays["x"])
    dout = convert(draw_dout(tuple(out.shape), case.dtype, seed))
    results = {"out": out, "dx": layer.backward(dout)}
    results |= {"d" + name: getattr(layer, "d" + name) for name in parameters}
    results |= {name: getattr(layer, name) for name in getattr(layer, "state", ())}
    if has_train_mode:
        results["later"] = layer.forward(arrays["x"])
    return results
