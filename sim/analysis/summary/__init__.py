"""Summaries of many histories: the answer, bands by day, tripwires, trade-offs, and the texts that report them."""
