"""Makes the small tokenizers of Tests/Fixtures/tokenizers with the `tokenizers` package.

usage: make_tokenizers.py FOLDER

Writes one tokenizer.json for each style of a known model family, trained on the text below, and components.tsv: two
models, and components of each kind, a line each as its place in a tokenizer.json, a tab and its JSON; from these the
tests put together further tokenizers. The same versions write the same bytes.
"""

import json
import os
import sys
from collections import Counter

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

SENTENCES = [
    "The keeper of the small harbour counts the lamps each evening, and writes the number into a blue book.",
    "I'm sure they've said we'll go; it's what he'd want, isn't it? You're late, she's early, and that's fine.",
    "State space models read a long text once, keep a state of fixed size and answer questions about the reading.",
    "Der Bäcker überprüft größere Öfen, während draußen süße Äpfel in Körben liegen.",
    "L'été dernier, l'élève a reçu un gâteau à la crème ; où est-ce qu'il l'a mangé ?",
    "Mañana el niño pequeño llevará un paraguas amarillo. ¿Quién lo verá? ¡Todos!",
    "Maly zolty zuk pelza po scianie; mały żółty żuk pełza po ścianie.",
    "Маленький мальчик читает книгу у окна, а кошка спит на тёплой печке.",
    "Το μικρό καράβι φεύγει από το λιμάνι με τον ήλιο στα πανιά του.",
    "הילד הקטן קורא ספר ליד החלון והחתול ישן.",
    "يقرأ الولد الصغير كتابا قرب النافذة والقطة نائمة.",
    "छोटा लड़का खिड़की के पास किताब पढ़ता है और बिल्ली सोती है।",
    "เด็กน้อยอ่านหนังสือข้างหน้าต่าง แมวนอนหลับ",
    "小さな男の子が窓のそばで本を読み、猫は眠っています。カタカナも少し。",
    "小男孩在窗边读书,猫在睡觉。今天天气很好,我们去公园散步。",
    "작은 소년이 창가에서 책을 읽고 고양이는 잠을 잡니다.",
    "Küçük çocuk İstanbul'da ışıklı bir kitap okuyor, kedi ise uyuyor.",
    "Cậu bé nhỏ đọc sách bên cửa sổ, còn con mèo đang ngủ.",
    "Փոքրիկ տղան պատուհանի մոտ գիրք է կարդում։",
    "პატარა ბიჭი ფანჯარასთან წიგნს კითხულობს.",
    "ትንሹ ልጅ በመስኮቱ አጠገብ መጽሐፍ ያነባል።",
    "def count(items: list[int]) -> int:\n    total = 0\n    for item in items:\n        total += item\n    return total\n",
    "for (int i = 0; i < 128; ++i) {\n\tsum[i] += a[i] * b[i];  // no overflow here\n}\n",
    "struct Point { var x = 0.0, y = 1.5e-3 }\nlet far = points.filter { $0.x > 1_000 }\n",
    "<a href=\"https://example.org/?q=1&r=2#top\">read on</a> <!-- 100% -->",
    "In 2024 there were 365.25 days, 8766 hours and 31557600 seconds; 1,234,567 is 1234567, 007 is not 7.",
    "😀 😂😂 👩‍👩‍👧‍👦 🇫🇷🇩🇪 👍🏽 ❤️ ✨ ☃ → ← ≤ ≥ ∑ ∞ ½ ² ³ ﬁ ﬂ Å Å ǆ ㎏",
    "ALL CAPITALS HERE. MiXeD cAsE, snake_case, camelCase, kebab-case, CONSTANT_NAME.",
    "e\u0301 a\u0308 o\u0302\u0323 \u1112\u1161\u11ab \u1100\u1161 한 가",
]

# Lines that differ in length and spacing, so that the merges hold runs of spaces, newlines and digits.
TEXTS = SENTENCES * 4 + ["\n".join(" " * (i % 9) + s + " " * (i % 3) for i, s in enumerate(SENTENCES))] + [
    f"line {i}:\t{i * i}\r\n\r\n\n{'=' * (i % 17)}{'    ' * (i % 5)}x" for i in range(60)
]

