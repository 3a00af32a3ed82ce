"""The command line: its words, its commands and the demonstration; each command gives lines to print."""
