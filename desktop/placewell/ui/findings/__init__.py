"""What was found: the list, one finding open, the answer run."""
