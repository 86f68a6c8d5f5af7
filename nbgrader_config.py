"""How nbgrader finds its way in this course. Every nbgrader command reads this file first."""

import os
import sys
from pathlib import Path

from nbgrader.preprocessors import AssignLatePenalties, SaveAutoGrades

from autograder.notebook.install_cell import course_address
from autograder.notebook.sources import write_sources
from autograder.reports.gradebook import Judge, PutIntoTemplate

root = Path(__file__).resolve().parent
grading = root / "grading"
grading.mkdir(exist_ok=True)  # SQLite makes its file, not its folder

# nbgrader calls `alembic` by name; it stands beside this Python.
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])

# The notebooks nbgrader reads are made from solutions/*.py; an up-to-date one is left alone.
write_sources(root / "solutions", grading / "source", course_address(root))

c = get_config()  # noqa: F821  nbgrader defines it

c.CourseDirectory.course_id = "convolution-by-hand"
c.CourseDirectory.root = str(root)
c.CourseDirectory.source_directory = "grading/source"
c.CourseDirectory.release_directory = "exercises"
c.CourseDirectory.submitted_directory = "grading/submitted"
c.CourseDirectory.autograded_directory = "grading/autograded"
c.CourseDirectory.feedback_directory = "grading/feedback"
# SQLite by default; a database of one's own by its address, such as postgresql+psycopg://user@host/gradebook.
c.CourseDirectory.db_url = os.environ.get("GRADEBOOK_URL") or f"sqlite:///{grading / 'gradebook.db'}"
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", "*.py", "*.md"]

c.ClearSolutions.code_stub = {"python": "# YOUR CODE HERE"}
c.ClearSolutions.enforce_metadata = True

# The release is made again from the source each time; nobody edits it by hand.
c.GenerateAssignment.force = True

# `nbgrader autograde` runs the judge, in place of executing tests inside the student's kernel.
c.Autograde.sanitize_preprocessors = [PutIntoTemplate]
c.Autograde.autograde_preprocessors = [Judge, SaveAutoGrades, AssignLatePenalties]
