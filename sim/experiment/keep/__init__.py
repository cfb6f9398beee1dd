"""The results folder of a study: its database, its files, its lock, and the identity of the study."""
