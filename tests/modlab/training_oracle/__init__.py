"""PyTorch's answers to optimizers and whole networks."""
