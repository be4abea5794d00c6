"""The sums behind findings as expressions, so that a spreadsheet can work them out again to the same results."""
