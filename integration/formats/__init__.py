"""How dates are written, where Django would write them in a way that our readers could misread."""
