"""What is kept of many replications: the folder, its database and files, and whose they are."""
