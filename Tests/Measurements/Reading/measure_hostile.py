"""Every hostile file is read or named with a reason, in time, and the program never breaks:

    python measure_hostile.py PROGRAM FIXTURES [--files]

Prints how many were read, how many were named for which reason, the slowest, and the most memory that one process took.
Exits with 1 where the program crashed, gave no reason, or took more than 20 seconds.
"""

import argparse
import re
import resource
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

LIMIT = 20


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("fixtures", type=Path, help="the folder of fixtures")
    parser.add_argument("--files", action="store_true")
    arguments = parser.parse_args()
    outcomes, times, bad = Counter(), [], []
    for path in sorted((arguments.fixtures / "pdf/hostile").rglob("*.pdf")):
        start = time.monotonic()
        try:
            done = subprocess.run(
                [arguments.program, "parse", str(path), "--quiet", "--language", "en"], capture_output=True, timeout=3 * LIMIT
            )
            code, said = done.returncode, done.stderr.decode("utf-8", "replace")
        except subprocess.TimeoutExpired:
            code, said = None, ""
        seconds = time.monotonic() - start
        reason = re.search(r"\[([a-z-]+)\]\s*$", said)
        outcome = "read" if code == 0 else reason.group(1) if code == 1 and reason else "broke"
        outcomes[outcome] += 1
        times.append((seconds, path.name))
        if outcome == "broke" or seconds > LIMIT:
            bad.append((path.name, code, round(seconds, 1), said.strip()[:200]))
        if arguments.files:
            print(f"{path.name}: {outcome}, {seconds:.2f} s")
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{sum(outcomes.values())} files: " + ", ".join(f"{count} {name}" for name, count in outcomes.most_common()))
    print("slowest: " + ", ".join(f"{name} {seconds:.1f} s" for seconds, name in sorted(times, reverse=True)[:3]))
    print(f"most memory of one process: {memory:.0f} MiB")
    for row in bad:
        print("NOT BOUNDED:", *row)
    sys.exit(1 if bad else 0)


main()