# The Split patterns as the model families publish them.
GPT4 = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+"
    r"|\s+(?!\S)|\s+"
)
GPT4_POSSESSIVE = (
    r"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+|\s++$|\s*[\r\n]"
    r"|\s+(?!\S)|\s"
)
LLAMA3 = GPT4
QWEN2 = GPT4.replace(r"\p{N}{1,3}", r"\p{N}")
GPT4O = (
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
    r"|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
    r"|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
GPT2 = r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"
CLIP = r"<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"
DEEPSEEK = (
    r"[!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*"
    r"|\s*[\r\n]+|\s+(?!\S)|\s+"
)

METASPACE = "\u2581"
BYTES = [f"<0x{byte:02X}>" for byte in range(256)]


def special(content, **options):
    return AddedToken(content, special=True, normalized=options.pop("normalized", False), **options)


def train(tokenizer, size, tokens=(), alphabet=(), rarest=1, **options):
    """Gives a tokenizer, whose normaliser and pre-tokeniser are in place, a model of `size` tokens.

    The package's own trainer breaks ties by the order of a hash table, so that each run makes another file. Here the
    pair that occurs most often is merged first, of equal ones the first in the order of their texts.

    - alphabet: the characters to begin with; without it, all that occur at least `rarest` times.
    - options: of the model.
    """
    counts = Counter()
    for text in TEXTS:
        if tokenizer.normalizer:
            text = tokenizer.normalizer.normalize_str(text)
        counts.update(word for word, _ in tokenizer.pre_tokenizer.pre_tokenize_str(text))
    prefix, suffix = options.get("continuing_subword_prefix", ""), options.get("end_of_word_suffix", "")
    words = [([c if i == 0 else prefix + c for i, c in enumerate(word[:-1])]
              + [(prefix if len(word) > 1 else "") + word[-1] + suffix], count) for word, count in counts.items()]
    letters = Counter(alphabet)
    for symbols, count in words:
        for symbol in symbols:
            letters[symbol] += count
    vocabulary = list(tokens) + sorted(symbol for symbol, count in letters.items() if count >= rarest)
    known, merges = set(vocabulary), []
    while len(vocabulary) < size:
        pairs = Counter()
        for symbols, count in words:
            for pair in zip(symbols, symbols[1:]):
                pairs[pair] += count
        candidates = [(-count, pair) for pair, count in pairs.items() if known.issuperset(pair)]
        if not candidates:
            break
        left, right = min(candidates)[1]
        merged = left + right[len(prefix):]
        merges.append((left, right))
        if merged not in known:
            vocabulary.append(merged)
            known.add(merged)
        for symbols, _ in words:
            for index in range(len(symbols) - 2, -1, -1):
                if symbols[index:index + 2] == [left, right]:
                    symbols[index:index + 2] = [merged]
    tokenizer.model = models.BPE(vocab={token: id for id, token in enumerate(vocabulary)}, merges=merges, **options)
    tokenizer.add_special_tokens([special(token) for token in tokens])
    return tokenizer


def byte_level(size, steps, tokens, normalizer=None, **options):
    """A tokenizer over bytes whose pre-tokeniser ends with ByteLevel."""
    tokenizer = Tokenizer(models.BPE())
    if normalizer is not None:
        tokenizer.normalizer = normalizer
    tokenizer.pre_tokenizer = steps[0] if len(steps) == 1 else pre_tokenizers.Sequence(steps)
    tokenizer.decoder = decoders.ByteLevel()
    return train(tokenizer, size, tokens, pre_tokenizers.ByteLevel.alphabet(), **options)


def raw_bytes():
    return pre_tokenizers.ByteLevel(add_prefix_space=False, trim_offsets=True, use_regex=False)


def gpt4():
    tokenizer = byte_level(
        700, [pre_tokenizers.Split(Regex(GPT4), "removed", invert=True), raw_bytes()],
        ["<|endoftext|>", "<|fim_prefix|>", "<|fim_middle|>", "<|fim_suffix|>", "<|endofprompt|>"])
    tokenizer.post_processor = processors.ByteLevel(trim_offsets=False)
    return tokenizer


def llama3():
    tokenizer = byte_level(
        700, [pre_tokenizers.Split(Regex(LLAMA3), "isolated"), raw_bytes()],
        ["<|begin_of_text|>", "<|end_of_text|>", "<|eot_id|>", "<|start_header_id|>", "<|end_header_id|>"],
        ignore_merges=True)
    tokenizer = with_words(tokenizer, ["\u0120xyzzy", "lamplighter", "1234", "\u0120\u0120\u0120x"])
    begin = tokenizer.token_to_id("<|begin_of_text|>")
    tokenizer.post_processor = processors.Sequence([
        processors.ByteLevel(trim_offsets=False),
        processors.TemplateProcessing(
            single="<|begin_of_text|> $A", pair="<|begin_of_text|> $A <|begin_of_text|>:1 $B:1",
            special_tokens=[("<|begin_of_text|>", begin)]),
    ])
    return tokenizer


def qwen2():
    tokenizer = byte_level(
        600, [pre_tokenizers.Split(Regex(QWEN2), "isolated"), raw_bytes()],
        ["<|endoftext|>", "<|im_start|>", "<|im_end|>"], normalizer=normalizers.NFC())
    tokenizer.add_tokens([AddedToken(t, normalized=False, special=False) for t in ["<tool_call>", "</tool_call>"]])
    tokenizer.post_processor = processors.ByteLevel(add_prefix_space=False, trim_offsets=False, use_regex=False)
    return tokenizer


def gpt4o():
    return byte_level(
        600, [pre_tokenizers.Split(Regex(GPT4O), "removed", invert=True), raw_bytes()],
        ["<|endoftext|>", "<|endofprompt|>"])


def deepseek():
    return byte_level(
        600,
        [
            pre_tokenizers.Split(Regex(r"\p{N}{1,3}"), "isolated"),
            pre_tokenizers.Split(Regex("[\u4e00-\u9fa5\u3040-\u309f\u30a0-\u30ff]+"), "isolated"),
            pre_tokenizers.Split(Regex(DEEPSEEK), "isolated"), raw_bytes(),
        ],
        ["<｜begin▁of▁sentence｜>", "<｜end▁of▁sentence｜>"])


def starcoder():
    return byte_level(
        600,
        [
            pre_tokenizers.Digits(individual_digits=True),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True),
        ],
        ["<|endoftext|>", "<fim_prefix>"])


