"""Statistics that do not depend on the model: proportions, quantiles, means, pairs, each with an interval."""
