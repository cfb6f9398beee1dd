"""What follows from many histories: what suffices, what matters, what to find out."""
