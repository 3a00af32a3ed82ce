"""Unexplained variation between areas: funnel plots, variation tables and honest limits."""

__version__ = "0.1.0"
