"""From files to rows: what a bundle says, cell by cell, before anything is compared with the database."""
