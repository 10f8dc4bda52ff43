"""Weights that this script and the Swift tests make alike, so that only shapes and results are kept.

A tensor's numbers come from SplitMix64 (Steele, Lea and Flood 2014), seeded by the FNV-1a hash of its name, as multiples of
2^-24: the same float32 bits on both sides.
"""

import numpy as np

MASK = (1 << 64) - 1


def seed(name):
    value = 0xCBF29CE484222325
    for byte in name.encode():
        value = ((value ^ byte) * 0x100000001B3) & MASK
    return value


def uniform(name, count):
    """Numbers in -1 ..< 1."""
    with np.errstate(over="ignore"):
        state = np.uint64(seed(name)) + np.uint64(0x9E3779B97F4A7C15) * np.arange(1, count + 1, dtype=np.uint64)
        state = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        state = (state ^ (state >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        state ^= state >> np.uint64(31)
    return ((state >> np.uint64(40)).astype(np.float32) * np.float32(2**-23) - np.float32(1)).astype(np.float32)


def tensor(name, shape, one):
    """Vectors called weight are those of norms: around 1, or around 0 where `one` is false."""
    values = uniform(name, int(np.prod(shape))) * np.float32(0.25)
    if len(shape) == 1 and name.endswith("weight") and one:
        values = (values + np.float32(1)).astype(np.float32)
    return values.reshape(shape)
