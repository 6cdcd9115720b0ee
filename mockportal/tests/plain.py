"""What tests speak HTTP with."""

from functools import partial

import httpx

Client = partial(httpx.Client, verify=False, trust_env=False)
"""A client on loopback: without the certificates, which cost 20 ms to read, and no proxy."""
