"""Every hostile file is read or named with a reason, in time and memory, and the program never breaks:

    python measure_hostile.py PROGRAM FIXTURES [--files]

Prints how many were read, how many were named for which reason, the slowest, and the files on which program and reader
process took the most memory. Exits with 1 where the program crashed, gave no reason, took more than 20 seconds, or a
process held more memory than a reader may.
"""

import argparse
import ctypes
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

SECONDS = 20
# As `ReaderLimits.memoryBytes`.
MEBIBYTES = 1024
PR_SET_CHILD_SUBREAPER = 36


def run(command):
    """Exit code (None after thrice the time), what was said, seconds, and the most MiB of program and reader."""
    start = time.monotonic()
    with tempfile.TemporaryFile() as errors:
        program = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=errors)
        code, seconds, memory = None, None, 0.0
        # The reader ends after the program and comes to this process, which is why its memory can be told.
        while True:
            try:
                pid, status, usage = os.wait4(-1, os.WNOHANG)
            except ChildProcessError:
                break
            if pid == 0:
                if time.monotonic() - start > 3 * SECONDS and code is None:
                    program.kill()
                time.sleep(0.005)
                continue
            memory = max(memory, usage.ru_maxrss / 1024)
            if pid == program.pid:
                seconds = time.monotonic() - start
                code = os.waitstatus_to_exitcode(status) if seconds < 3 * SECONDS else None
        program.returncode = 0
        errors.seek(0)
        return code, errors.read().decode("utf-8", "replace"), seconds, memory


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("fixtures", type=Path, help="the folder of fixtures")
    parser.add_argument("--files", action="store_true", help="print every file's outcome")
    arguments = parser.parse_args()
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    outcomes, times, sizes, bad = Counter(), [], [], []
    for path in sorted((arguments.fixtures / "pdf/hostile").rglob("*.pdf")):
        code, said, seconds, memory = run([arguments.program, "parse", str(path), "--quiet", "--language", "en"])
        reason = re.search(r"\[([a-z-]+)\]\s*$", said)
        outcome = "read" if code == 0 else reason.group(1) if code == 1 and reason else "broke"
        outcomes[outcome] += 1
        times.append((seconds, path.name))
        sizes.append((memory, path.name))
        if outcome == "broke" or seconds > SECONDS or memory > MEBIBYTES:
            bad.append((path.name, code, f"{seconds:.1f} s", f"{memory:.0f} MiB", said.strip()[:200]))
        if arguments.files:
            print(f"{path.name}: {outcome}, {seconds:.2f} s, {memory:.0f} MiB")
    print(f"{sum(outcomes.values())} files: " + ", ".join(f"{count} {name}" for name, count in outcomes.most_common()))
    print("slowest: " + ", ".join(f"{name} {seconds:.1f} s" for seconds, name in sorted(times, reverse=True)[:3]))
    print("most memory: " + ", ".join(f"{name} {memory:.0f} MiB" for memory, name in sorted(sizes, reverse=True)[:3]))
    for row in bad:
        print("NOT BOUNDED:", *row)
    sys.exit(1 if bad else 0)


main()
