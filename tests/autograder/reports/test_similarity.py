"""Pairs that share rare code are found whatever the names and spaces; what everybody writes is none."""

from alike import OWN, RENAMED

from autograder.grading.sample_class import RIGHT
from autograder.reports.similarity import COMMON, SHARED, TOKENS, fingerprints, leads


def test_shared_rare_code_is_a_lead_and_the_obvious_answer_is_not():
    obvious = "\n".join(RIGHT.values())
    class_marks = {f"student {i}": fingerprints([obvious]) for i in range(30)}
    class_marks["anna"] = fingerprints([obvious, OWN])
    class_marks["ben"] = fingerprints([RENAMED, obvious])
    found = leads(class_marks)
    assert [lead.students for lead in found] == [("anna", "ben")]
    assert found[0].share == 1.0
    del class_marks["ben"]
    assert leads(class_marks) == []


def test_code_that_is_not_python_has_fingerprints_up_to_the_error():
    whole, cut_off = fingerprints([OWN]), fingerprints([OWN + "\n'''"])
    assert len(whole) > 3 * TOKENS
    assert len(whole - cut_off) < TOKENS  # at most what would have reached into the broken end
    assert fingerprints(["\x00(", "    x\n  y"]) == frozenset()


def test_how_rare_and_how_much_it_must_be():
    rare, others = frozenset(range(SHARED)), frozenset(range(1000, 1000 + SHARED))
    class_marks = {"anna": rare, "ben": rare, "chul": others}
    assert [(lead.students, lead.shared, lead.share) for lead in leads(class_marks)] == [
        (("anna", "ben"), SHARED, 1.0)
    ]
    assert leads({**class_marks, "ben": frozenset(range(SHARED - 1))}) == []
    many = {f"student {i}": rare for i in range(int(20 * COMMON) + 1)}
    nobody = {f"other {i}": frozenset() for i in range(20 - len(many))}
    assert leads({**many, **nobody}) == []
