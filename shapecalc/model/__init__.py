"""Models: nodes with names and arrows, the files they come from, and inference over them."""
