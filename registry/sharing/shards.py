"""The shard of an origin: a number that never changes, by which machines could divide the register one day."""

from zlib import crc32

SHARDS = 1024
"""How many there are: far more than machines, so that each can be given its part."""


def shard_of(key: str) -> int:
    """The shard of the origin with that key. One process does not look at it."""
    return crc32(key.encode()) % SHARDS
