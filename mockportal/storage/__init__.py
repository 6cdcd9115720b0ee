"""Records in SQL, one text for two engines."""
