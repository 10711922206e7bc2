"""`python -m brochure` is the command."""

import sys

from brochure.cli import main

sys.exit(main())
