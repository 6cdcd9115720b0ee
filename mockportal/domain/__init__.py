"""The rules as values: no framework, no database, no clock."""
