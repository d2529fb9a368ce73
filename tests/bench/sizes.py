"""The two sizes that tests load."""

SMALL, LARGE = 2_000, 20_000


def say_nothing(_label: str, _done: int, _total: int) -> None:
    """Report no progress."""
