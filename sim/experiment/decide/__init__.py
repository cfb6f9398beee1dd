"""Decisions over many plans: sweeps, searches, comparisons, and what matters."""
