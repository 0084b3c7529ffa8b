"""Counts a published vote again: python3 retally.py DIR [KEY]. Ends with 0 when everything agrees, else with 1.
Written from docs/design/ledger.md with nothing but Python's standard library, as a check on `saiying retally`."""
import base64, datetime, hashlib, json, os, re, sys

faults = []
def must(ok, *words):
    if not ok:
        faults.append(" ".join(map(str, words)))

# Ed25519 verification, RFC 8032, in affine coordinates.
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P

def point(data):
    y, sign = int.from_bytes(data, "little") & (1 << 255) - 1, data[31] >> 7
    x2 = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if y >= P or (x * x - x2) % P or (not x and sign):
        raise ValueError("not a point")
    return P - x if x & 1 != sign else x, y
def plus(p, q):
    k = D * p[0] * q[0] * p[1] * q[1]
    return (p[0] * q[1] + q[0] * p[1]) * pow(1 + k, -1, P) % P, (p[1] * q[1] + p[0] * q[0]) * pow(1 - k, -1, P) % P
def times(n, p):
    q = 0, 1
    while n:
        q = plus(q, p) if n & 1 else q
        p, n = plus(p, p), n >> 1
    return q

def signed(key, text, sig):
    s, h = int.from_bytes(sig[32:], "little"), int.from_bytes(hashlib.sha512(sig[:32] + key + text).digest(), "little") % L
    base = point(bytes.fromhex("58" + "66" * 31))
    return len(sig) == 64 and s < L and times(s, base) == plus(point(sig[:32]), times(h, point(key)))

# The published files.
def unread(path):
    left.discard(path)
    with open(os.path.join(root, path), "rb") as f:
        return f.read()
def text64(raw): return base64.b64encode(raw).decode()
def verifier(line):
    name, check, body = line.split("+", 2)
    raw = base64.b64decode(body, validate=True)
    if raw[0] != 1 or len(raw) != 33 or check != hashlib.sha256(name.encode() + b"\n" + raw).hexdigest()[:8] or text64(raw) != body:
        raise ValueError("the key is not an Ed25519 verifier key")
    return name, raw[1:], bytes.fromhex(check)
def checkpoint(data, key):
    name, public, check = key
    text, _, rest = data.decode().partition("\n\n")
    _, size, tree = text.split("\n")
    sig, tree = (base64.b64decode(x, validate=True) for x in (rest.rsplit(" ", 1)[1].rstrip("\n"), tree))
    again = f"{name}\n{int(size)}\n{text64(tree)}\n\n\u2014 {name} {text64(sig)}\n"
    if again.encode() != data or sig[:4] != check or not signed(public, (text + "\n").encode(), sig[4:]):
        raise ValueError("a checkpoint has not its form or not the key's signature")
    return int(size), tree
def checkpoints(key):
    found = {}
    for f in sorted(x for x in left if x.startswith("checkpoints/")):
        n, tree = checkpoint(data := unread(f), key)
        must(f == f"checkpoints/{n}", f, "is of another size")
        found[n] = tree, data
    must(unread("checkpoint") == found[max(found)][1], "checkpoint is not the newest")
    return {n: tree for n, (tree, _) in found.items()}

# The tree.
def node(a, b): return hashlib.sha256(b"\x01" + a + b).digest()
def perfect(hashes):
    half = len(hashes) // 2
    return node(perfect(hashes[:half]), perfect(hashes[half:])) if half else hashes[0]

def fold(levels):
    top = None
    for hashes in levels:
        while hashes:
            low = len(hashes) & -len(hashes)
            part = perfect(hashes[-low:])
            top, hashes = part if top is None else node(part, top), hashes[:-low]
    return top
def path(of, n, w):
    s = f"{n % 1000:03d}"
    while n >= 1000:
        n //= 1000
        s = f"x{n % 1000:03d}/{s}"
    return f"{of}/{s}" + (f".p/{w}" if w < 256 else "")
def compare(name, needed, parts):
    if name in left or needed:
        must(unread(name) == b"".join(parts), name, "is not what the leaves make")

def grow(levels, size, leaf):
    for level in range(8):
        levels[level].append(leaf)
        w = len(levels[level])
        compare(path(f"tile/8/{level}", (size >> 8 * level) - 1 >> 8, w), w == 256, levels[level])
        if w < 256:
            return
        leaf, levels[level] = perfect(levels[level]), []

# The leaves. Each has one form only.
N, INT, NAME, CODE = "[1-9][0-9]*", "(0|[1-9][0-9]*)", '"[A-Za-z0-9][A-Za-z0-9._-]*"', '"[A-Za-z0-9_-]{22}"'
DAY, TIME = r'"\d{4}-\d\d-\d\d"', r'("\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d"|"")'
PLACE = f'{{"key":{NAME},"per_day":{N},"weight":{N}}}'
LIMITS = "".join(f',"{k}":{INT}' for k in ("per_work_per_day", "per_category_per_day", "per_work", "in_all"))
TOTALS = rf'"totals":{{({NAME}:{INT}(,{NAME}:{INT})*)?}}'
RULING = rf'"refs":\[{N}(,{N})*\],"case":({NAME}|""),"reason":{NAME}'
FORMS = {"vote": f'"entry":{NAME},"n":{N}(,"c":{NAME})?,"v":{CODE},"r":{CODE}', "hold": RULING, "annul": RULING, "release": RULING, "close": TOTALS,
         "open": rf'"rules":{{"zone":"[A-Za-z0-9/_+-]+","opens":{TIME},"closes":{TIME},"per_day":{N}{LIMITS}(,"channels":\[{PLACE}(,{PLACE})*\])?(,"voters":"whole")?}}'}

