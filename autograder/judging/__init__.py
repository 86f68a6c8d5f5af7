"""One submission: run it on a case's numbers, compare what comes back, explain what is wrong. Verdicts are made here and nowhere else."""
