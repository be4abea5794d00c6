"""Guidance packs as data: what they may say, how they are read, and what is wrong with them."""
