"""Numbers of the law in templates."""
