"""Paper: from data and a template of ours to a PDF that archives and screen readers accept."""
