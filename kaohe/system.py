"""What the operating system answers when it refuses, in the language in use; it would say it in the machine's own."""

from __future__ import annotations

import errno
import os
from typing import Final

from kaohe.wording import say

_TOLD: Final = {
    errno.ENOENT: "no_file",
    errno.EACCES: "denied",
    errno.EPERM: "denied",
    errno.EISDIR: "directory",
    errno.ENOTDIR: "not_directory",
    errno.ENOSPC: "no_space",
    errno.EDQUOT: "no_space",
    errno.EEXIST: "exists",
    errno.ENOTEMPTY: "not_empty",
    errno.EROFS: "read_only",
    errno.ENAMETOOLONG: "long_name",
    errno.EIO: "device",
    errno.ELOOP: "loop",
    errno.EMFILE: "too_many",
    errno.ENFILE: "too_many",
    errno.EBUSY: "busy",
    errno.EFBIG: "too_large",
}


def system_words(error: OSError) -> str:
    """Why the system refused: the usual reasons in our words, the others in the system's, with their number."""
    number = error.errno or 0
    if number in _TOLD:
        return say("system", _TOLD[number])
    words = os.strerror(number) if number else str(error) or type(error).__name__
    return say("system", "other", words=words, number=number)
