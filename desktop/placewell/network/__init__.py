"""The walking network on numpy arrays: built from streets, points attached to it, walks measured along it."""
