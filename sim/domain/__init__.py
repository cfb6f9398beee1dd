"""The nouns of a drawdown: frozen, validated, one definition for Python, TOML and JSON Schema."""
