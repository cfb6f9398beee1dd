"""The entities of a drawdown: frozen and validated; one definition serves Python, TOML and JSON Schema."""
