"""`python -m generator VERB`."""

import sys

try:
    from generator.cli import main
except KeyboardInterrupt:  # before there is a command line to say so
    sys.exit(130)

if __name__ == "__main__":
    main()
