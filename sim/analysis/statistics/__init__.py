"""Statistics that do not depend on the model: proportions, quantiles, means and differences, each with an interval."""
