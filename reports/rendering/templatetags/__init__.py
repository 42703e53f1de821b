"""What the templates of the report need."""
