"""Where the private server keeps its files, and as whom it runs.

An ordinary user's server lives in the checkout, in `var/pg`. PostgreSQL refuses to run as root, and the user it then
runs as may not reach a checkout under /root; so root's server lives in a folder under /var/lib, named after the
checkout's path. Data goes with the checkout: a new clone in the same path starts empty.
"""

import hashlib
import os
import pwd
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LONGEST_FOLDER = 80  # A socket's whole path has at most 107 bytes, 103 on macOS.


@dataclass(frozen=True)
class Place:
    """The folder of one server. `user` is whom root runs it as, None for an ordinary user."""

    base: Path
    user: pwd.struct_passwd | None = None
    owner: str | None = None  # The checkout that root's folder belongs to, as own_mark() writes it.

    @property
    def data(self) -> Path:
        return self.base / "data"

    @property
    def log(self) -> Path:
        return self.base / "log"

    @property
    def socket_folder(self) -> Path:
        """Return the data's own folder, or a short one where that path is too long for a socket."""
        if len(os.fsencode(self.base)) <= LONGEST_FOLDER:
            return self.base
        # Every process must come to the same folder, so neither TMPDIR nor a random name will do.
        return Path("/tmp") / f"hjartkort-{_digest(self.base)}"  # noqa: S108 (make_folders() checks whose it is)

    @property
    def socket(self) -> Path:
        return self.socket_folder / ".s.PGSQL.5432"

    def is_ours(self) -> bool:
        """Tell whether the data is this checkout's, and not of an earlier one in the same path."""
        if self.owner is None:
            return True
        mark = self.base / "checkout"
        return mark.exists() and mark.read_text() == self.owner

    def mark_ours(self) -> None:
        if self.owner is not None:
            (self.base / "checkout").write_text(self.owner)

    def make_folders(self) -> None:
        """Make the folders, closed to everybody but the server's user: whoever reaches the socket is let in."""
        for folder in {self.base, self.socket_folder}:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if self.user:
                os.chown(folder, self.user.pw_uid, self.user.pw_gid, follow_symlinks=False)
            status = folder.lstat()
            if folder != self.base and (status.st_uid != self._uid() or status.st_mode & 0o077):
                raise PermissionError(f"{folder} is open to others. Remove it, or set PG_DATA_DIR to a shorter path.")

    def _uid(self) -> int:
        return self.user.pw_uid if self.user else os.geteuid()


def own_place() -> Place:
    """Return the place of this checkout's server; PG_DATA_DIR names another folder."""
    user = _server_user() if os.geteuid() == 0 else None
    if chosen := os.environ.get("PG_DATA_DIR"):
        return Place(Path(chosen).absolute(), user)
    if user is None:
        return Place(ROOT / "var" / "pg")
    return Place(Path("/var/lib") / f"hjartkort-{_digest(ROOT)}", user, owner=own_mark())


def own_mark() -> str:
    """Name this checkout: its path, and a word that a new clone in the same path does not know."""
    note = ROOT / "var" / "checkout"
    note.parent.mkdir(exist_ok=True)
    if not note.exists():
        draft = note.with_name(f"checkout-{os.getpid()}")
        draft.write_text(secrets.token_hex(8))
        try:
            os.link(draft, note)
        except FileExistsError:  # Another process was first; its word holds.
            pass
        finally:
            draft.unlink()
    return f"{ROOT}\n{note.read_text()}"


def abandoned_places() -> list[Place]:
    """List root's folders whose checkout has been deleted."""
    marks = ((folder, folder / "checkout") for folder in Path("/var/lib").glob("hjartkort-*"))
    return [
        Place(folder, _server_user())
        for folder, mark in marks
        if mark.exists() and not Path(mark.read_text().partition("\n")[0]).exists()
    ]


def give(user: pwd.struct_passwd, top: Path) -> None:
    """Make `user` the owner of a folder and of all that is in it."""
    shutil.chown(top, user.pw_uid, user.pw_gid)
    for folder, folders, files in os.walk(top):
        for name in folders + files:
            os.chown(Path(folder, name), user.pw_uid, user.pw_gid, follow_symlinks=False)


def _server_user() -> pwd.struct_passwd:
    names = {user.pw_name: user for user in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


def _digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:8]
