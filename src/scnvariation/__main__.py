"""`python -m scnvariation`."""

import sys

from scnvariation.cli import main

if __name__ == "__main__":
    sys.exit(main())
