"""From records to rows of the database, set by set: no row is saved by itself."""
