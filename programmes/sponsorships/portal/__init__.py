"""The sponsors' workplace: on the telephone, a few minutes a week."""
