import { concatBytes, fromHex, utf8 } from '../../electron/core/crypto/bytes.ts';
import { recipientIdOf } from '../../electron/core/crypto/station-id.ts';
import { envelopeAt, P, pointFrom } from './craft-envelope.ts';
import { type Craft, parties } from './craft-package.ts';
import { flip } from './craft-volume.ts';
import type { Case, Cases } from './list-ydp.ts';

const ORDER = fromHex('fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123');
/** Its x is below 2^256 less the order of the field. */
const SHORT = pointFrom(2n ** 200n);
const id = '0'.repeat(32);
const ours = recipientIdOf(parties.recipient.publicKey);

type Envelope = NonNullable<Craft['envelope']>;

const signature = (about: string, seal: (seal: Uint8Array) => Uint8Array): Case => ({
  expect: 'signature-invalid',
  about: `${about}, digests made to fit`,
  craft: { seal },
});
const withR = (seal: Uint8Array, r: Uint8Array): Uint8Array => concatBytes(seal.subarray(0, 32), r, seal.subarray(64));
const withS = (seal: Uint8Array, s: Uint8Array): Uint8Array => concatBytes(seal.subarray(0, 64), s);
/** The envelopes of all recipients, signed as they are. */
const envelopes = (about: string, envelope: Envelope): Case => ({
  expect: 'contents-rejected',
  about: `an envelope ${about}`,
  craft: { envelope },
});

