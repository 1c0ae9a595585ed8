"""The family of our own errors, drawn once.

WuailinError
├── ConfigurationError   the operator's file or environment is wrong: exit code 2
├── StorageError         the database cannot be used: exit code 2 at start, patience while running
└── Refused              a person asked for what may not be: one kind sentence, nothing changed
"""


class WuailinError(Exception):
    """Everything this program raises on purpose."""


class ConfigurationError(WuailinError):
    """The configuration is wrong; the text has one line a problem: key, value, mend."""


class StorageError(WuailinError):
    """The database cannot be opened, read or written; the text is one clear line."""


class Refused(WuailinError):  # noqa: N818 - it is an answer to a person, not a failure
    """What was asked may not be done; ``str()`` is the sentence the person reads.

    Raised by rules. The update's transaction is rolled back whole, the sentence is
    sent, and the refusal is kept in the audit log.
    """
