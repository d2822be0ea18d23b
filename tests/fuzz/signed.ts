import { deflateRawSync } from 'node:zlib';
import { concatBytes, toHex, utf8 } from '../../electron/core/crypto/bytes.ts';
import { sm2Wrap } from '../../electron/core/crypto/sm2.ts';
import { recipientIdOf } from '../../electron/core/crypto/station-id.ts';
import type { Seeded } from '../fixtures/seeded.ts';
import {
  type Bag,
  joinBag,
  LINK,
  MAGIC,
  PREFIX,
  patchTar,
  paxHeader,
  SIZE,
  TYPE,
  tarFile,
} from '../vectors/craft-bag.ts';
import { frame } from '../vectors/craft-frames.ts';
import { type Craft, craftPackage, parties } from '../vectors/craft-package.ts';
import { SeededRandom } from '../vectors/seeded-random.ts';
import type { Kind } from './case.ts';
import { contentsReader } from './readers.ts';
import { NUMBERS, oneOf, spoil, spoilInPlace, spoilLines } from './spoil.ts';

/** Packages with a valid signature over whatever a dishonest sender likes to say. */
export const signed: readonly Kind[] = [
  kind('signed, tar', 12, (random) => ({ tar: (bag) => spoil(random, joinBag(bag)) })),
  kind('signed, tar headers', 12, (random) => ({ tar: (bag) => hostileTar(random, bag) })),
  kind('signed, frames', 12, (random) => ({ frames: (tar) => hostileFrames(random, tar) })),
  kind('signed, chunks', 8, (random) => ({ payload: (payload) => hostilePayload(random, payload) })),
  kind('signed, header', 5, (random) => ({ lines: (lines) => spoilLines(random, withEnvelope(lines)) })),
  kind('signed, envelope', 3, (random) => ({
    lines: (lines) => [...lines, `recipient sm2 ${recipientId} ${toHex(spoil(random, envelope))}`],
  })),
  kind('signed, seal', 3, (random) => ({
    ...(random.below(2) === 0 && { seal: (seal: Uint8Array) => spoilInPlace(random, seal) }),
    ...(random.below(2) === 0 && { table: (table: Uint8Array) => spoilInPlace(random, table) }),
    lastFlag: random.below(2) === 0,
  })),
];

const FILE_KEY = new SeededRandom('fuzz: file key').bytes(32);
const { publicKey } = parties.recipient;
const recipientId = recipientIdOf(publicKey);
/** Made once: it takes longer than all the rest. */
const envelope = new SeededRandom('fuzz: envelope').drive(() => sm2Wrap(FILE_KEY, publicKey));
const withEnvelope = (lines: string[]): string[] => [...lines, `recipient sm2 ${recipientId} ${toHex(envelope)}`];
const noise = new SeededRandom('fuzz: noise').bytes(140_000);

/** Whether some of it is lost on the way as well is left to chance: salvage has something to do then. */
function kind(name: string, weight: number, craft: (random: Seeded) => Omit<Craft, 'seed'>): Kind {
  return {
    name,
    weight,
    make: (random) => {
      const large = random.below(4) === 0;
      const files = craftPackage({
        seed: 'fuzz',
        fileKey: () => FILE_KEY,
        recipients: [],
        lines: withEnvelope,
        entries: entriesOf(random, large),
        frames: (tar) => cutInto(tar, random, (piece, begins) => goodFrame(random, piece, begins)),
        ...craft(random),
        ...(large && { file: (file: Uint8Array) => (random.below(2) === 0 ? file : spoil(random, file)) }),
      });
      return contentsReader(random, files);
    },
  };
}

function entriesOf(random: Seeded, large: boolean): NonNullable<Craft['entries']> {
  const names = [
    'records/catalog.jsonl',
    'datasets/行政许可 2019年度.csv',
    `datasets/${'名'.repeat(60)}`,
    '100%',
    'a/b/c',
  ];
  const count = random.below(names.length + 1);
  return names.slice(0, count).map((name, i) => {
    const bytes = large && i === 0 ? noise.subarray(random.below(70_000)) : utf8(`${name}\n`.repeat(random.below(40)));
    return [name, bytes] as const;
  });
}

/** Cuts a tar anywhere. */
function cutInto(tar: Uint8Array, random: Seeded, one: (piece: Uint8Array, begins: boolean) => Uint8Array): Uint8Array {
  const frames: Uint8Array[] = [];
  for (let at = 0; at < tar.length; ) {
    const length = 1 + random.below(oneOf(random, [100, 2000, 70_000, 262_144]));
    frames.push(one(tar.subarray(at, at + length), at === 0));
    at += length;
  }
  return concatBytes(...frames);
}

function goodFrame(random: Seeded, piece: Uint8Array, begins: boolean): Uint8Array {
  const flag = begins ? 2 : 0;
  const stored = deflateRawSync(piece);
  return random.below(2) === 0 && stored.length < piece.length
    ? frame(piece, { method: 1 | flag, stored })
    : frame(piece, { method: flag });
}

const bomb = deflateRawSync(new Uint8Array(262_144));

