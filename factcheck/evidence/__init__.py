"""Evidence that lasts: what a check rested on, so that anybody can run it again without a source.

A `Run` (record.py) names everything that one file's check was told: each answer of each place, by the
hash of its bars, and the sessions of each calendar. A lock (lock.py) is runs beside the claims they
belong to; a bundle (bundle.py) is runs and all else in one file. Both are checked by the same replay.
"""

from factcheck.errors import FactcheckError


class EvidenceError(FactcheckError):
    """A lock or bundle that is not whole, or not what it says it is."""