def roberta():
    tokenizer = byte_level(
        600, [pre_tokenizers.ByteLevel(add_prefix_space=True)], ["<s>", "<pad>", "</s>", "<unk>"])
    tokenizer.add_special_tokens([AddedToken("<mask>", lstrip=True, normalized=False, special=True)])
    tokenizer.post_processor = processors.RobertaProcessing(
        ("</s>", tokenizer.token_to_id("</s>")), ("<s>", tokenizer.token_to_id("<s>")), trim_offsets=True,
        add_prefix_space=True)
    return tokenizer


def clip():
    """End-of-word suffix behind NFKC, lower case and strip; byte-level alphabet, without a prefix space."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.Sequence([
        normalizers.NFKC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Lowercase(), normalizers.Strip(),
    ])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(CLIP), "removed", invert=True), raw_bytes(),
    ])
    tokenizer.decoder = decoders.Sequence([decoders.ByteLevel(), decoders.BPEDecoder(suffix="</w>")])
    train(
        tokenizer, 900, ["<|startoftext|>", "<|endoftext|>"],
        [letter + end for letter in pre_tokenizers.ByteLevel.alphabet() for end in ("", "</w>")],
        end_of_word_suffix="</w>", unk_token="<|endoftext|>")
    start, end = (tokenizer.token_to_id(token) for token in ("<|startoftext|>", "<|endoftext|>"))
    tokenizer.post_processor = processors.RobertaProcessing(
        ("<|endoftext|>", end), ("<|startoftext|>", start), trim_offsets=False, add_prefix_space=False)
    return tokenizer


def sentencepiece(size, normalizer, pre_tokenizer, decoder):
    """A tokenizer over characters with all bytes as tokens, so that no text is unknown."""
    tokenizer = Tokenizer(models.BPE())
    if normalizer is not None:
        tokenizer.normalizer = normalizer
    tokenizer.pre_tokenizer = pre_tokenizer
    tokenizer.decoder = decoder
    train(
        tokenizer, size, ["<unk>", "<s>", "</s>"] + BYTES, rarest=13, unk_token="<unk>", byte_fallback=True,
        fuse_unk=True)
    # Byte tokens are in the vocabulary only, as in models that were converted from sentencepiece.
    root = json.loads(tokenizer.to_str())
    root["added_tokens"] = root["added_tokens"][:3]
    return Tokenizer.from_str(json.dumps(root))


def metaspace():
    tokenizer = sentencepiece(
        900, None, pre_tokenizers.Metaspace(prepend_scheme="first", split=True),
        decoders.Sequence([
            decoders.Replace(METASPACE, " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0),
        ]))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="first", split=False)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> $B </s>", special_tokens=[("<s>", 1), ("</s>", 2)])
    return tokenizer


def gemma():
    tokenizer = sentencepiece(
        900, normalizers.Replace(" ", METASPACE), pre_tokenizers.Split(" ", "merged_with_previous"),
        decoders.Sequence([decoders.Replace(METASPACE, " "), decoders.ByteFallback(), decoders.Fuse()]))
    tokenizer.add_tokens([AddedToken("\n" * count, normalized=False) for count in range(2, 8)])
    tokenizer.add_tokens([AddedToken(METASPACE * count, normalized=False) for count in range(2, 8)])
    return tokenizer


def words():
    """Whole words at once (`ignore_merges`), unknown characters, digits and punctuation apart."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.Punctuation("isolated"),
        pre_tokenizers.Whitespace(),
    ])
    train(tokenizer, 500, ["[UNK]", "[CLS]", "[SEP]", "[EOS]"], rarest=9, unk_token="[UNK]", ignore_merges=True)
    return with_words(tokenizer, ["counting", "lamplight", "窓のそば", "xyzzy"])


