"""A class: collected, graded into a journal, so that nothing of one person's touches another's."""
