"""``mockportal demo``."""


def demo() -> None:
    """Walk one voter through the portal, then keep serving."""
