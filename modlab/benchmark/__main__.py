"""Run the benchmark: python -m modlab.benchmark."""

import sys

from modlab.benchmark.measure import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
