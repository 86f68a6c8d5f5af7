"""What a submission earned, in numbers and in words."""

from autograder.judging.example import Example, Panel
from autograder.judging.verdict import CellVerdict, Verdict


def test_points_are_added_up():
    verdict = Verdict((CellVerdict("a", 2, 2), CellVerdict("b", 0.5, 3, "It is wrong.")))
    assert (verdict.points, verdict.max_points) == (2.5, 5)
    assert Verdict(()).points == 0


def test_the_time_it_took_makes_no_verdict_another_one():
    assert Verdict((), seconds={"a": 1.0}) == Verdict((), seconds={"a": 2.0})


def test_words_for_a_right_answer():
    assert CellVerdict("a", 1, 1).in_words() == "Right."
    assert CellVerdict("a", 1, 1, note="It builds on b.").in_words() == "Right. It builds on b."


def test_words_for_a_wrong_answer_stand_in_their_order():
    example = Example("The smallest.", (Panel("your ", "out", (1,), ("3",)),))
    cell = CellVerdict("a", 0, 1, "It is wrong.", message_ko="틀렸습니다.", example=example)
    assert cell.in_words().splitlines()[:3] == ["It is wrong.", "틀렸습니다.", "The smallest."]
    known = CellVerdict("a", 0, 1, "It is wrong.", "fault", "Sum up.", "더하세요.", message_ko="틀렸습니다.")
    assert known.in_words().splitlines() == ["Sum up.", "더하세요.", "It is wrong."]
