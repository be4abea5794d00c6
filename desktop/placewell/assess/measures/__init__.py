"""The measures that criteria ask for, one file a family."""
