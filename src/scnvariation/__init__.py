"""Unexplained variation between areas: funnel plots, variation tables and honest limits."""

from scnvariation._version import __version__

__all__ = ["__version__"]
