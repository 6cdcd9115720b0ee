"""A reference mock of the 2022 portal of the professional elections."""

__version__ = "0.1.0"
