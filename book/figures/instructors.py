"""Draws how an exercise travels: from the instructor's file to the student and back as points and words."""

from figures.tools.draw import arrow, step, write
from figures.tools.style import GREEN, ORANGE, SKY, TEXT_POINTS, WIDEST, canvas, show, tint


def round_trip():
    """Show the stations of an exercise, from the solution file to grades and feedback."""
    axes = canvas(WIDEST, 9.9)
    wide, high, left, right = 5.0, 1.6, 0, 7.0
    source = step(axes, left, 0.6, wide, high, "solutions/NAME.py", "task, answers, checks", tint(SKY))
    released = step(axes, right, 0.6, wide, high, "exercises/NAME", "blanks, no answers", tint(ORANGE))
    submitted = step(axes, right, 4.4, wide, high, "grading/submitted", "one folder a student", tint(ORANGE))
    judge = step(axes, left, 4.4, wide, high, "the judge", "other numbers", tint(SKY))
    results = step(axes, left, 8.2, wide, high, "grading/results", "points, words, the class", tint(GREEN))
    back = step(axes, right, 8.2, wide, high, "feedback", "a page for each student", tint(GREEN))
    between = (left + wide + right) / 2
    for one, other, name in ((source, released, "assign"), (results, back, "return")):
        y = one.middle[1]
        arrow(axes, (one.right + 0.1, y), (other.left - 0.1, y))
        write(axes, between, y - 0.5, name, TEXT_POINTS - 1)
    y = judge.middle[1]
    arrow(axes, (submitted.left - 0.1, y), (judge.right + 0.1, y))
    write(axes, between, y - 0.5, "grade", TEXT_POINTS - 1)
    for one, other, name, side in (
        (released, submitted, "students work, you collect", -1),
        (judge, results, "explain", 1),
    ):
        x = one.middle[0]
        arrow(axes, (x, one.bottom + 0.1), (x, other.top - 0.1))
        align = "left" if side > 0 else "right"
        write(axes, x + 0.4 * side, (one.bottom + other.top) / 2, name, TEXT_POINTS - 1, align=align)
    return show(axes)
