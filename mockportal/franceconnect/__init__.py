"""The FranceConnect stub: an OpenID provider and its identity providers, a listener of its own."""
