"""Statistics of tables: the outcomes of one history, and the estimates from many."""
