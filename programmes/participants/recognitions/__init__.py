"""Recognition of foreign qualifications: applied for, decided, and whom to ask."""
