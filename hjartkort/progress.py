"""Show how far a long step has come: a bar on a terminal, elsewhere a line when it begins and one when it ends."""

import shutil
import sys
import time

BAR = 24


class Progress:
    """Call it with a label, what is done and what there is to do; a new label ends the last step and begins one."""

    def __init__(self) -> None:
        self.stream = sys.stdout
        self.is_terminal = self.stream.isatty()
        self.label = ""
        self.began = 0.0
        self.drawn = ""

    def __call__(self, label: str, done: int, total: int) -> None:
        """Show the step; it ends when all is done."""
        if label != self.label:
            if self.label:
                self._end()
            self._begin(label)
        if done >= total:
            self._end()
        elif self.is_terminal:
            filled = BAR * done // total
            self._draw(f"{label:<36.36} {'#' * filled}{'.' * (BAR - filled)} {100 * done // total:>3} %")

    def _begin(self, label: str) -> None:
        self.label, self.began = label, time.monotonic()
        if not self.is_terminal:
            print(f"{label} ...", file=self.stream, flush=True)

    def _draw(self, text: str) -> None:
        """Write over the line; a narrow terminal gets what fits, for a wrapped line cannot be written over."""
        text = text[: shutil.get_terminal_size().columns - 1]
        if text != self.drawn:
            self.drawn = text
            print(f"\r\033[K{text}", end="", file=self.stream, flush=True)

    def _end(self) -> None:
        took = f"{self.label}: {time.monotonic() - self.began:.0f} s"
        print(f"\r\033[K{took}" if self.is_terminal else took, file=self.stream, flush=True)
        self.label = self.drawn = ""
