"""Tests of the FranceConnect stub, over HTTP."""
