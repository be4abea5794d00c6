"""Assessments leaving the program: machine-readable answers and workbooks."""
