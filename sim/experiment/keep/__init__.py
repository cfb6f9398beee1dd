"""Storage of many replications: the folder, its database and files, and the study that they belong to."""
