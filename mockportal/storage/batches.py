"""How many use cases share a commit: what the metrics tell of the writer."""

BATCHES = (1, 2, 4, 8, 16, 32, 64, 128, 256)


class Batches:
    """How many use cases shared each commit, and how long the commits took."""

    def __init__(self) -> None:
        self.sizes = dict.fromkeys(BATCHES, 0)
        self.jobs = 0
        self.seconds = 0.0

    def observe(self, size: int, seconds: float) -> None:
        """Note one commit."""
        bucket = next(most for most in BATCHES if size <= most)
        self.sizes[bucket] += 1
        self.jobs += size
        self.seconds += seconds
