"""Charts of the report: each described once, drawn for page and PDF alike, and always to be had as a table."""
