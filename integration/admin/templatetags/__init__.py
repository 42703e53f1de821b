"""What the frame of every page needs."""
