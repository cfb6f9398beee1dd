"""What a finished study says about its unknowns: which matter, when it goes wrong, what to find out."""
