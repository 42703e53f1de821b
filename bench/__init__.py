"""Time and memory of reports and imports on PostgreSQL: `make bench`."""
