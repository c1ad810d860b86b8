"""Ground floor, errors: a broken world, said to the user.

    BriefingError            exit code
    ├── UsageError               2   an option, a config key or a path that makes no sense
    ├── NothingUsable            3   no source, or none of the articles can be used
    ├── OutputError              4   the brief cannot be written or laid out
    ├── ArchiveError             4   the archive cannot be opened, read or written
    ├── DeliveryError            5   a brief has not reached everybody who is to get it
    └── VerifyError              1   a file that is no brief, or does not hold

A bad article is no exception but a ``Rejected``, printed in the brief.
"""

from __future__ import annotations


class BriefingError(Exception):
    """Base of all; ``str()`` is a sentence for the user: what, where, what to do."""

    exit_code = 70


class UsageError(BriefingError):
    """The words of the command line or the configuration do not fit."""

    exit_code = 2


class NothingUsable(BriefingError):
    """There is nothing to make a brief of."""

    exit_code = 3


class OutputError(BriefingError):
    """The brief could not be written; the earlier output is whole."""

    exit_code = 4


class ArchiveError(BriefingError):
    """The archive cannot be opened or written; what was acknowledged is still in it."""

    exit_code = 4


class VerifyError(BriefingError):
    """The file is not a brief, or cannot be read as one."""

    exit_code = 1


class DeliveryError(BriefingError):
    """Somebody has not got the brief, or it is not known whether."""

    exit_code = 5
