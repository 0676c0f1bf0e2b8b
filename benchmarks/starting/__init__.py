"""What the first call of each function costs."""
