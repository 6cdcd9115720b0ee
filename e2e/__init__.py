"""One voter at a real browser."""
