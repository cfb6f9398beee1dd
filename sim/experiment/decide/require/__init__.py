"""The least of a lever that suffices."""
