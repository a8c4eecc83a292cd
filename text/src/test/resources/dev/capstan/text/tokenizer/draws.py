"""Draws tokenizers and texts for TokenizerDrawsTest, with the ids that Hugging Face's tokenizers gives.

    pip install tokenizers==0.23.3
    python draws.py SEED TOKENIZERS TEXTS_EACH OUT.jsonl [BERT-VOCAB.txt.gz]

A tokenizer is one of the models beside this file, with a normalizer, a splitter, added tokens, a
template and a limit of length drawn for it. A line of OUT is a tokenizer or a case of the last one.
A model and a map of characters are named by the file that they lie in, which keeps the lines short.
"""

import copy, gzip, json, os, random, sys
import tokenizers

HERE = os.path.dirname(os.path.abspath(__file__))
R = random.Random(int(sys.argv[1]))
NAMES = ["byte-level", "byte-level-prefix", "bpe-plain", "unigram", "unigram-bytes", "wordpiece"]
FILES = {n: json.load(gzip.open(f"{HERE}/{n}.json.gz")) for n in NAMES}
CHARSMAP = FILES["unigram"]["normalizer"]["normalizers"][0]["precompiled_charsmap"]
BERT = [line.rstrip("\n") for line in gzip.open(sys.argv[5], "rt")] if len(sys.argv) > 5 else None
MARK = {"type": "Metaspace", "replacement": "\u2581"}


def yes():
    return R.random() < 0.5


def bert_normalizer():
    return {
        "type": "BertNormalizer",
        "clean_text": R.random() < 0.8,
        "handle_chinese_chars": R.random() < 0.8,
        "strip_accents": R.choice([None, True, False]),
        "lowercase": yes(),
    }


def simple_normalizer():
    return R.choice(
        [
            {"type": "NFC"},
            {"type": "NFD"},
            {"type": "NFKC"},
            {"type": "NFKD"},
            {"type": "Lowercase"},
            {"type": "StripAccents"},
            {"type": "Strip", "strip_left": yes(), "strip_right": yes()},
            {"type": "Replace", "pattern": {"String": R.choice(["``", "''", "a", " "])}, "content": R.choice(['"', "", "bb", "\u2581"])},
            {"type": "Replace", "pattern": {"Regex": R.choice([" {2,}", " +", "\\s+"])}, "content": R.choice([" ", "", "\u2581"])},
            {"type": "Prepend", "prepend": R.choice(["\u2581", " ", "x"])},
            bert_normalizer(),
            {"type": "Precompiled", "precompiled_charsmap": "unigram"},
        ]
    )


