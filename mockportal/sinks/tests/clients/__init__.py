"""Tools that others wrote, at our sinks: pointed there, and nothing more."""
