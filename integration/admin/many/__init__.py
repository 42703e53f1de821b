"""One change for many people: chosen in a list, tried out first, then done one by one in the background."""
