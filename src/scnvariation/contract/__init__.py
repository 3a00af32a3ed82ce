"""The contract of the data: what a row must hold, and what is said of one that does not."""
