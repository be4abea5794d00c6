"""An assessment as blocks: what the workbook, the annex and the screen say, in one order and in the same words."""
