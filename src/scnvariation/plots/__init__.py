"""Roof: a finished result and an Axes in, the Axes out; only draws."""
