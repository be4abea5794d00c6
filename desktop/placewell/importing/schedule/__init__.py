"""Applicants' schedules of homes, however they are laid out, as rows of one table. `read` is the way in.

Two ways were weighed: a template for each layout that is known, or the meaning of each heading, cell and
row found by itself. The second was taken: offices share words, not layouts. What comes out is a plain table
with Placewell's own headings, so that its cells are judged where those of every other table are.
"""
