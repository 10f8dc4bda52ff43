"""Pages per second of processor time, on the same files in one sitting, on one core:

    python measure_speed.py PROGRAM FIXTURES [--rounds N]

Prints a Markdown table. Every tool reads all PDFs of FIXTURES/pdf but the hostile ones; user and system time of it and its
children count, not the clock, so that other work on the machine does not. Shikomi gives everything that `parse` gives.
Its own start, once for all files, is in the figure, as is Python's for PyMuPDF; pdftotext starts once a file.
pymupdf4llm stands for tools that give structure without a model: its layout model is off. It takes minutes, so that it
has one round, and the pages it failed on are not counted.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

PYMUPDF = """
import sys, pymupdf
pages = 0
for path in sys.argv[1:]:
    try:
        with pymupdf.open(path) as document:
            for page in document:
                page.get_text("dict")
                pages += 1
    except Exception:
        pass
print(pages)
"""


PYMUPDF4LLM = """
import sys, pymupdf, pymupdf4llm
pymupdf4llm.use_layout(False)
pages = 0
for path in sys.argv[1:]:
    try:
        pymupdf4llm.to_markdown(path, show_progress=False)
        with pymupdf.open(path) as document:
            pages += len(document)
    except Exception:
        pass
print("pages", pages)
"""


def processor_time(command):
    """Seconds of user and system time of a command on one core, and what it printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    output = subprocess.run(["taskset", "-c", "0", *command], capture_output=True).stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, output


def shikomi(program, folder, files):
    seconds, output = processor_time([program, "bench", "pdf", folder, "--threads", "1", "--json"])
    return seconds, json.loads(output)


def pdftotext(folder, files):
    return sum(processor_time(["pdftotext", "-bbox-layout", path, "/dev/null"])[0] for path in files), None


def pymupdf(folder, files):
    return processor_time([sys.executable, "-c", PYMUPDF, *files])


def pymupdf4llm(folder, files):
    seconds, output = processor_time([sys.executable, "-c", PYMUPDF4LLM, *files])
    return seconds, int(output.split()[-1])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("fixtures", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    files = [p for p in sorted((arguments.fixtures / "pdf").rglob("*.pdf")) if "hostile" not in p.parts]
    with tempfile.TemporaryDirectory() as folder:
        links = []
        for number, path in enumerate(files):
            link = os.path.join(folder, f"{number:04}.pdf")
            os.symlink(path.resolve(), link)
            links.append(link)
        times = {"shikomi": [], "pdftotext -bbox-layout": [], 'PyMuPDF get_text("dict")': []}
        report = None
        for _ in range(arguments.rounds):
            seconds, report = shikomi(arguments.program, folder, links)
            times["shikomi"].append(seconds)
            times["pdftotext -bbox-layout"].append(pdftotext(folder, links)[0])
            times['PyMuPDF get_text("dict")'].append(pymupdf(folder, links)[0])
        structured, structured_pages = pymupdf4llm(folder, links)
    pages = report["pages"]
    own = min(times["shikomi"])
    print(f"{len(files)} files, {pages} pages, best of {arguments.rounds} rounds\n")
    print("| tool | pages/s of processor time | shikomi is |\n| --- | --- | --- |")
    for tool, seconds in times.items():
        print(f"| {tool} | {pages / min(seconds):.0f} | {min(seconds) / own:.2f} × |")
    rate = structured_pages / structured
    print(f"| pymupdf4llm, {structured_pages} pages | {rate:.1f} | {pages / own / rate:.1f} × |")
    print("\n" + json.dumps(report, ensure_ascii=False))


main()
