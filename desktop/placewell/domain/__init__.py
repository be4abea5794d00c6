"""The planner's nouns, as frozen values over shapely geometry. No files, no pandas, no Qt."""
