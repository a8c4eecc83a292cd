"""Prints the sections of code-points.txt that say which characters stand together, as Hugging Face's
tokenizers has them, and which code points its normal forms leave as they are.

    pip install tokenizers==0.23.3 && python graphemes.py UNASSIGNED.txt

The library shows no table; each question is put to it as a text. Its map of characters writes e and
an acute accent as one letter where they are a cluster of fewer than six bytes, takes them apart where
the cluster is longer, and drops what follows a letter that it knows in a short cluster. UNASSIGNED.txt
has a line "number n" for what the newest JDK decomposes or orders, "number u" for what it leaves
unassigned: "whole" is what is not so there, and must be kept from every java.text.Normalizer.
"""

import base64, gzip, json, os, sys
from tokenizers import normalizers

here = os.path.dirname(os.path.abspath(__file__))
file = json.load(gzip.open(f"{here}/unigram.json.gz"))
folded = normalizers.Precompiled(
    base64.b64decode(file["normalizer"]["normalizers"][0]["precompiled_charsmap"])
).normalize_str
decomposed = normalizers.NFKD().normalize_str
ALL = [chr(c) for c in range(0x110000) if not 0xD800 <= c < 0xE000]
ACUTE, LONG, MAPPED = "e\u0301", "\u0316\u0316", "\u24c2\u0301"


def section(name, chosen):
    runs = []
    for c in chosen:
        if runs and runs[-1][1] == ord(c) - 1:
            runs[-1][1] = ord(c)
        else:
            runs.append([ord(c), ord(c)])
    words = ["%x" % a if a == b else "%x-%x" % (a, b) for a, b in runs]
    line, lines = "", []
    for word in words:
        if len(line) + len(word) > 96:
            lines.append(line)
            line = ""
        line += (" " if line else "") + word
    print(f"\n[{name}]\n" + "\n".join(lines + [line]))


def inert(c):
    d = decomposed(c)
    return d == c and decomposed(c + "\u0334") == c + "\u0334" and decomposed("\u0328" + c) == "\u0328" + c


def unjoined(c):
    return ord(c) < 0x10000 and folded(c) != c and folded(c + "\u0301") == folded(c) + "\u0301"


later = {chr(int(line.split()[0])) for line in open(sys.argv[1])}
section("whole", [c for c in ALL if c in later and inert(c)])
section("joined", [c for c in ALL if not folded(ACUTE + c + LONG).startswith("\u00e9")])
section("prepended", [c for c in ALL if "\u00e9" not in folded(c + ACUTE)])
section("unjoined", [c for c in ALL if unjoined(c)])
section("pictographic", [c for c in ALL if folded(c + "\u200d" + MAPPED).endswith("M\u0301")])
section("consonant", [c for c in ALL if folded(c + "\u094d\u0958\u0301").endswith("\u0301")])
linked = [c for c in ALL if folded("\u0915" + c + "\u0958\u0301").endswith("\u0301")]
section("linker", [c for c in linked if "\u00e9" in folded(c + ACUTE)])
