"""Statistics of tables: what one history came to, and what many of them say together."""
