"""What people read or upload; made from results alone."""
