"""Make `python -m sim` run the command `sim`."""

from sim.cli import main

__all__: list[str] = []

if __name__ == "__main__":
    main()