def normalizer(name):
    kind = R.random()
    if kind < 0.15:
        return None
    if name in ("wordpiece", "bert") and kind < 0.8:
        return bert_normalizer()
    if name.startswith("unigram") and kind < 0.7:
        fold = {"type": "Precompiled", "precompiled_charsmap": "unigram"}
        return {"type": "Sequence", "normalizers": [fold, {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "}]}
    parts = [simple_normalizer() for _ in range(R.randint(1, 3))]
    return parts[0] if len(parts) == 1 else {"type": "Sequence", "normalizers": parts}


def metaspace():
    return dict(MARK, prepend_scheme=R.choice(["always", "first", "never"]), split=R.random() < 0.7)


def byte_level():
    return {"type": "ByteLevel", "add_prefix_space": yes(), "trim_offsets": yes(), "use_regex": R.random() < 0.85}


def simple_splitter():
    return R.choice(
        [
            {"type": "BertPreTokenizer"},
            {"type": "Whitespace"},
            {"type": "WhitespaceSplit"},
            {"type": "Digits", "individual_digits": yes()},
            {"type": "Punctuation", "behavior": "Isolated"},
            metaspace(),
        ]
    )


def splitter(name):
    kind = R.random()
    if name.startswith("byte"):
        return byte_level() if kind < 0.8 else {"type": "Sequence", "pretokenizers": [simple_splitter(), byte_level()]}
    if name in ("wordpiece", "bert") and kind < 0.7:
        return {"type": "BertPreTokenizer"}
    if name.startswith("unigram") and kind < 0.4:
        return metaspace()
    if name.startswith("unigram") and kind < 0.6:
        return {"type": "Sequence", "pretokenizers": [{"type": "WhitespaceSplit"}, metaspace()]}
    if kind < 0.95:
        parts = [simple_splitter() for _ in range(R.randint(1, 3))]
        return parts[0] if len(parts) == 1 else {"type": "Sequence", "pretokenizers": parts}
    return None


def added(name, base):
    tokens = [dict(t, lstrip=R.random() < 0.2, rstrip=R.random() < 0.2) for t in base]
    at = max([t["id"] for t in tokens] + [size(name) - 1]) + 1
    for content in R.sample(["qq", "q", "qqq", "Wild Cat", "cat", "ÉTÉ", "a", "ing", " the", "<x>", "東京", "''", "İ", "e\u0301"], R.randint(0, 5)):
        flags = {k: R.random() < 0.35 for k in ("single_word", "lstrip", "rstrip", "normalized")}
        tokens.append(dict(id=at, content=content, special=False, **flags))
        at += 1
    return tokens


def size(name):
    return len(BERT) if name == "bert" else len(FILES[name]["model"]["vocab"])


def template(name):
    if name.startswith("byte") or name.startswith("unigram"):
        cls, sep, ids = "<s>", "</s>", (0, 2)
    elif name == "bpe-plain":
        cls, sep, ids = "[CLS]", "[SEP]", (1, 2)
    elif name == "wordpiece":
        cls, sep, ids = "[CLS]", "[SEP]", (2, 3)
    else:
        cls, sep, ids = "[CLS]", "[SEP]", (101, 102)
    kind = R.random()
    if kind < 0.1:
        return None
    if kind < 0.3:
        return {"type": "BertProcessing", "sep": [sep, ids[1]], "cls": [cls, ids[0]]}
    if kind < 0.6:
        return {"type": "RobertaProcessing", "sep": [sep, ids[1]], "cls": [cls, ids[0]], "trim_offsets": yes(), "add_prefix_space": yes()}
    token = lambda t, s: {"SpecialToken": {"id": t, "type_id": s}}
    text = lambda t, s: {"Sequence": {"id": t, "type_id": s}}
    return {
        "type": "TemplateProcessing",
        "single": [token(cls, 0), text("A", 0), token(sep, 0)][0 if yes() else 1 :],
        "pair": [token(cls, 0), text("A", 0), token(sep, 0), text("B", 1), token(sep, 1)][: R.choice([4, 5])],
        "special_tokens": {t: {"id": t, "ids": [i], "tokens": [t]} for t, i in ((cls, ids[0]), (sep, ids[1]))},
    }


def model(name):
    """Options of the model that the file leaves open."""
    if name in ("wordpiece", "bert"):
        return {"max_input_chars_per_word": R.choice([100, 100, 5])}
    if name.startswith("unigram"):
        return {}
    return {"ignore_merges": R.random() < 0.2, "fuse_unk": yes()}


def limit():
    if yes():
        return None
    return {
        "direction": R.choice(["Right", "Right", "Left"]),
        "max_length": R.choice([6, 7, 12, 20, 33]),
        "strategy": R.choice(["LongestFirst", "LongestFirst", "LongestFirst", "OnlyFirst", "OnlySecond"]),
        "stride": 0,
    }


def drawn():
    name = R.choice(NAMES + (["bert"] * 3 if BERT else []))
    base = FILES[name]["added_tokens"] if name != "bert" else [
        dict(id=BERT.index(t), content=t, single_word=False, lstrip=False, rstrip=False, normalized=False, special=True)
        for t in ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
    ]
    split, form = splitter(name), normalizer(name)
    return {
        "file": name,
        "options": model(name),
        "normalizer": form,
        "pre_tokenizer": split,
        "post_processor": template(name),
        "added_tokens": added(name, base),
        "truncation": limit(),
    }


def named_map(node):
    if isinstance(node, dict):
        return {k: CHARSMAP if k == "precompiled_charsmap" else named_map(v) for k, v in node.items()}
    return [named_map(v) for v in node] if isinstance(node, list) else node


def built(drawing):
    if drawing["file"] == "bert":
        base = {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##", "vocab": {p: i for i, p in enumerate(BERT)}}
    else:
        base = copy.deepcopy(FILES[drawing["file"]]["model"])
    base.update(drawing["options"])
    root = {"version": "1.0", "padding": None, "decoder": None, "model": base}
    root.update({k: named_map(v) for k, v in drawing.items() if k not in ("file", "options")})
    return tokenizers.Tokenizer.from_str(json.dumps(root))


LINES = [
    "a large striped wild cat of the jungle",
    "the Wild Cat, and wildcats; wild cat's",
    "I'm sure they'll say 'we've 3 dogs', it's 1999's 'S 'LL",
    "Ça va très bien, naïve café! ÉTÉ été e\u0301te\u0301",
    "Price: $1,234.50 (approx.) - really? 10^-3 == 0x1F",
    "İstanbul IĞDIR ıi straße STRASSE ΣΊΣΥΦΟΣ ΌΣΟΣ ǅ",
    "東京 is in Japan; 中文字符，标点。한국어 각 ひらがなカタカナ",
    "ﬁne ｆｕｌｌ ①②③ ㌔ ½ ﷺ Ⅷ ª",
    "हिन्दी में लिखा กำลัง ນ້ຳ မြန်မာ தமிழ் العَرَبِيَّة עִבְרִית",
    "👨‍👩‍👧‍👦 👍🏽 🇩🇪🇫🇷 ❤️ ☎︎ 1️⃣ 🏴󠁧󠁢󠁥󠁮󠁧󠁿 ©\u200d®",
]
WORDS = [w for line in LINES for w in line.split()]
BLOCKS = [
    (0x20, 0x7F), (0, 0x20), (0x7F, 0x100), (0x100, 0x250), (0x2B0, 0x370), (0x370, 0x530), (0x590, 0x780), (0x900, 0xE00), (0xE00, 0x1100),
    (0x1100, 0x1200), (0x1200, 0x1E00), (0x1E00, 0x2000), (0x2000, 0x2070), (0x2070, 0x2C00), (0x2C00, 0x2E80), (0x2E80, 0x3400), (0x4E00, 0x4E80),
    (0xA000, 0xAC00), (0xAC00, 0xAC80), (0xE000, 0xE010), (0xF900, 0xFB00), (0xFB00, 0x10000), (0x10000, 0x11000), (0x11000, 0x13000), (0x16000, 0x17000),
    (0x1B000, 0x1B200), (0x1D000, 0x1D800), (0x1E000, 0x1F000), (0x1F000, 0x1FB00), (0x20000, 0x20100), (0x2F800, 0x2FA20), (0x30000, 0x30100), (0xE0000, 0xE0200), (0xFFFE0, 0x110000),
]
SPACES = [" ", "  ", "\t", "\n", "\r\n", "\r", "\x0b", "\x85", "\xa0", "\u1680", "\u2003", "\u2028", "\u202f", "\u3000", "\u200b", "\ufeff", "\x1c"]
JOINED = ["\u200d", "\u200c", "\ufe0f", "\ufe0e", "\u0301", "\u0308", "\u0323", "\u0345", "\u093e", "\u0903", "\u102b", "\u094d", "\u0e33", "\u0600", "\u06dd", "\U0001f3fd", "\U000e0067", "\u20e3", "\u1161", "\u11a8", "\u3099"]
SPECIAL = ["<s>", "</s>", "<mask>", "<pad>", "<unk>", "[MASK]", "[SEP]", "[CLS]", "[UNK]", "[mask]", "qq", "q", "qqqq", "Wild Cat", "wild cat", "cats", "cat", "the the", "<x>", "''", "``", "'s", "'ll", "'Re", "\u2581", "<0x41>"]
LIST = [chr(c) for a, b in BLOCKS for c in range(a, b) if not 0xD800 <= c < 0xE000]


def character():
    if R.random() < 0.7:
        a, b = R.choice(BLOCKS)
        c = R.randrange(a, b)
    else:
        c = R.randrange(0x110000) if R.random() < 0.2 else R.randrange(0x3000)
    return chr(c) if not 0xD800 <= c < 0xE000 else "x"


def stretch():
    kind = R.randrange(9)
    if kind == 0:
        return R.choice(LINES)
    if kind == 1:
        return "".join(character() for _ in range(R.randint(1, 12)))
    if kind == 2:
        return R.choice(WORDS)
    if kind == 3:
        return R.choice(SPACES)
    if kind == 4:
        return R.choice(SPECIAL)
    if kind == 5:
        return R.choice("aeoAEOınxªⓂ①™é한각中") + "".join(R.choice(JOINED) for _ in range(R.randint(1, 4)))
    if kind == 6:
        return character() + R.choice(JOINED) + character()
    if kind == 7:
        return R.choice(WORDS)[: R.randint(1, 4)] + R.choice(SPACES) * R.randint(0, 3) + R.choice(WORDS)
    return R.choice(["x" * R.choice([99, 100, 101, 130]), "é" * 101, "😀" * 100, "ab" * 60, "7" * 30, "-" * 9, ".,;"])


def text():
    parts = []
    for _ in range(R.randint(0, 6)):
        parts.append(stretch())
        parts.append(R.choice(["", "", " ", " ", R.choice(SPACES)]))
    return "".join(parts)


def pair_ids(tokenizer, first, second):
    """Null where the library refuses: a limit that leaves nothing of the one text it may cut."""
    try:
        found = tokenizer.encode(first, second)
        return found.ids, found.type_ids
    except Exception:
        return None, None


def main():
    with open(sys.argv[4], "w") as out:
        for _ in range(int(sys.argv[2])):
            drawing = drawn()
            tokenizer = built(drawing)
            out.write(json.dumps({"made": drawing}, separators=(",", ":")) + "\n")
            for _ in range(int(sys.argv[3])):
                first, second = text(), text()
                try:
                    ids = tokenizer.encode(first).ids
                except BaseException:
                    ids = None
                pair, segments = pair_ids(tokenizer, first, second)
                case = {"first": first, "second": second, "ids": ids, "pair": pair, "segments": segments}
                out.write(json.dumps(case, separators=(",", ":")) + "\n")


main()
