"""Every text that a person may read when something is wrong, in one place."""
