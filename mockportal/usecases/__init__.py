"""What people may do: one synchronous function each, one transaction each."""
