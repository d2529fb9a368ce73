"""What is kept in the process once it has been made."""

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, Generic, TypeVar

from django.conf import settings

T = TypeVar("T")


class Kept(Generic[T]):
    """Some made things by all that they were made of: none can be out of date. The oldest make way for new ones."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._things: dict[Hashable, T] = {}
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._things)

    def get(self, key: Hashable, make: Callable[..., T], *of: Any) -> T:
        """Return what is kept under a key, else make it of these, and keep it."""
        if settings.DEBUG:  # While templates are being written.
            return make(*of)
        try:
            return self._things[key]
        except KeyError:
            thing = make(*of)
        with self._lock:
            if len(self._things) >= self.most:
                for oldest in list(self._things)[: max(self.most // 8, 1)]:
                    del self._things[oldest]
            self._things[key] = thing
        return thing
