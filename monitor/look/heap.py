"""How this process keeps its memory while pages stream by: so that the collector of garbage never holds up the loop.

What a page leaves behind is freed as soon as it is dropped, without the collector. A full collection walks over every
object there is, most of them the program itself, and takes up to half a second of the loop each time.
"""

import asyncio.sslproto
import ctypes
import gc
import logging
from functools import cache

logger = logging.getLogger(__name__)

_NEW, _YOUNG, _OLD = 10_000, 20, 100  # objects, and collections of each age, before the next older ones are looked at
_KEPT = 64 * 1024 * 1024  # bytes of freed memory that are not given back at once
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3  # the names that malloc.h gives them
_MMAP = 32 * 1024 * 1024
_TLS_PIECE = 32 * 1024  # bytes; a record of TLS has 16 KB at most


@cache
def settle_in() -> None:
    """Call it once the program is loaded and before it crawls. Once a process: later calls do nothing."""
    gc.collect()
    gc.freeze()  # the program itself is never garbage
    gc.set_threshold(_NEW, _YOUNG, _OLD)
    asyncio.sslproto.SSLProtocol.max_size = _TLS_PIECE  # asyncio zeroes 256 KB for each connection, and keeps them
    try:
        # The tree of a page is one piece of memory: given back after each page, it is zeroed again for the next.
        libc = ctypes.CDLL(None)
        libc.mallopt(_TRIM_THRESHOLD, _KEPT)
        libc.mallopt(_MMAP_THRESHOLD, _MMAP)
    except (AttributeError, OSError):  # another C library
        logger.debug("memory that was freed is given back as this system likes")


def give_back() -> None:
    """Give the system back what was freed: some megabytes, in two milliseconds.

    Call it when a site was looked at, or a scan is over. What is done next fits badly into what pages left behind, and
    a service may wait for hours before it reads as many again.
    """
    try:
        ctypes.CDLL(None).malloc_trim(0)
    except (AttributeError, OSError):  # another C library
        logger.debug("memory that was freed is given back as this system likes")
