#!/usr/bin/python3
"""A second reader of .ydp packages, written from docs/format/ydp-v1.md alone; numbers in comments are its chapters.

    /usr/bin/python3 read_ydp.py --key HEX [--sender HEX] FILE…    `ok` and a line `SHA-256 path` for each file, or the code
    /usr/bin/python3 read_ydp.py --vectors DIR                     a line of JSON for each vector of chapter 15

It opens packages and trusts nothing in them, but it holds each one in memory: it is here to be read, not to be used.
Needs Debian's python3-botan, for SM2, SM3 and SM4.
"""
import argparse, base64, hashlib, json, re, struct, sys, unicodedata, zlib
from collections import namedtuple
from datetime import datetime
from pathlib import Path

import botan2

MAGIC, USER_ID = b"YIDI-YDP", "1234567812345678"
CHUNK, DATA = 65536, 65534  # a chunk, and what it holds of the frames


class Refused(Exception):
    """The package is refused; the argument is the code."""


def require(holds, code):
    if not holds:
        raise Refused(code)


def sm3(data):
    h = botan2.HashFunction("SM3")
    h.update(data)
    return h.final()


def hmac_sm3(key, data):
    mac = botan2.MsgAuthCode("HMAC(SM3)")
    mac.set_key(key)
    mac.update(data)
    return mac.final()


# ---- 3 Volumes

HEADER = struct.Struct(">8s H H I 16s I I Q Q Q Q Q 16s 32s 32s 32s")
Header = namedtuple("Header", "magic version flags number package H zero F C P R size zeros index volume checksum")


def index_bytes(h):
    return 32 * (h.F + h.C) + 96 if h.flags else 32 * h.C


def protected_bytes(h):
    """L."""
    return HEADER.size + h.H + h.P + index_bytes(h)


