#!/usr/bin/python3
"""Gives the test vectors in a folder to the reader: prints a line of JSON for each.

    /usr/bin/python3 read_vectors.py DIR
"""
import base64, json, sys
from pathlib import Path

from read_ydp import answer

for path in sorted(Path(sys.argv[1]).glob("*.txt")):
    head, *blocks = path.read_text("utf-8").rstrip("\n").split("\n\n")  # chapter 15
    words = dict(line.split(": ", 1) for line in head.split("\n") if not line.startswith("entry: "))
    files = [base64.b64decode(block.partition("\n")[2]) for block in blocks]
    code, entries = answer(files, bytes.fromhex(words["key"]), bytes.fromhex(words.get("sender", "")))
    print(json.dumps({"name": path.stem, "code": code, "entries": entries}))
