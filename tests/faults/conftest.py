"""The long ones, which stop and kill servers of their own, run by script/test --faults alone."""

import os

collect_ignore_glob = [] if os.environ.get("FAULTS") else ["test_long_*.py"]
