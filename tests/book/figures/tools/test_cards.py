"""A run's card, as HTML."""

from figures.tools import cards


def test_a_card_shows_a_command_as_code_and_everything_as_text():
    html = cards.card({"command": "a < b", "batch_size": 100, "seeds": [0, 1]}).data
    assert "<code>a &lt; b</code>" in html
    assert "<th scope='row'>batch size</th><td>100</td>" in html
    assert "<td>0, 1</td>" in html
