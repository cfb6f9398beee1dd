"""Statistics that know nothing of a drawdown: proportions, quantiles, means, pairs, each with an interval."""
