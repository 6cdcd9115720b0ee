"""What tests speak HTTP with."""

from functools import partial

import httpx

PATIENCE = 60  # seconds; reached only by a test that fails: a busy machine is no counterexample

Client = partial(httpx.Client, verify=False, trust_env=False, timeout=PATIENCE)
"""A client on loopback: without the certificates, which cost 20 ms to read, and no proxy."""