function hostileFrames(random: Seeded, tar: Uint8Array): Uint8Array {
  if (random.below(4) === 0)
    return spoil(
      random,
      cutInto(tar, random, (piece) => goodFrame(random, piece, false)),
    );
  return cutInto(tar, random, (piece, begins) => {
    const good = goodFrame(random, piece, begins);
    if (random.below(3) > 0) return good;
    return oneOf(random, [
      () => frame(piece, { method: random.below(8) }),
      () => frame(piece, { length: oneOf(random, NUMBERS) % 2 ** 32 }),
      () => frame(piece, { method: 1, stored: spoil(random, deflateRawSync(piece)) }),
      () => frame(piece, { method: 1, stored: bomb, length: oneOf(random, [piece.length, 262_144, 262_145]) }),
      () =>
        concatBytes(
          ...new Array<Uint8Array>(random.below(200)).fill(frame(piece, { method: 1, stored: bomb, length: 262_144 })),
        ),
      () => concatBytes(good.subarray(0, random.below(good.length)), good),
      () => concatBytes(good, good),
    ])();
  });
}

/** Leads that point anywhere, chunks that are cut. */
function hostilePayload(random: Seeded, payload: Uint8Array): Uint8Array {
  if (random.below(2) === 0) return spoil(random, payload);
  const chunk = 65_536 * random.below(Math.ceil(payload.length / 65_536));
  const changed = payload.slice();
  const lead = oneOf(random, [0, 1, 2, 3, 65_535, random.below(65_536), random.below(payload.length)]);
  changed.set([lead >> 8, lead & 0xff].slice(0, changed.length - chunk), chunk);
  return changed;
}

/** Files of a tar with fields that are something else, and their checksums right. */
function hostileTar(random: Seeded, bag: Bag): Uint8Array {
  const files = [bag.start, ...bag.data, ...bag.end];
  const at = random.below(files.length - 1);
  const file = files[at]!;
  const changed = oneOf(random, [
    () => [patchTar(file, ...oneOf(random, TAR_FIELDS)(random))],
    () => [patchTar(spoilInPlace(random, file.subarray(0, 512)), 0, ''), file.subarray(512)],
    () => [pax(random), file],
    () => [file, file],
    () => [],
    () => [new Uint8Array(512), file],
    () => [tarFile(oneOf(random, PATHS), utf8('x'))],
    () => [file.subarray(0, 512), spoil(random, file.subarray(512))],
  ])();
  const swapped = random.below(4) === 0 ? files.toReversed() : files.toSpliced(at, 1, concatBytes(...changed));
  return concatBytes(...swapped);
}

const TAR_FIELDS: readonly ((random: Seeded) => [offset: number, text: string])[] = [
  (random) => [0, oneOf(random, PATHS).slice(0, 99)],
  (random) => [SIZE, (oneOf(random, NUMBERS) % 8 ** 11).toString(8).padStart(11, '0')],
  (random) => [SIZE, oneOf(random, ['-0000000001', '0000000000 ', '           ', '\x80\0\0\0\0\0\0\0\0\0\x01'])],
  (random) => [TYPE, oneOf(random, [...'x01234567gLKS\0 '])],
  (random) => [LINK, oneOf(random, ['/etc/passwd', '../../evil', 'data/b'])],
  (random) => [MAGIC, oneOf(random, ['ustar  \0', 'ustar', '\0\0\0\0\0\0'])],
  (random) => [PREFIX, oneOf(random, ['..', 'data', '/'])],
];

const PATHS: readonly string[] = [
  ...[
    'data/../../evil',
    'data/./a',
    '/etc/passwd',
    'data//a',
    'data/a/',
    'data/',
    'data',
    'data/..\\evil',
    'data/C:evil',
  ],
  ...[
    'data/a\nb',
    'data/NUL.txt',
    'data/a.',
    'data/a ',
    'bagit.txt',
    'manifest-sha256.txt',
    'data/records/catalog.jsonl',
  ],
  ...[
    'data/records',
    'data/RECORDS/catalog.jsonl',
    `data/${'a'.repeat(256)}`,
    `data/${'a/'.repeat(500)}b`,
    'data/\u2028',
    'evil',
  ],
  ...['data/e\u0301', 'data/\u00e9', 'data/\u202egnp.exe', 'data/%2e%2e/a', 'data/con', 'data/\ud800'],
];

function pax(random: Seeded): Uint8Array {
  const record = (key: string, value: string): string => {
    const rest = ` ${key}=${value}\n`;
    const length = rest.length + 2 + random.below(3) - (random.below(4) === 0 ? 1 : 0);
    return `${random.below(6) === 0 ? oneOf(random, NUMBERS) : length}${rest}`;
  };
  const records = Array.from({ length: 1 + random.below(3) }, () =>
    oneOf(random, [
      record('path', oneOf(random, PATHS)),
      record('size', `${oneOf(random, [...NUMBERS, '-1', '007', '1e3', ''])}`),
      record(oneOf(random, ['linkpath', 'mtime', '', 'GNU.sparse.size']), '1'),
    ]),
  );
  const text = utf8(records.join(''));
  return paxHeader(random.below(3) === 0 ? spoil(random, text) : text);
}
