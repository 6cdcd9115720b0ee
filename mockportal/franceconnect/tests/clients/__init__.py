"""Services whose OpenID Connect was written by others: one process each, as in life."""
