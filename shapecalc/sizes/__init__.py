"""Which sizes of its inputs a model takes: as a theorem, not by trying."""
