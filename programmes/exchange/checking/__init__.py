"""What the rules say about the state after an import: the bundle's rows and the database's together."""
