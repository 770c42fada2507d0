"""Encodes and decodes texts with the `tokenizers` package.

usage: encode_with_tokenizers.py REQUEST.json

REQUEST.json is a list of {"tokenizer": TEXT OF A tokenizer.json, "texts": [...], "sequences": [[id, ...], ...]}. Prints
a list with {"texts": [...], "sequences": [...]} for each. A text becomes its ids without and with the special tokens of
the post-processor and what the first decode to, {"ids", "idsWithSpecial", "decoded", "decodedSkipping"}; a sequence of
ids becomes {"decoded", "decodedSkipping"}, where special tokens are left out of the second. What the package refuses
becomes {"error": "..."}, what it crashes on {"crash": "..."}.
"""

import json
import sys

from tokenizers import Tokenizer


def decoded(tokenizer, ids):
    return {
        "decoded": tokenizer.decode(ids, skip_special_tokens=False),
        "decodedSkipping": tokenizer.decode(ids, skip_special_tokens=True),
    }


def encoded(tokenizer, text):
    ids = tokenizer.encode(text, add_special_tokens=False).ids
    special = tokenizer.encode(text, add_special_tokens=True).ids
    return {"ids": ids, "idsWithSpecial": special} | decoded(tokenizer, ids)


def tried(function, tokenizer, value):
    try:
        return function(tokenizer, value)
    except Exception as error:
        return {"error": str(error)}
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # a panic of Rust, which is no Exception
            raise
        return {"crash": str(error)}


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        requests = json.load(file)
    answers = []
    for request in requests:
        tokenizer = Tokenizer.from_str(request["tokenizer"])
        answers.append({
            "texts": [tried(encoded, tokenizer, text) for text in request["texts"]],
            "sequences": [tried(decoded, tokenizer, ids) for ids in request["sequences"]],
        })
    json.dump(answers, sys.stdout, separators=(",", ":"))


main()
