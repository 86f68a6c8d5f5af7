"""What holds for every chapter."""

import re
from pathlib import Path

from course_pages import ANSWER

from autograder.notebook.sources import read_solution

ROOT = Path(__file__).parents[2]
# Parts of what students may write instead of the instructor's own lines.
OTHER_WORDS = {
    "toy-conv": (".sum(axis=0)", "col.T@", "@col_W.T"),
    "conv-layer": ("reshape(FN,-1)", "transpose(0,3,1,2)", "transpose(0,2,3,1)", "col.T@", "sum(axis=0)"),
    "pooling-layer": ("argmax(", "np.max(", "reshape(-1,pool_h", "dmax[", "np.arange(arg_max"),
}


def without_spaces(text):
    return re.sub(r"\s+", "", text)


def answers(exercise):
    """Return what students write in an exercise, a list of lines without spaces; of an assignment that computes, its right side."""
    found = []
    for cell in read_solution(ROOT / "solutions" / f"{exercise.replace('-', '_')}.py").cells:
        solution = ANSWER.fullmatch(cell.source) if cell.cell_type == "code" else None
        for line in solution["answer"].splitlines() if solution else []:
            line = without_spaces(line.split("  #")[0])
            right = re.sub(r"^[\w.,\[\]:]+=(?!=)", "", line)
            line = right if "(" in right or "@" in right else line
            if len(line) > 7 and not line.startswith("#"):
                found.append(line)
    return found


def test_a_chapter_keeps_its_exercises_secrets(build, pages, chapter_name):
    """The lines that students write stand nowhere in the chapter, in no folded cell either."""
    source = (ROOT / "book" / f"{chapter_name}.md").read_text(encoding="utf-8")
    text = without_spaces(pages[build.html / "book" / f"{chapter_name}.html"].find("article").get_text())
    for exercise in " ".join(re.findall(r"^```\{exercise\} (.*)$", source, re.MULTILINE)).split():
        for answer in (*answers(exercise), *OTHER_WORDS.get(exercise, ())):
            assert answer not in text


def test_the_answers_are_found():
    """What is looked for are the five lines that the first exercise asks for, without their names and spaces."""
    found = answers("toy-conv")
    assert len(found) == 5
    assert {"W.reshape(FN,-1).T", "col@col_W+b"} <= set(found)
