"""Illustrated guides made by playing a journey, of the same kind as the tutorial of 2022."""
