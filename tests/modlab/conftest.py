"""Let tests here import the oracle and the stand-in for CuPy that lie beside them."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
