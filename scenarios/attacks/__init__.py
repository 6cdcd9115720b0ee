"""The attack pack: every attack told once, for the command that plays them and for the tests."""
