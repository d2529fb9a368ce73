"""Files that a form carries: in memory, and never more of them than that form has use for."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from cards.forms.importing import LARGEST

MOST = 2  # Files of a form.


class BoundedUpload(FileUploadHandler):
    """Keep the first files in memory; of one that is too large, and of more than enough, only the size."""

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.count = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin with a file."""
        super().new_file(*args, **kwargs)
        self.count += 1
        self.size = 0
        self.chunks: list[bytes] = []

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep a piece, while the whole is not too large."""
        self.size += len(raw_data)
        if self.size > LARGEST or self.count > MOST:
            self.chunks.clear()
        else:
            self.chunks.append(raw_data)

    def file_complete(self, file_size: int) -> "UploadedFile[Any]":
        """Return the file; one that is not kept is empty, and tells its size all the same."""
        kept = BytesIO(b"".join(self.chunks))
        return InMemoryUploadedFile(
            kept, self.field_name, self.file_name or "", self.content_type or "", self.size, self.charset
        )
