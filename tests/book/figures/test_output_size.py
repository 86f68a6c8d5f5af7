"""The figures on sizes: places and steps are counted."""

import pytest
from figures import output_size


@pytest.mark.usefixtures("drawn")
@pytest.mark.parametrize(
    ("side", "expected"), [(7, ["5 places", "3 places", "cannot"]), (9, ["7 places", "4 places", "3 places"])]
)
def test_places_are_counted_and_what_sticks_out_is_said(side, expected, texts):
    said = texts(output_size.places(side, 3, (1, 2, 3)))
    assert [line for line in said if "places" in line or line == "cannot"] == expected


@pytest.mark.usefixtures("drawn")
def test_steps_and_one_for_the_start(texts):
    said = texts(output_size.room_to_move(11, 5, 3))
    assert "2 steps of 3" in said
    assert "room\nN − F = 6" in said
    assert "2 steps, and the place where it started: 3 places" in said
