"""Writes widths.tsv: what wcwidth (https://pypi.org/project/wcwidth/, MIT) measures for many strings.

    pip install wcwidth==0.7.0 && python3 make-widths.py > widths.tsv
"""

import random
import wcwidth

# Left out: a joiner between letters (a U+200D b), after which wcwidth drops the b that terminals show.
RANDOM = random.Random(11)
WORDS = """plain Принтер не печатает ёлка Їжак ґанок ў é è́ e\u0301 и\u0306 日本語 中文(简体) 한국어 \u1112\u1161\u11ab ｆｕｌｌ ｱｲｳ か\u3099
Ελληνικά עברית العربية हिन्दी क्षि कि தமிழ் நி ไทย ก็ กำ ខ្មែរ မြန်မာ — “quoted” «ёлочки» … № € ½ ² © ™ ® ☺ ☺\ufe0f ☎ ☎\ufe0f ❤ ❤\ufe0f
❤\ufe0f\u200d🔥 👍 👍🏽 👍🏽👍 👨\u200d👩\u200d👧\u200d👦 👩🏽\u200d💻 🏳\ufe0f\u200d🌈 🏴\u200d☠\ufe0f 🇩🇪 🇩🇪🇫🇷 🇺🇦 #\ufe0f\u20e3 1\ufe0f\u20e3 ⌚ ⌚\ufe0e ⏰ ⚡ ✅ ✓ ✔ ✔\ufe0f ✖ 🔥
🖨 🖨\ufe0f 💻 🤷🏻\u200d♀\ufe0f 🧑\u200d🚀 🫠 👁\ufe0f\u200d🗨\ufe0f \u200b a\u200bb \u00ad a\u00adb \ufeff \u2060 ─│┌ █▓ ①② Ⅷ ﬁ ℃ 〜 ～ ・ 、。 「」 ﷺ ㍿ ㋿ 𠀀 𝐀 𐍈
ꥠ ᄀ ᄀ\u1161 ᄀ\u1161\u11a8 ᅡ \u3164 ½½ Z\u0351\u036b\u0343\u036a\u0302 ŉ ǆ ß ẞ""".split()
PIECES = [word for word in WORDS if word not in ("\ufeff",)] + [" ", "-", "a", "Я", "日", "🔥"]


def strings():
    yield ""
    yield from WORDS
    for point in list(range(0xA0, 0x180)) + list(range(0x400, 0x460)):
        yield chr(point)
    for _ in range(500):
        yield " ".join(RANDOM.choices(PIECES, k=RANDOM.randint(2, 6)))


print("# columns, then the text as scalars in hexadecimal; made by make-widths.py with wcwidth", wcwidth.__version__)
for text in strings():
    print(wcwidth.wcswidth(text), " ".join(f"{ord(character):04X}" for character in text), sep="\t")
