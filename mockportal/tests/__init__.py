"""Tests of the parts together, and the servers that other tests stand on."""
