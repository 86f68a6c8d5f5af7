"""The judge: it runs a student's notebook in a separate process and compares the values that come back."""
