"""Notebooks: read, made from solutions, and rebuilt into what is run."""
