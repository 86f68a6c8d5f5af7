"""`python -m modlab` is the command `modlab`."""

import sys

from modlab.cli import main

sys.exit(main())
