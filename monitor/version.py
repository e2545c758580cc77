"""Name and version of the program, as stored with every scan."""

from importlib.metadata import version

TOOL = f"govwatch/{version('govwatch')}"
