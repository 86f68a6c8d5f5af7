"""What students get, and nothing that gives an answer away."""