def recovery_blocks(h):
    """D, G and K."""
    D = -(-protected_bytes(h) // 4096)
    G = -(-D // 232)
    return D, G, -(-(D + 23 * G) // 973)


def recovery_bytes(h):
    """R, where there is recovery data."""
    D, G, K = recovery_blocks(h)
    return 4096 * D - protected_bytes(h) + 4096 * (3 * K + 23 * G)


def volume_header(block):
    """The volume header in these 192 bytes, or None where they are no valid one."""
    if len(block) != HEADER.size:
        return None
    h = Header._make(HEADER.unpack(block))
    valid = (
        h.magic == MAGIC and h.version == 1 and h.checksum == sm3(block[:160])
        and h.flags in (0, 1) and h.zero == 0 and h.zeros == bytes(16)
        and max(h.F, h.C, h.P, h.R, h.size) < 2**53
        and h.number >= 1 and h.C >= 1 and h.H >= 1 and (h.F == 0) == (h.number == 1)
        and (h.P == CHUNK * h.C if not h.flags
             else CHUNK * (h.C - 1) < h.P <= CHUNK * h.C or (h.F, h.C, h.P) == (0, 1, 0))
        and h.R in (0, recovery_bytes(h))
        and h.size == 2 * (HEADER.size + h.H + index_bytes(h)) + h.P + h.R
    )
    return h if valid else None


class Volume:
    def __init__(self, data):
        """Chapter 10, step 1."""
        front, back, size = data[: HEADER.size], data[-HEADER.size :], len(data)
        h = self.h = volume_header(front)
        if h is None:
            last = volume_header(back)
            require(not (last and last.size == size), "header-damaged")
            require(not (size < HEADER.size and MAGIC.startswith(front[:8])), "truncated")
            begins = front[:8] == MAGIC
            require(not (begins and front[8:10] != b"\0\1"), "unsupported-version")
            require(not (begins or last or has_check_block(data)), "header-damaged")
            raise Refused("not-a-package")
        require(h.H <= 65536 and h.F + h.C <= 4194304, "limit-exceeded")  # 12
        require(size >= h.size, "truncated")
        require(size <= h.size, "payload-damaged")
        require(back == front, "header-damaged")
        regions, at = [], HEADER.size
        for length in (h.H, h.P, index_bytes(h), h.R, h.H, index_bytes(h)):
            regions.append(data[at : at + length])
            at += length
        self.header, self.payload, self.index, _, self.header_copy, self.index_copy = regions
        self.table = self.index[:-96] if h.flags else self.index
        self.own_table = self.table[-32 * h.C :]  # the digests of this volume's own chunks


def has_check_block(data):
    """Whether there is a check block in the last 64 MiB, where its volume has it."""
    for at in range(max(0, -(-(len(data) - 2**26) // 4096) * 4096), len(data) - 4095, 4096):
        block = data[at : at + 4096]
        k, zero, crc = struct.unpack(">192xII3892xI", block)
        h = volume_header(block[: HEADER.size]) if crc == zlib.crc32(block[:4092]) else None
        if h and h.R and zero == 0:
            D, G, K = recovery_blocks(h)
            behind_list = 200 + 4 * min(973, D + 23 * G - 973 * k)
            if k < K and at // 4096 - k in (D, D + K, D + 2 * K + 23 * G) and not any(block[behind_list:4092]):
                return True
    return False


# ---- 4 Text header

NUMBER, ID, DIGEST = "(0|[1-9][0-9]{0,15})", "([0-9a-f]{32})", "([0-9a-f]{64})"
TIME = "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z"
TEXT_HEADER = re.compile(
    f"yidi-package v1\npackage {ID}\nkind (?:report|receipt|decision|dispatch)\nsender {ID}\nepoch {NUMBER}\n"
    f"sequence {NUMBER}\nprevious (?:none|{ID})\ncreated ({TIME})\n"
    f"audit {NUMBER} {DIGEST}\n((?:recipient [a-z0-9-]{{1,16}} {ID} (?:[0-9a-f]{{2}})+\n)+)digest {DIGEST}\n"
)


def text_header(*copies):
    """Chapter 10, step 2: the package id, and type, id and body of each recipient."""
    right = [raw for raw in copies if raw[-73:] == b"\ndigest %s\n" % sm3(raw[:-72]).hex().encode()]
    require(right, "header-damaged")
    raw = right[0].decode("latin-1")
    require(not re.match("yidi-package v(?!1\n)[1-9][0-9]{0,8}\n", raw), "unsupported-version")
    require(len(re.findall("^recipient ", raw, re.MULTILINE)) <= 64, "limit-exceeded")  # 12
    match = TEXT_HEADER.fullmatch(raw)
    require(copies[0] == copies[1], "header-damaged")
    require(match and max(map(len, raw.split("\n"))) <= 1024, "header-damaged")
    package, _, epoch, sequence, _, created, audit, _, lines, _, _ = match.groups()
    recipients = [line.split(" ")[1:] for line in lines.splitlines()]
    require(max(map(int, (epoch, sequence, audit))) < 2**53 and is_time(created), "header-damaged")
    require(len({id for _, id, _ in recipients}) == len(recipients), "header-damaged")
    return bytes.fromhex(package), recipients


def is_time(created):
    """Whether it exists. Python has no year 0, which is a leap year like 2000."""
    try:
        return bool(datetime.strptime(re.sub("^0000", "2000", created), "%Y-%m-%dT%H:%M:%SZ"))
    except ValueError:
        return False


# ---- 10 What a receiver checks, in this order

def read_package(files, key, sender):
    """Path and contents of each file below data/, in the order of the tar; every check of chapter 10 has been made."""
    volumes = []
    for data in files:
        v = Volume(data)  # 1
        package, recipients = text_header(v.header, v.header_copy)  # 2
        require(v.h.package == package, "volume-of-another-package")  # 3
        require(sm3(v.index) == sm3(v.index_copy) == v.h.index, "payload-damaged")  # 4
        require(sm3(v.own_table) == v.h.volume, "header-damaged")
        volumes.append(v)
    volumes = in_order(volumes)  # 5
    header, table = volumes[-1].header, volumes[-1].table
    mac, signature = volumes[-1].index[-96:-64], volumes[-1].index[-64:]

    private = botan2.PrivateKey.load_sm2("sm2p256v1", int.from_bytes(key, "big"))  # 6
    point = private.get_public_key()
    public = b"\4" + b"".join(int(point.get_field(f)).to_bytes(32, "big") for f in ("public_x", "public_y"))
    own_id = sm3(public)[:16].hex()
    envelope = next((bytes.fromhex(body) for type, id, body in recipients if (type, id) == ("sm2", own_id)), None)
    require(envelope, "not-for-this-station")
    require(sender, "unknown-sender")  # 7
    require(signature_holds(sender, b"yidi-ydp-v1/sign\n" + header + mac + table, signature), "signature-invalid")  # 8

    try:  # 9; Botan wants the same DER as GM/T 0009, and refuses any other spelling of it
        file_key = botan2.PKDecrypt(private, "SM3").decrypt(envelope)
    except botan2.BotanException:
        raise Refused("contents-rejected")
    require(len(file_key) == 32, "contents-rejected")
    prk = hmac_sm3(package, file_key)  # 5
    encryption_key = hmac_sm3(prk, b"yidi-ydp-v1/enc\1")[:16]
    authentication_key = hmac_sm3(prk, b"yidi-ydp-v1/mac\1")
    require(hmac_sm3(authentication_key, sm3(header[:-72]) + table) == mac, "contents-rejected")  # 7

    chunks = [v.payload[at : at + CHUNK] for v in volumes for at in range(0, max(v.h.P, 1), CHUNK)]  # 10
    for i, chunk in enumerate(chunks):
        digest = sm3(struct.pack(">QB", i, i == len(chunks) - 1) + chunk)
        require(digest == table[32 * i : 32 * i + 32], "payload-damaged")
    return bag(tar_files(*frames([decrypt(encryption_key, i, chunk) for i, chunk in enumerate(chunks)])))  # 11


def in_order(volumes):
    """Chapter 10, step 5: the volumes by number."""
    require(len({v.header for v in volumes}) == 1, "volume-of-another-package")
    by_number = {}
    for v in volumes:
        same = by_number.setdefault(v.h.number, v)
        require(same.h.index == v.h.index, "volume-of-another-package")
    volumes = [by_number[number] for number in sorted(by_number)]
    require(volumes[-1].h.flags and len(volumes) == volumes[-1].h.number, "missing-volume")
    require(not any(v.h.flags for v in volumes[:-1]), "volume-of-another-package")
    at = 0
    for v in volumes:
        require(v.h.F == at, "volume-of-another-package")
        at += v.h.C
    require(b"".join(v.own_table for v in volumes) == volumes[-1].table, "volume-of-another-package")
    return volumes


def signature_holds(public, message, signature):
    """7 Seal. Botan takes r ‖ s as the seal has them, and refuses numbers outside 1 … n - 1."""
    x, y = int.from_bytes(public[1:33], "big"), int.from_bytes(public[33:], "big")
    verify = botan2.PKVerify(botan2.PublicKey.load_sm2("sm2p256v1", x, y), f"{USER_ID},SM3")
    verify.update(message)
    return verify.check_signature(signature)


def decrypt(key, i, chunk):
    """6 Chunks and table."""
    cipher = botan2.SymmetricCipher("CTR-BE(SM4)")
    cipher.set_key(key)
    cipher.start(struct.pack(">QQ", i, 0))
    return cipher.finish(chunk)


# ---- 8 Frames

def frames(chunks):
    """The tar, and the places in it where a frame says (bit 1) that a file begins."""
    require(chunks == [b""] or len(chunks[-1]) >= 3, "contents-rejected")  # 6
    leads = [int.from_bytes(chunk[:2], "big") for chunk in chunks]
    payload = b"".join(chunk[2:] for chunk in chunks)
    tar, file_starts, stored_sum, at = bytearray(), set(), 0, 0
    right_leads = [0] * len(chunks)
    while at < len(payload):
        c, offset = divmod(at, DATA)
        right_leads[c] = right_leads[c] or 2 + offset
        require(len(payload) - at >= 9, "contents-rejected")
        method, S, N = struct.unpack_from(">BII", payload, at)
        contents = payload[at + 9 : at + 9 + S]
        require(N <= 262144, "limit-exceeded")
        require(method <= 3 and N >= 1 and len(contents) == S, "contents-rejected")
        if method & 2:
            file_starts.add(len(tar))
        if method & 1:
            require(S < N, "contents-rejected")
            contents = inflate(contents, N)
        require(len(contents) == N, "contents-rejected")
        tar += contents
        at, stored_sum = at + 9 + S, stored_sum + 9 + S
        require(len(tar) <= 100 * stored_sum + 2**24, "limit-exceeded")
    require(leads == right_leads, "contents-rejected")  # 6
    return bytes(tar), file_starts


def inflate(contents, N):
    stream = zlib.decompressobj(-15)
    try:
        original = stream.decompress(contents, N + 1)
    except zlib.error:
        raise Refused("contents-rejected")
    require(len(original) <= N, "limit-exceeded")
    require(stream.eof and not stream.unused_data, "contents-rejected")
    return original


# ---- 9 The bag

def tar_files(tar, file_starts):
    """Path and contents of each file in the tar."""
    files, pax, at, begun = [], None, 0, 0
    while True:
        block = tar[at : at + 512]  # empty, and so without a size, where the tar has been cut
        if block == bytes(512):
            require(pax is None and tar[at:] == bytes(1024), "contents-rejected")
            break
        name, kind = block[:100].rstrip(b"\0"), block[156:157]
        size, checksum = octal(rb"([0-7]{11})[ \0]", block[124:136]), octal(rb"([0-7]{6,7})[ \0]{1,2}", block[148:156])
        require(re.fullmatch(rb"[ -~]+", name), "contents-rejected")
        require(block[257:265] == b"ustar\00000", "contents-rejected")
        require(checksum == sum(block) - sum(block[148:156]) + 8 * 0x20, "contents-rejected")
        require(not any(block[157:257]) and not any(block[345:500]), "contents-rejected")  # link name, prefix
        if kind == b"x":
            require(pax is None and size <= 2048, "contents-rejected")
            begun = at
        else:
            require(kind == b"0", "contents-rejected")
            begun, size = (at, size) if pax is None else (begun, pax.get("size", size))
        end = at + 512 + size
        contents, at = tar[at + 512 : end], -(-end // 512) * 512
        require(not any(tar[end:at]), "contents-rejected")
        if kind == b"x":
            pax = pax_records(contents)
            continue
        file_starts.discard(begun)
        files.append(((pax or {}).get("path", name.decode("ascii")), contents))
        pax = None
    require(not file_starts, "contents-rejected")  # 8
    return files


def octal(form, field):
    match = re.fullmatch(form, field)
    require(match, "contents-rejected")
    return int(match[1], 8)


def pax_records(data):
    records = {}
    while data:
        match = re.match(rb"([1-9][0-9]*) (path|size)=", data)
        require(match, "contents-rejected")
        length, word = int(match[1]), match[2].decode()
        value = data[match.end() : length - 1]
        require(data[length - 1 : length] == b"\n" and word not in records, "contents-rejected")
        require(word == "path" or re.fullmatch(rb"0|[1-9][0-9]{0,15}", value), "contents-rejected")
        try:
            records[word] = int(value) if word == "size" else value.decode("utf-8")
        except UnicodeDecodeError:
            raise Refused("contents-rejected")
        data = data[length:]
    return records


DEVICE = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³]) *(\..*)?", re.IGNORECASE | re.ASCII)
FORBIDDEN = re.compile('[\\\\:*?"<>|\0-\x1f\x7f-\x9f\u2028\u2029]')


def bag(files):
    """The files below data/, without that word, after all manifests have been found right."""
    names = [path for path, _ in files]
    data = [(path[5:], contents) for path, contents in files if path.startswith("data/")]
    require(len(data) <= 200000, "limit-exceeded")  # 12
    tags = ["bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt"]
    require(names == ["bagit.txt"] + ["data/" + path for path, _ in data] + tags, "contents-rejected")
    check_paths([path for path, _ in data])
    bagit, info, manifest, tag_manifest = (files[i][1] for i in (0, -3, -2, -1))
    require(bagit == b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n", "contents-rejected")
    require(len(info) <= 65536, "contents-rejected")  # 12
    oxum = b"Payload-Oxum: %d.%d" % (sum(len(contents) for _, contents in data), len(data))
    require(oxum in info.split(b"\n"), "contents-rejected")
    require(manifest == listing(files[1:-3]), "contents-rejected")
    require(tag_manifest == listing([files[0], files[-3], files[-2]]), "contents-rejected")
    return data


def listing(files):
    return "".join(f"{sha256(contents)}  {path.replace('%', '%25')}\n" for path, contents in files).encode()


def sha256(contents):
    return hashlib.sha256(contents).hexdigest()


def check_paths(paths):
    seen, folders = set(), set()
    for path in paths:
        parts = path.split("/")
        require(len(path.encode()) <= 1024 and not FORBIDDEN.search(path), "contents-rejected")
        for part in parts:
            require(1 <= len(part.encode()) <= 255 and part[-1] not in ". ", "contents-rejected")
            require(not DEVICE.fullmatch(part), "contents-rejected")
        folded = unicodedata.normalize("NFC", path).lower()
        parents = {folded[:i] for i, letter in enumerate(folded) if letter == "/"}
        require(folded not in seen and folded not in folders and not parents & seen, "contents-rejected")
        seen.add(folded)
        folders |= parents


# ---- What it says

def answer(files, key, sender):
    """The code, and for `ok` a line for each file."""
    try:
        data = read_package(files, key, sender)
        return "ok", [f"{sha256(contents)} {path}" for path, contents in data]
    except Refused as refusal:
        return refusal.args[0], []


def read_vector(text):
    """15 Test vectors."""
    head, *blocks = text.rstrip("\n").split("\n\n")
    words = dict(line.split(": ", 1) for line in head.split("\n") if not line.startswith("entry: "))
    files = [base64.b64decode(block.partition("\n")[2]) for block in blocks]
    return files, bytes.fromhex(words["key"]), bytes.fromhex(words.get("sender", ""))


def main():
    sys.stdout.reconfigure(encoding="utf-8")
    parser = argparse.ArgumentParser(description="Reads a .ydp package.")
    parser.add_argument("--key", type=bytes.fromhex, help="private encryption key of the receiver")
    parser.add_argument("--sender", type=bytes.fromhex, help="public signing key of the sender; unknown without")
    parser.add_argument("--vectors", type=Path, help="a folder of test vectors, instead of key and files")
    parser.add_argument("files", nargs="*", type=Path)
    given = parser.parse_args()
    if given.vectors:
        for path in sorted(given.vectors.glob("*.txt")):
            code, entries = answer(*read_vector(path.read_text("utf-8")))
            print(json.dumps({"name": path.stem, "code": code, "entries": entries}))
    elif given.key and given.files:
        code, entries = answer([path.read_bytes() for path in given.files], given.key, given.sender)
        print("\n".join([code, *entries]))
    else:
        parser.error("a key and files, or --vectors")


if __name__ == "__main__":
    main()
