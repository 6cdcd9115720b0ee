"""The pages a voter sees."""