/** Recipients, sender, signature, envelope and HMAC: steps 6 to 9 of the receiver's checks. */
export const keys: Cases = {
  'not-for-us': { expect: 'not-for-this-station', about: 'none of the recipients is ours', stranger: true },
  'not-for-us-known-type': {
    expect: 'not-for-this-station',
    about: 'our key is named by a recipient type that this version does not know',
    craft: { lines: (lines) => lines.map((line) => line.replace('recipient sm2', 'recipient later')) },
  },
  'not-for-us-type-longer': {
    expect: 'not-for-this-station',
    about: 'our key is named by a recipient type that begins with sm2',
    craft: { lines: (lines) => lines.map((line) => line.replace('recipient sm2', 'recipient sm2-a')) },
  },
  'not-for-us-other-id': {
    expect: 'not-for-this-station',
    about: 'the envelope for our key stands behind another id',
    craft: { lines: (lines) => lines.map((line) => line.replace(ours, id)) },
  },
  'ok-only-recipient': { expect: 'ok', about: 'we are the only recipient', craft: { recipients: [parties.recipient] } },
  'ok-first-recipient': {
    expect: 'ok',
    about: 'we are the first of two recipients',
    craft: { recipients: [parties.recipient, parties.encryption] },
  },
  'ok-other-envelope-empty': {
    expect: 'ok',
    about: 'an sm2 line before ours with a body that is no envelope: a reader does not look into it',
    craft: { lines: (lines) => lines.toSpliced(9, 0, `recipient sm2 ${id} 00`) },
  },
  'sender-unknown': { expect: 'unknown-sender', about: 'the receiver does not know the sender', senderUnknown: true },

  'signature-of-another': {
    expect: 'signature-invalid',
    about: 'signed by another station',
    craft: { signer: parties.stranger },
  },
  'signature-of-encryption-key': {
    expect: 'signature-invalid',
    about: "signed with the sender's encryption key",
    craft: { signer: parties.encryption },
  },
  'signature-changed': signature('a bit of s changed', (seal) => flip(seal, 95)),
  'signature-r-changed': signature('a bit of r changed', (seal) => flip(seal, 32)),
  'signature-swapped': signature('r and s swapped', (seal) =>
    withS(withR(seal, seal.subarray(64)), seal.subarray(32, 64)),
  ),
  'signature-zero': signature('r and s are zero', (seal) => concatBytes(seal.subarray(0, 32), new Uint8Array(64))),
  'signature-r-zero': signature('r is zero', (seal) => withR(seal, new Uint8Array(32))),
  'signature-s-zero': signature('s is zero', (seal) => withS(seal, new Uint8Array(32))),
  'signature-r-order': signature('r is the order of the curve', (seal) => withR(seal, ORDER)),
  'signature-s-order': signature('s is the order of the curve', (seal) => withS(seal, ORDER)),
  'signature-largest': signature('r and s are 2^256 - 1', (seal) =>
    concatBytes(seal.subarray(0, 32), new Uint8Array(64).fill(0xff)),
  ),
  'mac-changed': signature('a bit of the HMAC changed', (seal) => flip(seal, 0)),

  'mac-of-another-key': {
    expect: 'contents-rejected',
    about: 'signed by the sender, but the HMAC was made with another file key',
    craft: { macKey: new Uint8Array(32) },
  },
  'ok-envelope-small-x': {
    expect: 'ok',
    about: 'an envelope whose point has an x of 26 bytes',
    craft: { envelope: (_, fileKey, { privateKey }) => envelopeAt(SHORT, fileKey, privateKey) },
  },
  'envelope-x-above-field': envelopes('whose x is the order of the field too large', (_, fileKey, { privateKey }) => {
    const [x, y] = SHORT;
    return envelopeAt(SHORT, fileKey, privateKey, [x + P, y]);
  }),
  'envelope-off-curve': envelopes(
    'whose point is not on the curve, and which opens all the same',
    (_, fileKey, { privateKey }) => {
      const [x, y] = SHORT;
      return envelopeAt([x, y + 1n], fileKey, privateKey);
    },
  ),
  'envelope-changed': envelopes('with a bit of the key in it changed', (envelope) =>
    flip(envelope, envelope.length - 1),
  ),
  'envelope-digest-changed': envelopes('with a bit of its digest changed', (envelope) =>
    flip(envelope, envelope.length - 35),
  ),
  'envelope-digest-short': envelopes('with a digest of 31 bytes, and its last byte before the key', (envelope) =>
    inside(envelope, (body) =>
      concatBytes(
        body.subarray(0, -68),
        Uint8Array.of(4, 31),
        body.subarray(-66, -35),
        Uint8Array.of(4, 33),
        body.subarray(-35, -34),
        body.subarray(-32),
      ),
    ),
  ),
  'envelope-order': envelopes('in the order C1 C2 C3 of older writers', (envelope) =>
    concatBytes(envelope.subarray(0, -68), envelope.subarray(-34), envelope.subarray(-68, -34)),
  ),
  'envelope-plain': envelopes('without ASN.1: 04, x, y, C3, C2', (envelope) => {
    const y = envelope.length - 68 - 32;
    const x = y - 2 - 32 - (envelope[y - 1] === 0 ? 1 : 0);
    return concatBytes(
      Uint8Array.of(4),
      envelope.subarray(x, x + 32),
      envelope.subarray(y, y + 32),
      envelope.subarray(-66, -34),
      envelope.subarray(-32),
    );
  }),
  'envelope-not-der': envelopes('that is no ASN.1', (envelope) => flip(envelope, 0)),
  'envelope-length-form': envelopes('with a length in a form longer than needed', (envelope) =>
    concatBytes(Uint8Array.of(0x30, 0x82, 0, envelope[2]!), envelope.subarray(3)),
  ),
  'envelope-length-indefinite': envelopes('with an indefinite length', (envelope) =>
    concatBytes(Uint8Array.of(0x30, 0x80), envelope.subarray(3), new Uint8Array(2)),
  ),
  'envelope-integer-zeros': envelopes('with a zero before x that is not needed', (envelope) =>
    inside(envelope, (body) => concatBytes(Uint8Array.of(2, body[1]! + 1, 0), body.subarray(2))),
  ),
  'envelope-integer-negative': envelopes(
    'with an x that lacks the zero before it and so is negative',
    (_, fileKey, { privateKey }) =>
      inside(envelopeAt(pointFrom(2n ** 255n), fileKey, privateKey), (body) =>
        concatBytes(Uint8Array.of(2, 32), body.subarray(3)),
      ),
  ),
  'envelope-octets-constructed': envelopes('with its key in a constructed string', (envelope) =>
    inside(envelope, (body) => concatBytes(body.subarray(0, -34), Uint8Array.of(0x24, 36), body.subarray(-34))),
  ),
  'envelope-byte-behind': envelopes('with a byte behind it', (envelope) => concatBytes(envelope, new Uint8Array(1))),
  'envelope-field-more': envelopes('with a field more', (envelope) =>
    inside(envelope, (body) => concatBytes(body, Uint8Array.of(5, 0))),
  ),
  'envelope-cut': envelopes('without its last byte', (envelope) => envelope.subarray(0, -1)),
  'envelope-short-key': {
    expect: 'contents-rejected',
    about: 'a file key of 16 bytes',
    craft: { fileKey: (key) => key.subarray(0, 16) },
  },
  'envelope-long-key': {
    expect: 'contents-rejected',
    about: 'a file key of 33 bytes',
    craft: { fileKey: (key) => concatBytes(key, utf8('x')) },
  },
};

/** Changes what is in the SEQUENCE of an envelope of 128 to 255 bytes, and its length with it. */
function inside(envelope: Uint8Array, change: (body: Uint8Array) => Uint8Array): Uint8Array {
  const body = change(envelope.subarray(3));
  return concatBytes(Uint8Array.of(0x30, 0x81, body.length), body);
}
