"""Encodes and decodes texts with the `tokenizers` package.

usage: encode_with_tokenizers.py TOKENIZER.json TEXTS.json

TEXTS.json is a list of texts. Prints a list with {"ids": [...], "text": "..."} for each, or {"error": "..."}.
"""

import json
import sys

from tokenizers import Tokenizer


def main():
    tokenizer = Tokenizer.from_file(sys.argv[1])
    with open(sys.argv[2], encoding="utf-8") as file:
        texts = json.load(file)
    results = []
    for text in texts:
        try:
            ids = tokenizer.encode(text).ids
        except Exception as error:
            results.append({"error": str(error)})
        else:
            results.append({"ids": ids, "text": tokenizer.decode(ids, skip_special_tokens=False)})
    json.dump(results, sys.stdout)


main()
