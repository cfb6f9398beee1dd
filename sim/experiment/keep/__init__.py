"""Store replications: the results folder, its database and its files, and the identity of the study in it."""
