"""Use cases: each a generator of progress that the command line, a test and the window drive alike."""
