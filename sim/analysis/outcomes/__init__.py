"""What one history came to: figures by name, in groups, each made of the sums of the history."""
