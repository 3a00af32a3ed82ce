"""First floor: one verb per file; picks rows, calls `stats`, wraps the answer in a result."""
