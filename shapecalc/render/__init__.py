"""From values to things to look at: tables, text, JSON. Nothing here prints."""
