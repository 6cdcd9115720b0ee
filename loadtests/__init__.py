"""Crowds: the journeys of ``scenarios`` arriving like people, with a verdict and a report."""
