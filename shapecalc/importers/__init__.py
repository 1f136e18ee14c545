"""Models from elsewhere: each kind of source has a room here, and ``load`` is the door to all of them."""
