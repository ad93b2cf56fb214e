"""Templates compiled once and kept where Python keeps this module compiled, and trusted as that is.

Compiling them takes longer than filling them in. Who may write to that folder may change the program.
"""

from __future__ import annotations

import contextlib
import hashlib
import sys
from importlib.util import cache_from_source
from pathlib import Path

from jinja2 import FileSystemBytecodeCache, compiler
from jinja2.bccache import Bucket


class Compiled(FileSystemBytecodeCache):
    """For the templates of the module that lies at `user`, whose source says how they are to be compiled."""

    def __init__(self, user: str) -> None:
        folder = Path(cache_from_source(user)).parent
        super().__init__(str(folder), f"%s.{sys.implementation.cache_tag}.jinja")
        self.makers = b"".join(Path(file).read_bytes() for file in (compiler.__file__, user))

    def get_source_checksum(self, source: str) -> str:
        """Of all that the compiled form depends on: another Jinja or another setting makes another one."""
        return hashlib.sha256(self.makers + source.encode()).hexdigest()

    def load_bytecode(self, bucket: Bucket) -> None:
        with contextlib.suppress(OSError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Nothing is kept where Python keeps nothing: in a folder that is not ours, or when told so."""
        if not sys.dont_write_bytecode:
            with contextlib.suppress(OSError):
                super().dump_bytecode(bucket)
