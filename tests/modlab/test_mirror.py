"""The tests mirror the library: each module has a test file at the same place, and each test file a module, or a reason for being there."""

from pathlib import Path

HERE = Path(__file__).parent
TESTS = HERE.parent
LIBRARY = HERE.parents[1] / "modlab"
# Tests of more than one module, by what they show.
OF_THE_WHOLE = {
    "modlab/test_mirror.py": "this one",
    "modlab/test_pretrained.py": "the weights that come with modlab, which are no module",
    "modlab/test_slide_defects.py": "the slides' defects, which modlab does not have",
    "modlab/test_slide_scripts.py": "the slides' own scripts run with modlab",
    "modlab/layers/test_every_layer.py": "what holds for every layer",
    "modlab/networks/test_on_device.py": "networks whose arrays are not NumPy's",
    "widgets/test_jupyterlab.py": "the figures in JupyterLab with a kernel",
    "widgets/test_shared_arithmetic.py": "what the figures share in JavaScript",
}


def mirrors():
    """Return for each module where its tests belong; those of the figures to touch stand beside those of modlab."""
    found = set()
    for path in LIBRARY.rglob("*.py"):
        place = path.relative_to(LIBRARY)
        if place.name.startswith("__"):
            continue
        room = TESTS if place.parts[0] == "widgets" else HERE
        found.add((room / place.parent / f"test_{place.stem}.py").relative_to(TESTS).as_posix())
    return found


def files_of_tests():
    return {
        path.relative_to(TESTS).as_posix()
        for room in (HERE, TESTS / "widgets")
        for path in room.rglob("test_*.py")
    }


def test_each_module_has_a_test_file_at_the_same_place():
    assert mirrors() - files_of_tests() == set()


def test_each_test_file_has_a_module_or_a_reason():
    assert files_of_tests() - mirrors() == set(OF_THE_WHOLE)