def with_words(tokenizer, words):
    """The tokenizer with tokens that no merges lead to."""
    root = json.loads(tokenizer.to_str())
    vocabulary = root["model"]["vocab"]
    for word in words:
        vocabulary[word] = len(vocabulary)
    return Tokenizer.from_str(json.dumps(root))


def subwords():
    """A prefix for all parts of a word but its first; runs of unknown characters are one token."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.Sequence([
        normalizers.NFD(), normalizers.StripAccents(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Punctuation()])
    tokenizer.decoder = decoders.Replace("##", "")
    train(
        tokenizer, 600, ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[EOS]"], rarest=9, unk_token="[UNK]", fuse_unk=True,
        continuing_subword_prefix="##")
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    return tokenizer


def added():
    """Added tokens of every kind, over a byte-level model behind a normaliser that changes some of them."""
    tokenizer = byte_level(
        400, [pre_tokenizers.ByteLevel(add_prefix_space=False)], ["<|endoftext|>"],
        normalizer=normalizers.Sequence([normalizers.NFC(), normalizers.Lowercase()]))
    plain = {"normalized": False}
    tokenizer.add_tokens([
        AddedToken("Plain", **plain), AddedToken("Lower", normalized=True), AddedToken("left", lstrip=True, **plain),
        AddedToken("right", rstrip=True, **plain), AddedToken("both", lstrip=True, rstrip=True, **plain),
        AddedToken("word", single_word=True, **plain), AddedToken("Whole", single_word=True, normalized=True),
        AddedToken("ed", single_word=True, lstrip=True, **plain), AddedToken("<x>", **plain),
        AddedToken("<x><x>", **plain), AddedToken("<x><y", **plain), AddedToken("caf\u00e9", normalized=True),
        AddedToken("cafe\u0301s", **plain), AddedToken("\u0301", **plain), AddedToken("\n\n", rstrip=True, **plain),
        AddedToken("  ", normalized=True), AddedToken("\U0001F1EB\U0001F1F7", **plain), AddedToken("a", **plain),
    ])
    tokenizer.add_special_tokens([
        special("[L]", lstrip=True), special("[R]", rstrip=True), special("[W]", single_word=True),
        special("[N]", normalized=True), special("[LRWN]", lstrip=True, rstrip=True, single_word=True, normalized=True),
    ])
    return tokenizer


STYLES = [gpt4, llama3, qwen2, gpt4o, deepseek, starcoder, roberta, clip, metaspace, gemma, words, subwords, added]
# Older files hold a merge as one text with a space in it.
STRING_MERGES = {"gpt4", "roberta", "clip", "metaspace", "tiny_pieces"}

# The models of components.tsv. Through the first one, ids show every character of the text that reaches the model, as
# bytes, and where each word ends; the second has tokens that decoders treat in their own way.
GLASS = {"type": "BPE", "unk_token": None, "byte_fallback": True, "end_of_word_suffix": "\U0001F51A", "merges": [],
         "vocab": {token: id for id, token in enumerate(["<eos>"] + BYTES)}}
CURIOUS = ["<eos>"] + BYTES[::17] + BYTES[0x80:0xC0:9] + BYTES[0xC2:0xF8:3] + [
    "a", "bc", "##", "##a", "##bc", "#a", "\u2581", "\u2581a", "\u2581\u2581", "a\u2581", "b\u2581c", " ",
    " a", "a ", "  ", "a</w>", "</w>", "</w>b", "b</w>c", "|", "a|", "||", "<pad>", "<0xG1>", "<0x1>", "<0x4a>",
    "<0x+1>", ".", "?", "!", ",", "'", "n't", "'m", "'s", "'ve", "'re", "do", "not", " .", " ?", " !", " ,", " ' ",
    " n't", " 'm", " do not", " 's", " 've", " 're", "\u0120a", "\u0120", "\u010a", "\u00e9", "e\u0301", "\u0301",
    "\u4e16", "\u00c3", "\u00c3\u00a9", "\u00e2\u0124\u00ac", "\U0001F600", "\ufffd", "\x00", "\n",
]
PIECES = {"type": "BPE", "unk_token": None, "merges": [], "vocab": {token: id for id, token in enumerate(CURIOUS)}}

BEHAVIORS = ["removed", "isolated", "merged_with_previous", "merged_with_next", "contiguous"]
NORMALIZERS = [
    normalizers.NFC(), normalizers.NFD(), normalizers.NFKC(), normalizers.NFKD(), normalizers.Lowercase(),
    normalizers.Strip(), normalizers.Strip(left=True, right=False), normalizers.Strip(left=False, right=True),
    normalizers.StripAccents(), normalizers.Sequence([normalizers.NFD(), normalizers.StripAccents()]),
    normalizers.Nmt(), normalizers.Prepend("\u2581"), normalizers.Replace("a", "bb"), normalizers.Replace(" ", ""),
    normalizers.Replace(Regex(r"\s+"), " "), normalizers.Replace(Regex(r"(?i)s|$"), "."),
    normalizers.Replace(Regex(r"x*"), "-"), normalizers.ByteLevel(),
    normalizers.Sequence([]),
    normalizers.Sequence([normalizers.Prepend(METASPACE), normalizers.Replace(" ", METASPACE)]),
]
PRE_TOKENIZERS = [
    *[pre_tokenizers.Split(Regex(pattern), "isolated")
      for pattern in [GPT2, GPT4, GPT4_POSSESSIVE, QWEN2, GPT4O, DEEPSEEK, r"\w+|[^\w\s]+"]],
    *[pre_tokenizers.Split(pattern, behavior, invert=invert)
      for pattern in [Regex(r"\s+|\p{N}"), " "] for behavior in BEHAVIORS for invert in [False, True]],
    *[pre_tokenizers.Split(Regex(pattern), "isolated") for pattern in [r"", r"x*", r"(?=[A-Z])", r"^.", r"$", r"\b"]],
    *[pre_tokenizers.Split(pattern, "isolated") for pattern in ["", ".", "aa", "\u00e9", "e\u0301"]],
    *[pre_tokenizers.Punctuation(behavior) for behavior in BEHAVIORS],
    pre_tokenizers.Digits(individual_digits=False), pre_tokenizers.Digits(individual_digits=True),
    pre_tokenizers.Whitespace(), pre_tokenizers.WhitespaceSplit(),
    pre_tokenizers.CharDelimiterSplit("-"),
    *[pre_tokenizers.ByteLevel(add_prefix_space=prefix, use_regex=regex)
      for prefix in [False, True] for regex in [False, True]],
    *[pre_tokenizers.Metaspace(prepend_scheme=scheme, split=split)
      for scheme in ["always", "first", "never"] for split in [False, True]],
    pre_tokenizers.Metaspace(replacement="_", prepend_scheme="always"),
    pre_tokenizers.Sequence([]),
    pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace(prepend_scheme="first")]),
    pre_tokenizers.Sequence([pre_tokenizers.Punctuation(), pre_tokenizers.ByteLevel(add_prefix_space=True)]),
]
POST_PROCESSORS = [
    processors.TemplateProcessing(single="$A <eos>", pair="$A <eos> $B", special_tokens=[("<eos>", 0)]),
    processors.TemplateProcessing(single="[x] [x] $0 <eos>:1 [x]", pair="$A $B", special_tokens=[
        ("<eos>", 0), {"id": "[x]", "ids": [4, 0, 5], "tokens": ["<0x03>", "<eos>", "<0x04>"]}]),
    processors.BertProcessing(("<eos>", 0), ("<0x01>", 2)),
    processors.RobertaProcessing(("<eos>", 0), ("<0x01>", 2)),
    processors.RobertaProcessing(("<eos>", 0), ("<0x01>", 2), trim_offsets=False, add_prefix_space=False),
    processors.ByteLevel(),
    processors.Sequence([processors.ByteLevel(), processors.BertProcessing(("<eos>", 0), ("<0x01>", 2))]),
    processors.Sequence([]),
]
DECODERS = [
    decoders.BPEDecoder(), decoders.BPEDecoder(suffix="a"), decoders.ByteFallback(), decoders.ByteLevel(),
    decoders.Fuse(),
    decoders.Metaspace(), decoders.Metaspace(prepend_scheme="never"),
    decoders.Metaspace(replacement="_", prepend_scheme="first", split=False), decoders.Replace("a", "bb"),
    decoders.Replace("\u2581", " "), decoders.Replace(Regex(r"[a-c]+"), "x"), decoders.Replace(Regex(r"z*"), "."),
    decoders.Strip(" ", 1, 0), decoders.Strip("a", 0, 1), decoders.Strip("a", 1, 1), decoders.Strip(" ", 2, 2),
    decoders.Sequence([]),
    decoders.Sequence([decoders.Replace("\u2581", " "), decoders.ByteFallback(), decoders.Fuse(),
                       decoders.Strip(" ", 1, 0)]),
    decoders.Sequence([decoders.ByteFallback(), decoders.ByteLevel()]),
    decoders.Sequence([decoders.Fuse(), decoders.ByteFallback(), decoders.Strip(" ", 1, 1)]),
    decoders.Sequence([decoders.BPEDecoder(), decoders.ByteLevel(), decoders.Replace(" ", "")]),
]
# What ssmlab has to refuse by name.
UNSUPPORTED = [
    ("normalizer", normalizers.BertNormalizer()), ("pre_tokenizer", pre_tokenizers.BertPreTokenizer()),
    ("pre_tokenizer", pre_tokenizers.UnicodeScripts()), ("pre_tokenizer", pre_tokenizers.FixedLength(3)),
    ("post_processor", processors.TemplateProcessing(single="<eos>", special_tokens=[("<eos>", 0)])),
    ("post_processor", processors.Sequence([
        processors.BertProcessing(("<eos>", 0), ("<0x01>", 2)),
        processors.TemplateProcessing(single="$A <eos> <eos>", special_tokens=[("<eos>", 0)])])),
    ("decoder", decoders.CTC()), ("decoder", decoders.WordPiece()),
    ("decoder", decoders.Sequence([decoders.Fuse(), decoders.WordPiece()])),
]

# Small files that name most of what there is, for mutants.
def tiny_words():
    tokens = ["<|endoftext|>", "[MASK]", "a", "b", "c", "e", "s", "\u0120", "1", "'", "\u00c3", "\u00a9", "ab", "\u0120a",
              "\u0120ab", "'s", "abc"]
    tokenizer = Tokenizer(models.BPE(
        vocab={token: id for id, token in enumerate(tokens)},
        merges=[("a", "b"), ("\u0120", "a"), ("\u0120a", "b"), ("'", "s")], ignore_merges=True))
    tokenizer.normalizer = normalizers.Sequence([
        normalizers.NFC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Lowercase(), normalizers.Strip()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(GPT4), "isolated"), pre_tokenizers.Digits(individual_digits=True), raw_bytes()])
    tokenizer.post_processor = processors.Sequence([
        processors.ByteLevel(trim_offsets=False),
        processors.TemplateProcessing(single="[MASK] $A <|endoftext|>", pair="$A $B", special_tokens=[
            ("[MASK]", 1), ("<|endoftext|>", 0)])])
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens([special("<|endoftext|>"), special("[MASK]", lstrip=True)])
    tokenizer.add_tokens([AddedToken("bcb", single_word=True, normalized=True)])
    return tokenizer


def tiny_pieces():
    tokens = ["<unk>", "</s>", "<0x0A>", "<0xC3>", "<0xA9>", "<0x31>", "a", "b", METASPACE, METASPACE + "a", "ab"]
    tokenizer = Tokenizer(models.BPE(
        vocab={token: id for id, token in enumerate(tokens)}, merges=[(METASPACE, "a"), ("a", "b")],
        byte_fallback=True, unk_token="<unk>", fuse_unk=True))
    tokenizer.normalizer = normalizers.Sequence([normalizers.Prepend(METASPACE), normalizers.Replace(" ", METASPACE)])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="first", split=False)
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", 1), ("<unk>", 0))
    tokenizer.decoder = decoders.Sequence([
        decoders.Replace(METASPACE, " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)])
    tokenizer.add_special_tokens([special("<unk>"), special("</s>")])
    return tokenizer


def component(value):
    """A component as it stands in a tokenizer.json."""
    return json.loads(value.__getstate__())


def written(root):
    """JSON with one line for each member, so that a change shows."""
    lines = [f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in root.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def main(folder):
    for style in STYLES + [tiny_words, tiny_pieces]:
        root = json.loads(style().to_str())
        if style.__name__ in STRING_MERGES:
            root["model"]["merges"] = [" ".join(pair) for pair in root["model"]["merges"]]
        with open(os.path.join(folder, f"{style.__name__}.json"), "w", encoding="utf-8") as file:
            file.write(written(root))
    rows = [("glass", GLASS), ("pieces", PIECES)]
    for kind, values in [
        ("normalizer", NORMALIZERS), ("pre_tokenizer", PRE_TOKENIZERS), ("post_processor", POST_PROCESSORS),
        ("decoder", DECODERS),
    ]:
        rows += [(kind, component(value)) for value in values]
    rows += [("unsupported", {kind: component(value)}) for kind, value in UNSUPPORTED]
    with open(os.path.join(folder, "components.tsv"), "w", encoding="utf-8") as file:
        for kind, value in rows:
            file.write(f"{kind}\t{json.dumps(value, ensure_ascii=False)}\n")


if __name__ == "__main__":
    main(sys.argv[1])
