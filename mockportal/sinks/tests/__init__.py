"""Tests of the sinks and of whoever fills them."""
