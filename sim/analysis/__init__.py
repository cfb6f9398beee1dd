"""Statistics: the outcomes of one history, and estimates from many histories."""
