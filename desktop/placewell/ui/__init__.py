"""The window: it lays out and connects; what it shows is made elsewhere."""