def parse(line):
    l = json.loads(line)
    form = rf'{{"t":"{l["t"]}","seq":{N},"contest":{NAME},"day":{DAY},{FORMS[l["t"]]}}}' + "\n"
    refs, works, keys = l.get("refs", []), list(l.get("totals", {})), [c["key"] for c in l.get("rules", {}).get("channels", [])]
    datetime.date.fromisoformat(l["day"])
    if not re.fullmatch(form, line.decode("ascii")) or refs != sorted(set(refs)) or works != sorted(works) or len(keys) > len(set(keys)):
        raise ValueError("the line is not of the one form")
    return l

# The count.
rules, votes, totals, spent, whole, closed, today = None, {}, {}, {}, {}, False, ""

def differ(where, published):
    for work in sorted(published.keys() | totals.keys()):
        must(published.get(work, 0) == totals.get(work, 0), where, work, "published", published.get(work, 0), "counted", totals.get(work, 0))

def add(seq, l):
    global rules, closed
    if l["t"] == "open":
        rules, closed = l["rules"], False
    must(rules, seq, "comes before any rules")
    if l["t"] == "vote":
        vote(seq, l)
    must(l.get("case") or l["t"] != "annul", seq, "annuls without a case")
    for ref in l.get("refs", []):
        rule(seq, ref, l["t"] != "release")
    if "totals" in l:
        closed = True
        differ(seq, l["totals"])

def vote(seq, l):
    global today
    must(not closed and l["day"] >= today, seq, "is a vote after one of a later day or after the close")
    if l["day"] != today:
        today = l["day"]
        spent.clear()
    at = rules or {}
    place = next((c for c in at.get("channels", [{"weight": 1, **at}]) if c.get("key") == l.get("c")), {})
    must(place, seq, "is not in one of the channels of its rules:", l.get("c"))
    for purses, of, limit in ((spent, place, "per_day"), (spent, at, "per_work_per_day"), (whole, at, "in_all"), (whole, at, "per_work")):
        who = (l["v"], l["entry"] if "work" in limit else "")
        if purses is spent or "voters" in at:
            purses[who] = purses.get(who, 0) + l["n"]
            must(purses[who] <= (of.get(limit) or purses[who]), seq, l["v"], "has", purses[who], "votes, more than", limit)
    closes = rules and rules["closes"] and datetime.datetime.fromisoformat(rules["closes"]) - datetime.timedelta(seconds=1)
    must(not rules or l["day"] >= rules["opens"][:10] and (not closes or l["day"] <= closes.date().isoformat()), seq, "is outside the window")
    votes[seq] = l["entry"], l["n"] * place.get("weight", 1), False
    totals[l["entry"]] = totals.get(l["entry"], 0) + votes[seq][1]

def rule(seq, ref, out):
    must(ref in votes, seq, "speaks of", ref, "which is no vote before it")
    if ref in votes:
        entry, n, was = votes[ref]
        votes[ref] = entry, n, out
        totals[entry] += (was - out) * n

def main():
    line = unread("key").decode()
    must(sys.argv[2:] in ([], [line.rstrip("\n")]), "the ledger's key is not the given one")
    key = verifier(line.removesuffix("\n") if line.endswith("\n") else "")
    contest, roots, levels = key[0].rsplit("/", 1)[-1], checkpoints(key), [[] for _ in range(8)]
    for at in range(0, size := max(roots), 256):
        lines = re.findall(rb"[^\n]*\n|[^\n]+$", unread(path("leaves", at // 256, w := min(256, size - at))))
        must(len(lines) == w, "the lines from", at + 1, "are", len(lines), "not", w)
        for seq, line in enumerate(lines, at + 1):
            compare(path("leaves", at // 256, seq - at), False, lines[: seq - at])
            grow(levels, seq, hashlib.sha256(b"\x00" + line).digest())
            must(seq not in roots or fold(levels) == roots[seq], "checkpoint", seq, "does not have the root of the leaves")
            l = parse(line)
            must(l["seq"] == seq and l["contest"] == contest, seq, "has the number or the contest of another")
            add(seq, l)
    for level, hashes in enumerate(levels):
        compare(path(f"tile/8/{level}", size >> 8 * level + 8, len(hashes)), hashes, hashes)
    r = json.loads(data := unread("ranking.json"))
    want = {"contest": contest, "size": size, "totals": dict(sorted(r["totals"].items()))}
    must(json.dumps(want, separators=(",", ":")).encode() + b"\n" == data, "ranking.json is not of the one form, the contest or the size")
    differ("ranking.json", r["totals"])
    must(not left, *sorted(left), "do not belong to the ledger")
    print(size, "leaves;", json.dumps(totals, sort_keys=True))

root = sys.argv[1]
left = {os.path.relpath(os.path.join(d, f), root).replace(os.sep, "/") for d, _, fs in os.walk(root) for f in fs}
try:
    main()
except (OSError, ValueError, KeyError, IndexError, TypeError, AttributeError) as e:
    must(False, "the ledger cannot be read:", e)
print("\n".join(faults) or "agrees")
sys.exit(1 if faults else 0)
