#!/usr/bin/python3
"""A second reader of .ydp packages, written from docs/format/ydp-v1.md alone; numbers in comments are its chapters.

    /usr/bin/python3 read_ydp.py KEY SENDER FILE…    `ok` and a line `SHA-256 path` for each file, or the code

KEY is the receiver's private encryption key, SENDER the sender's public signing key, in hex; '' where it is not known.
It opens packages and trusts nothing in them, but it holds each one in memory: it is here to be read, not to be used.
Needs Debian's python3-botan, for SM2 and SM4.
"""
import hashlib, hmac, re, struct, sys, unicodedata, zlib
from datetime import datetime
from pathlib import Path

import botan2

MAGIC, USER_ID = b"YIDI-YDP", "1234567812345678"
BLOCK, CHUNK = 4096, 65536


class Refused(Exception):
    """The package is refused; the argument is the code."""


def require(holds, code="contents-rejected"):
    if not holds:
        raise Refused(code)


def sm3(data):
    return hashlib.new("sm3", data).digest()


# ---- 3 Volumes

class VolumeHeader:
    def __init__(self, block):
        magic, version, flags, number, self.package, H, zero, F, C, P, R, self.size, zeros, self.index, self.volume, \
            checksum = struct.unpack(">8s H H I 16s I I Q Q Q Q Q 16s 32s 32s 32s", block)
        self.last, self.number, self.F, self.C, self.H, self.P, self.R = flags & 1, number, F, C, H, P, R
        self.index_bytes = 32 * (F + C) + 96 if self.last else 32 * C
        L = 192 + H + P + self.index_bytes
        self.D = -(-L // BLOCK)
        self.G = -(-self.D // 232)
        self.K = -(-(self.D + 23 * self.G) // 973)
        self.valid = (
            (magic, version, flags >> 1, zero, zeros) == (MAGIC, 1, 0, 0, bytes(16))
            and checksum == sm3(block[:160]) and max(F, C, P, R, self.size) < 2**53
            and number >= 1 and C >= 1 and H >= 1 and (F == 0) == (number == 1)
            and (CHUNK * (C - 1) < P <= CHUNK * C or (F, C, P) == (0, 1, 0) if self.last else P == CHUNK * C)
            and R in (0, BLOCK * (self.D + 3 * self.K + 23 * self.G) - L)
            and self.size == L + R + H + self.index_bytes + 192
        )


def volume_header(block):
    """The volume header in these 192 bytes, or None where they are no valid one."""
    h = VolumeHeader(block) if len(block) == 192 else None
    return h if h and h.valid else None


def has_check_block(data):
    """Whether there is a check block in the last 64 MiB, where its volume has it."""
    for at in range(max(0, -(-(len(data) - 2**26) // BLOCK) * BLOCK), len(data) - BLOCK + 1, BLOCK):
        block = data[at : at + BLOCK]
        k, zero, crc = struct.unpack(">192x I I 3892x I", block)
        h = volume_header(block[:192]) if crc == zlib.crc32(block[:4092]) else None
        if h and h.R and zero == 0 and k < h.K:
            behind_list = 200 + 4 * min(973, h.D + 23 * h.G - 973 * k)
            if at // BLOCK - k in (h.D, h.D + h.K, h.D + 2 * h.K + 23 * h.G) and not any(block[behind_list:4092]):
                return True
    return False


class Volume:
    """A file that has passed steps 1 to 4 of chapter 10."""

    def __init__(self, data):
        front, back, size = data[:192], data[-192:], len(data)
        h, other = volume_header(front), volume_header(back)
        if h is None:
            require(not (other and other.size == size), "header-damaged")
            require(size >= 192 or not MAGIC.startswith(front[:8]), "truncated")
            require(front[:8] != MAGIC or front[8:10] == b"\0\1", "unsupported-version")
            require(not (front[:8] == MAGIC or other or has_check_block(data)), "header-damaged")
            raise Refused("not-a-package")
        require(h.H <= 65536 and h.F + h.C <= 4194304, "limit-exceeded")  # 12
        require(size >= h.size, "truncated")
        require(size <= h.size, "payload-damaged")
        require(back == front, "header-damaged")
        at = [192]
        for length in (h.H, h.P, h.index_bytes, h.R, h.H, h.index_bytes):
            at.append(at[-1] + length)
        self.header, payload, self.index, _, header_copy, index_copy = (data[a:b] for a, b in zip(at, at[1:]))
        package, self.recipients = text_header(self.header, header_copy)
        require(h.package == package, "volume-of-another-package")
        require(sm3(self.index) == sm3(index_copy) == h.index, "payload-damaged")
        self.h, self.table = h, self.index[:-96] if h.last else self.index
        self.own_table = self.table[-32 * h.C :]  # the digests of this volume's own chunks
        require(sm3(self.own_table) == h.volume, "header-damaged")
        self.chunks = [payload[i * CHUNK : (i + 1) * CHUNK] for i in range(h.C)]


# ---- 4 Text header

NUMBER, ID, DIGEST = "(0|[1-9][0-9]{0,15})", "([0-9a-f]{32})", "([0-9a-f]{64})"
TEXT_HEADER = re.compile(
    f"yidi-package v1\npackage {ID}\nkind (?:report|receipt|decision|dispatch)\nsender {ID}\nepoch {NUMBER}\n"
    f"sequence {NUMBER}\nprevious (?:none|{ID})\ncreated ([0-9T:-]{{19}})Z\n"
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
    require(match and copies[0] == copies[1] and max(map(len, raw.split("\n"))) <= 1024, "header-damaged")
    package, _, epoch, sequence, _, created, audit, _, lines, _, _ = match.groups()
    recipients = [line.split(" ")[1:] for line in lines.splitlines()]
    require(max(map(int, (epoch, sequence, audit))) < 2**53 and is_time(created), "header-damaged")
    require(len({id for _, id, _ in recipients}) == len(recipients), "header-damaged")
    return bytes.fromhex(package), recipients


def is_time(created):
    """Whether it exists. Python has no year 0, which is a leap year like 2000."""
    created = re.sub("^0000", "2000", created)
    try:
        return datetime.fromisoformat(created).isoformat() == created
    except ValueError:
        return False


# ---- 10 What a receiver checks, in this order

def read_package(files, key, sender):
    """Path and contents of each file below data/, in the order of the tar; every check of chapter 10 has been made."""
    volumes = in_order([Volume(data) for data in files])
    header, table = volumes[-1].header, volumes[-1].table
    mac, signature = volumes[-1].index[-96:-64], volumes[-1].index[-64:]

    private = botan2.PrivateKey.load_sm2("sm2p256v1", int.from_bytes(key, "big"))  # 6
    point = private.get_public_key()
    public = b"\4" + b"".join(int(point.get_field(f)).to_bytes(32, "big") for f in ("public_x", "public_y"))
    ours = ["sm2", sm3(public)[:16].hex()]
    envelope = next((bytes.fromhex(body) for *whose, body in volumes[-1].recipients if whose == ours), None)
    require(envelope, "not-for-this-station")
    require(sender, "unknown-sender")  # 7
    require(signature_holds(sender, b"yidi-ydp-v1/sign\n" + header + mac + table, signature), "signature-invalid")  # 8

    # 9; Botan wants the same DER as GM/T 0009, and throws on any other spelling of it
    file_key = botan2.PKDecrypt(private, "SM3").decrypt(envelope)
    require(len(file_key) == 32)
    prk = hmac.digest(volumes[-1].h.package, file_key, "sm3")  # 5
    encryption_key = hmac.digest(prk, b"yidi-ydp-v1/enc\1", "sm3")[:16]
    authentication_key = hmac.digest(prk, b"yidi-ydp-v1/mac\1", "sm3")
    require(hmac.digest(authentication_key, sm3(header[:-72]) + table, "sm3") == mac)  # 7

    chunks = [chunk for v in volumes for chunk in v.chunks]  # 10
    for i, chunk in enumerate(chunks):
        digest = sm3(struct.pack(">QB", i, i == len(chunks) - 1) + chunk)
        require(digest == table[32 * i : 32 * i + 32], "payload-damaged")
    return bag(tar_files(*frames([decrypt(encryption_key, i, chunk) for i, chunk in enumerate(chunks)])))  # 11


def in_order(volumes):
    """Chapter 10, step 5: the volumes by number."""
    same, by_number = len({v.header for v in volumes}) == 1, {}
    for v in volumes:
        same &= by_number.setdefault(v.h.number, v).h.index == v.h.index
    require(same, "volume-of-another-package")
    *others, last = volumes = [by_number[number] for number in sorted(by_number)]
    require(last.h.last and len(volumes) == last.h.number, "missing-volume")
    runs_follow = all(v.h.F == sum(before.h.C for before in volumes[:i]) for i, v in enumerate(volumes))
    tables_agree = b"".join(v.own_table for v in volumes) == last.table
    require(runs_follow and tables_agree and not any(v.h.last for v in others), "volume-of-another-package")
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
    require(chunks == [b""] or len(chunks[-1]) >= 3)  # 6
    payload, tar, file_starts, at = b"".join(chunk[2:] for chunk in chunks), bytearray(), set(), 0
    leads = [0] * len(chunks)
    while at < len(payload):
        c, offset = divmod(at, CHUNK - 2)
        leads[c] = leads[c] or 2 + offset
        require(len(payload) - at >= 9)
        method, S, N = struct.unpack_from(">BII", payload, at)
        contents = payload[at + 9 : at + 9 + S]
        require(N <= 262144, "limit-exceeded")
        require(method <= 3 and N >= 1 and len(contents) == S and (S < N or not method & 1))
        if method & 2:
            file_starts.add(len(tar))
        tar += inflate(contents, N) if method & 1 else contents
        require(method & 1 or S == N)
        at += 9 + S
        require(len(tar) <= 100 * at + 2**24, "limit-exceeded")
    require([int.from_bytes(chunk[:2], "big") for chunk in chunks] == leads)  # 6
    return bytes(tar), file_starts


def inflate(contents, N):
    stream = zlib.decompressobj(-15)
    original = stream.decompress(contents, N + 1)
    require(len(original) <= N, "limit-exceeded")
    require(len(original) == N and stream.eof and not stream.unused_data)
    return original


# ---- 9 The bag

TAR_HEADER = re.compile(  # name, …, size, time, checksum, type, link name, magic and version, …, prefix, …
    rb".{124}([0-7]{11})[ \0].{12}([0-7]{6,7})[ \0]{1,2}([0x])\0{100}ustar\x0000.{80}\0{155}.{12}", re.DOTALL
)


def tar_files(tar, file_starts):
    """Path and contents of each file in the tar."""
    files, at = [], 0
    while tar[at : at + 512] != bytes(512):
        begun, pax = at, {}
        kind, name, contents, at = tar_entry(tar, at)
        if kind == b"x":
            require(len(contents) <= 2048)
            pax = pax_records(contents)
            kind, name, contents, at = tar_entry(tar, at, pax.get("size"))
        require(kind == b"0")
        file_starts.discard(begun)
        files.append((pax.get("path", name), contents))
    require(tar[at:] == bytes(1024) and not file_starts)  # 8
    return files


def tar_entry(tar, at, size=None):
    """Type, name and contents of the entry at this place, and the place behind it."""
    block = tar[at : at + 512]  # too short where the tar has been cut
    name, match = block[:100].rstrip(b"\0"), TAR_HEADER.fullmatch(block)
    require(match and re.fullmatch(rb"[ -~]+", name))
    require(int(match[2], 8) == sum(block) - sum(block[148:156]) + 8 * 0x20)
    end = at + 512 + (int(match[1], 8) if size is None else size)
    behind = -(-end // 512) * 512
    require(not any(tar[end:behind]))
    return match[3], name.decode(), tar[at + 512 : end], behind


def pax_records(data):
    records = {}
    while data:
        match = re.match(rb"([1-9][0-9]*) (path|size)=", data)
        require(match)
        length, word = int(match[1]), match[2].decode()
        value, end = data[match.end() : length - 1].decode(), data[length - 1 : length]
        require(end == b"\n" and word not in records)
        require(word == "path" or re.fullmatch(NUMBER, value))
        records[word] = int(value) if word == "size" else value
        data = data[length:]
    return records


DEVICE = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³]) *(\..*)?", re.IGNORECASE | re.ASCII)
FORBIDDEN = re.compile('[\\\\:*?"<>|\0-\x1f\x7f-\x9f\u2028\u2029]')


def bag(files):
    """The files below data/, without that word, after all manifests have been found right."""
    data = [(path[5:], contents) for path, contents in files if path.startswith("data/")]
    require(len(data) <= 200000, "limit-exceeded")  # 12
    tags = ["bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt"]
    require([path for path, _ in files] == ["bagit.txt"] + ["data/" + path for path, _ in data] + tags)
    check_paths([path for path, _ in data])
    bagit, info, manifest, tag_manifest = (files[i][1] for i in (0, -3, -2, -1))
    require(bagit == b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
    oxum = b"Payload-Oxum: %d.%d" % (sum(len(contents) for _, contents in data), len(data))
    require(len(info) <= 65536 and oxum in info.split(b"\n"))  # 12
    require(manifest == listing(files[1:-3]) and tag_manifest == listing([files[0], files[-3], files[-2]]))
    return data


def listing(files):
    return "".join(f"{sha256(contents)}  {path.replace('%', '%25')}\n" for path, contents in files).encode()


def sha256(contents):
    return hashlib.sha256(contents).hexdigest()


def check_paths(paths):
    seen, folders = set(), set()
    for path in paths:
        require(len(path.encode()) <= 1024 and not FORBIDDEN.search(path))
        for part in path.split("/"):
            require(1 <= len(part.encode()) <= 255 and part[-1] not in ". " and not DEVICE.fullmatch(part))
        folded = unicodedata.normalize("NFC", path).lower()
        parents = {folded[:i] for i, letter in enumerate(folded) if letter == "/"}
        require(folded not in seen and folded not in folders and not parents & seen)
        seen.add(folded)
        folders |= parents


# ---- What it says

def answer(files, key, sender):
    """The code, and for `ok` a line for each file."""
    try:
        return "ok", [f"{sha256(contents)} {path}" for path, contents in read_package(files, key, sender)]
    except Refused as refusal:
        return refusal.args[0], []
    except (botan2.BotanException, zlib.error, UnicodeDecodeError):  # of an envelope, a frame, a path
        return "contents-rejected", []


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")
    key, sender, *paths = sys.argv[1:]
    code, lines = answer([Path(path).read_bytes() for path in paths], bytes.fromhex(key), bytes.fromhex(sender))
    print("\n".join([code, *lines]))
