import { concatBytes, toHex, utf8 } from '../../electron/core/crypto/bytes.ts';
import { sm2Sign } from '../../electron/core/crypto/sm2.ts';
import { decodeSignature } from '../../electron/core/crypto/sm2-asn1.ts';
import { fingerprintOf } from '../../electron/core/crypto/station-id.ts';
import { encodeEnrolment, parseEnrolment } from '../../electron/core/exchange/format/format.ts';
import { parties } from '../vectors/craft-package.ts';
import { SeededRandom } from '../vectors/seeded-random.ts';
import { answerOf } from './answer.ts';
import type { Case, Kind } from './case.ts';
import { oneOf, spoil, spoilLines } from './spoil.ts';

/** Enrolment files: changed, and changed and signed again. */
export const enrolments: readonly Kind[] = [
  { name: 'enrolment, bytes', weight: 20, make: (random) => enrolment(spoil(random, oneOf(random, files))) },
  {
    name: 'enrolment, lines',
    weight: 20,
    make: (random) => enrolment(utf8(spoilLines(random, textOf(oneOf(random, files)).split('\n')).join('\n'))),
  },
  {
    name: 'enrolment, signed',
    weight: 5,
    make: (random) => {
      const lines = textOf(oneOf(random, files)).split('\n').slice(0, -2);
      return enrolment(signed(utf8(`${spoilLines(random, lines).join('\n')}\n`)));
    },
  },
];

const { signing, encryption, recipient } = parties;

const files = new SeededRandom('fuzz: enrolment').drive(() => {
  const fields = {
    kind: 'request',
    role: 'department',
    name: '郑州市市场监督管理局',
    uscc: '11410100MB1A23748Y',
    signingKey: signing.publicKey,
    encryptionKey: encryption.publicKey,
    created: '2026-11-23T01:07:10Z',
  } as const;
  const inReplyTo = fingerprintOf(recipient.publicKey, recipient.publicKey);
  return [
    encodeEnrolment(fields, signing.privateKey),
    encodeEnrolment(
      { ...fields, kind: 'response', role: 'bureau', spareEncryptionKey: recipient.publicKey, inReplyTo },
      signing.privateKey,
    ),
  ];
});

function textOf(file: Uint8Array): string {
  return new TextDecoder().decode(file);
}

function signed(body: Uint8Array): Uint8Array {
  const signature = new SeededRandom('fuzz: enrolment').drive(() =>
    sm2Sign(body, signing.privateKey, signing.publicKey),
  );
  return concatBytes(body, utf8(`signature ${toHex(decodeSignature(signature)!)}\n`));
}

function enrolment(bytes: Uint8Array): Case {
  return { files: [bytes], read: async () => await answerOf(CODES, () => parseEnrolment(bytes, 'p.ydk')) };
}

const CODES = [
  'not-a-package',
  'limit-exceeded',
  'truncated',
  'unsupported-version',
  'enrolment-invalid',
  'signature-invalid',
] as const;
