"""``python -m desirepath``: the same as the command."""

from desirepath.cli.main import main

if __name__ == "__main__":
    main()
