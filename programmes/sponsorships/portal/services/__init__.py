"""What sponsors write in the portal."""
