"""``python -m sandbox.method_list API.json``: rewrite the list of Bot API methods.

The file is a machine-readable Bot API, an object whose ``methods`` has their names as keys.
"""

import json
import sys
from pathlib import Path


def method_names(api: str) -> list[str]:
    """Return the names of all methods, in order."""
    return sorted(json.loads(api)["methods"])


if __name__ == "__main__":
    names = method_names(Path(sys.argv[1]).read_text("utf-8"))
    listed = json.dumps(names, indent=0) + "\n"
    Path(__file__).with_name("method_names.json").write_text(listed, "utf-8")
