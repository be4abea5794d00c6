"""Tables as Qt wants them."""
