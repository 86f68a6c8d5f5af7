"""What runs in the student's process: nothing in this folder knows an expected value."""
