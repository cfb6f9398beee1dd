"""Questions to a finished study about its unknowns: which matter, when it goes wrong, what to find out."""
