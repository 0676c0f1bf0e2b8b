"""What one publication costs in archives of any size."""
