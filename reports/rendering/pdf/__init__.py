"""The report as a PDF: tagged (PDF/UA-1) and made to last (PDF/A-2a)."""
