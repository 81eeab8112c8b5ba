"""`python -m generator VERB`."""

import gc
import sys

# What is read and planned lives until the end, and next to nothing of it goes in circles: to look
# for garbage in it, over and over as it grows, takes longer than to make it.
gc.disable()

try:
    from generator.cli import main
except KeyboardInterrupt:  # before there is a command line to say so
    sys.exit(130)

if __name__ == "__main__":
    main()
