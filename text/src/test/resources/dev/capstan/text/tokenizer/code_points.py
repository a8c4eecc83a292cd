"""Makes the hash that CodePointsTest expects: what Hugging Face's tokenizers does with every code point.

    pip install tokenizers==0.23.3 && python code_points.py
"""

import hashlib

from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

UNCASED = BertNormalizer(clean_text=True, handle_chinese_chars=True, strip_accents=None, lowercase=True)
CASED = BertNormalizer(clean_text=True, handle_chinese_chars=True, strip_accents=None, lowercase=False)
SMALL = BertNormalizer(clean_text=True, handle_chinese_chars=True, strip_accents=False, lowercase=True)

digest = hashlib.sha256()
for code_point in range(0x110000):
    if 0xD800 <= code_point < 0xE000:
        continue
    text = "a" + chr(code_point) + "b"
    words = BertPreTokenizer().pre_tokenize_str(text)
    fields = [f.normalize_str(text) for f in (UNCASED, CASED, SMALL)] + [str(len(words))]
    digest.update(("|".join(fields) + "\n").encode())
print(digest.hexdigest())
