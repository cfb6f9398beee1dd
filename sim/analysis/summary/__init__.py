"""What many histories say together: the answer, bands by day, tripwires, trade-offs, and the words for them."""
