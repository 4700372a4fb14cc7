"""``python -m honglian.cli``: the command line without its installed script."""

import sys

from honglian.cli import main

sys.exit(main())
