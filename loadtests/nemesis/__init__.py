"""The nemesis: a portal under load is killed, starved and lied to, and must lose nothing."""
