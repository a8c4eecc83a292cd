"""Makes the tokenizer.json files and cases of TokenizerJsonTest with Hugging Face's tokenizers:
pieces learnt from the definitions in data, texts of many scripts drawn by a seed.

    pip install tokenizers==0.23.3 sentencepiece protobuf
    python tokenizer_json.py SEED CASES_EACH wordnet-supersense.tsv.gz && gzip -9n *.json
"""

import gzip, json, random, sys, os
from tokenizers import Tokenizer, models, pre_tokenizers, normalizers, processors, trainers, Regex, AddedToken

lines = [l.rstrip("\n").split("\t")[3] for l in gzip.open(sys.argv[3], "rt")][1:4000]
extra = [
    "Ça va très bien, naïve café!",
    "東京 is in Japan; 中文字符，标点。",
    "Price: $1,234.50 (approx.) — really?",
    "I'm sure they'll say 'we've 3 dogs', it's 1999's",
    "emoji 😀 👨‍👩‍👧 done",
    "ﬁne ｆｕｌｌ ①②③ ㌔ ½",
]
OUT = "./"
corpus = lines + extra * 20


def rob(name, prefix):
    t = Tokenizer(models.BPE())
    t.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=prefix)
    t.train_from_iterator(
        corpus,
        trainers.BpeTrainer(
            vocab_size=700,
            special_tokens=["<s>", "<pad>", "</s>", "<unk>"],
            initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
            show_progress=False,
        ),
    )
    t.add_special_tokens([AddedToken("<mask>", lstrip=True, normalized=False)])
    t.post_processor = processors.RobertaProcessing(
        ("</s>", 2), ("<s>", 0), trim_offsets=True, add_prefix_space=prefix
    )
    t.save(OUT + name + ".json")
    return t


def bpe_plain():
    t = Tokenizer(models.BPE(unk_token="[UNK]", end_of_word_suffix="</w>", fuse_unk=True))
    t.normalizer = normalizers.Sequence(
        [normalizers.NFD(), normalizers.StripAccents(), normalizers.Lowercase()]
    )
    t.pre_tokenizer = pre_tokenizers.Whitespace()
    t.train_from_iterator(
        lines,
        trainers.BpeTrainer(
            vocab_size=500,
            special_tokens=["[UNK]", "[CLS]", "[SEP]", "[PAD]"],
            end_of_word_suffix="</w>",
            show_progress=False,
        ),
    )
    t.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", 1), ("[SEP]", 2)],
    )
    t.save(OUT + "bpe-plain.json")
    return t


def charsmap():
    import sentencepiece as spm, io

    m = io.BytesIO()
    spm.SentencePieceTrainer.train(
        sentence_iterator=iter(corpus),
        model_writer=m,
        vocab_size=600,
        model_type="unigram",
        normalization_rule_name="nmt_nfkc",
        minloglevel=2,
    )
    from sentencepiece import sentencepiece_model_pb2 as pb

    p = pb.ModelProto()
    p.ParseFromString(m.getvalue())
    return p


def uni(name, bytes_, p):
    pieces = [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0)] + [
        (x.piece, x.score) for x in p.pieces if x.type == 1
    ]
    if bytes_:
        pieces += [("<0x%02X>" % i, -20.0) for i in range(256)]
    t = Tokenizer(models.Unigram(pieces, unk_id=3, byte_fallback=bytes_))
    t.normalizer = normalizers.Sequence(
        [
            normalizers.Precompiled(p.normalizer_spec.precompiled_charsmap),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    t.pre_tokenizer = (
        pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace()])
        if not bytes_
        else pre_tokenizers.Metaspace(prepend_scheme="first")
    )
    t.add_special_tokens(
        ["<s>", "<pad>", "</s>", "<unk>", AddedToken("<mask>", lstrip=True, normalized=False)]
    )
    t.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    t.save(OUT + name + ".json")
    return t


def wp():
    t = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    t.normalizer = normalizers.BertNormalizer()
    t.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    t.train_from_iterator(
        corpus,
        trainers.WordPieceTrainer(
            vocab_size=500, special_tokens=["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"], show_progress=False
        ),
    )
    t.add_tokens([AddedToken("Wild Cat", single_word=True, normalized=True), AddedToken("qq")])
    t.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    t.enable_truncation(48)
    t.save(OUT + "wordpiece.json")
    return t


p = charsmap()
toks = {
    "byte-level": rob("byte-level", False),
    "byte-level-prefix": rob("byte-level-prefix", True),
    "bpe-plain": bpe_plain(),
    "unigram": uni("unigram", False, p),
    "unigram-bytes": uni("unigram-bytes", True, p),
    "wordpiece": wp(),
}
r = random.Random(int(sys.argv[1]))
N = int(sys.argv[2])
pool = [
    chr(c)
    for c in list(range(32, 127)) * 4
    + list(range(0xA0, 0x250))
    + list(range(0x300, 0x320))
    + list(range(0x370, 0x500))
    + list(range(0x2000, 0x2070))
    + list(range(0x3000, 0x30FF))
    + list(range(0x4E00, 0x4E30))
    + list(range(0xAC00, 0xAC20))
    + list(range(0x1100, 0x1120))
    + list(range(0xFF01, 0xFF5E))
    + [9, 10, 13, 0x1F600, 0x1F468, 0x200D, 0x0E33, 0x0915, 0x093E, 0x0903]
]
words = [w for l in lines[:500] for w in l.split()]
sp = ["<s>", "</s>", "<mask>", "[MASK]", "[SEP]", " ", "  ", "Wild Cat", "wild cats", "qq", "x", "'s", "'ll"]


def text():
    k = r.random()
    if k < 0.35:
        return (
            r.choice(["", " ", "  "])
            + " ".join(r.choice(words) for _ in range(r.randint(0, 15)))
            + r.choice(["", "  ", "\n"])
        )
    if k < 0.55:
        return r.choice(extra) + " " + r.choice(extra)[: r.randint(0, 20)]
    if k < 0.85:
        return "".join(r.choice(pool) for _ in range(r.randint(0, 40)))
    return "".join(r.choice(sp) for _ in range(r.randint(1, 10)))


out = []
for name, t in toks.items():
    for _ in range(N):
        a, b = text(), text()
        e = t.encode(a)
        q = t.encode(a, b)
        out.append(
            {
                "tokenizer": name,
                "first": a,
                "second": b,
                "ids": e.ids,
                "tokens": e.tokens,
                "pair": q.ids,
                "segments": q.type_ids,
            }
        )
json.dump(out, open(OUT + "tokenizer-cases.json", "w"), ensure_ascii=True, separators=(",", ":"))
