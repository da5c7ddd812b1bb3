"""`make bench-desk`: every page of the admin over 2,500 issues and 240,000 articles on PostgreSQL, as an editor of one of two
papers asks for it: its queries, the database's milliseconds, its longest choice.

usage: python -m benchmarks.desk_at_scale [--issues N] [--all]
"""

import argparse
import os
import subprocess
import sys

from benchmarks.import_speed import ROOT, Site, make_database, measuring


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--issues", type=int, default=2_500, help="issues of 96 articles each (default: 2,500)")
    parser.add_argument("--all", action="store_true", help="list every page, not only the dearest of each kind")
    arguments = parser.parse_args()
    with measuring() as (server, folder):
        site = Site(make_database(server, "site"), folder / "site")
        site.manage("migrate", "--verbosity", "0")
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("NEWSROOM_", "DJANGO_"))}
        environment |= {"NEWSROOM_DEMO": "1", "NEWSROOM_VAR_DIR": str(site.folder), "NEWSROOM_DATABASE_URL": site.url}
        environment["DJANGO_SETTINGS_MODULE"] = "newsroom.settings"
        command = [sys.executable, "-m", "benchmarks.desk.measure", str(arguments.issues), *(["--all"] if arguments.all else [])]
        return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
