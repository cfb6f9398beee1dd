"""Summaries of many histories: the answer, bands by day, tripwires, trade-offs, and the words for them."""
