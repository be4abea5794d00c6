"""Files of many formats in, read without trusting them, and turned into the planner's things."""
