"""From where does a decision get bytes that nobody can guess?

The rooms that decide draw no random numbers: whoever calls them hands over a source, for example ``os.urandom`` or
``secrets.token_bytes``.
"""

from collections.abc import Callable

# Takes a number of bytes; gives that many, each time others, from a cryptographic source.
RandomBytes = Callable[[int], bytes]
