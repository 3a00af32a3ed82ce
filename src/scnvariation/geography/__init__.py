"""Geography over time: codes that close, areas that merge, mappings that are in doubt, parts and wholes."""
