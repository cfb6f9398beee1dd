"""Many plans: what suffices, and what each is worth."""
