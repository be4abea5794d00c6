"""The sample borough: a made-up place, worked out from the plan in `plan.toml` and the lists in `words/`."""
