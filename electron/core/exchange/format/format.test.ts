import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import {
  asReceiver,
  contentsOf,
  entry,
  receiver,
  recipientsOf,
  sender,
  senderId,
  temporaryFolder,
  writeSample,
} from '../../../../tests/fixtures/packages.ts';
import { codeOf } from '../../../../tests/fixtures/refusal.ts';
import { randomBytes, utf8 } from '../../crypto/bytes.ts';
import { generateKeyPair } from '../../crypto/sm2.ts';
import { recipientIdOf } from '../../crypto/station-id.ts';
import { inspectPackage, openPackage, verifyPackage } from './format.ts';

const { dir, remove } = temporaryFolder();
afterAll(remove);
let count = 0;
const newName = (): string => `p${count++}`;

/** Text with Chinese, spaces and signs that may stand in a path. */
const part = fc
  .array(fc.constantFrom('目', '录', '证', '照', 'é', '😀', 'a', 'Z', '7', ' ', '%', "'", '$', '-', '(', '.'), {
    minLength: 1,
    maxLength: 40,
  })
  .map((letters) => `f${letters.join('')}x`);

describe('what is packed comes out again, byte for byte', () => {
  it('whatever the files are', async () => {
    const files = fc.uniqueArray(
      fc.record({
        path: fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/')),
        bytes: fc.oneof(
          fc.uint8Array({ maxLength: 2000 }),
          fc.nat(9000).map((n) => new Uint8Array(n)),
        ),
      }),
      { selector: ({ path }) => path.split('/')[0]!.toLowerCase(), maxLength: 6 },
    );
    await fc.assert(
      fc.asyncProperty(files, async (list) => {
        const name = newName();
        await writeSample(
          dir,
          name,
          list.map(({ path, bytes }) => entry(path, bytes)),
        );
        const opened = await openPackage([join(dir, `${name}.ydp`)], asReceiver);
        expect(await contentsOf(opened)).toEqual(list.map(({ path, bytes }) => [path, bytes]));
      }),
      { numRuns: 60 },
    );
  });

  it.each([0, 1, 511, 512, 513, 65_535, 65_536, 65_537, 262_144, 1_048_577, 2_500_000])(
    'a file of %i bytes of noise and one of zeros, in pieces of any size',
    async (size) => {
      const noise = randomBytes(size);
      async function* pieces(): AsyncGenerator<Uint8Array> {
        for (let at = 0; at < size; at += 10_007) yield noise.subarray(at, at + 10_007);
      }
      const name = newName();
      await writeSample(dir, name, [{ path: 'noise', size, bytes: pieces() }, entry('zeros', new Uint8Array(size))]);
      const path = join(dir, `${name}.ydp`);
      expect(await contentsOf(await openPackage([path], asReceiver))).toEqual([
        ['noise', noise],
        ['zeros', new Uint8Array(size)],
      ]);
      expect(await verifyPackage([path])).toMatchObject({ ok: true, damage: [], signature: 'unchecked' });
    },
  );

  it('a thousand files in their order', async () => {
    const files = Array.from({ length: 1000 }, (_, i) => entry(`blobs/${i}`, utf8(`contents of ${i}`)));
    await writeSample(dir, 'many', files);
    const found = await contentsOf(await openPackage([join(dir, 'many.ydp')], asReceiver));
    expect(found.map(([path]) => path)).toEqual(files.map(({ path }) => path));
    expect(found).toEqual(files.map(({ path, bytes }) => [path, bytes]));
  });

  it('entries may be read in part or not at all', async () => {
    await writeSample(dir, 'skip', [entry('a', new Uint8Array(300_000)), entry('b', utf8('b')), entry('c', utf8('c'))]);
    const paths: string[] = [];
    for await (const { path, bytes } of (await openPackage([join(dir, 'skip.ydp')], asReceiver)).entries) {
      paths.push(path);
      if (path === 'a') for await (const _ of bytes) break;
    }
    expect(paths).toEqual(['a', 'b', 'c']);
  });

  it('text shrinks and pictures are stored', async () => {
    const text = utf8('序号,名称,统一社会信用代码\n'.repeat(20_000));
    const written = await writeSample(dir, 'text', [entry('datasets/t.csv', text)]);
    expect(written.files[0]!.bytes).toBeLessThan(text.length / 20);
  });
});

describe('a package', () => {
  it('can be inspected by anybody', async () => {
    const written = await writeSample(dir, 'inspect', [entry('a', utf8('a'))], {
      sequence: 2,
      previous: '12'.repeat(16),
    });
    const info = await inspectPackage([join(dir, 'inspect.ydp')]);
    expect(info).toEqual({
      version: 1,
      packageId: written.packageId,
      kind: 'report',
      sender: senderId,
      epoch: 7,
      sequence: 2,
      previous: '12'.repeat(16),
      created: '2026-11-23T01:07:10Z',
      auditHead: { seq: 41, sm3: 'ab'.repeat(32) },
      recipients: [sender.encryption, receiver].map((pair) => recipientIdOf(pair.publicKey)),
      volumes: [
        { file: 'inspect.ydp', number: 1, last: true, chunks: 1, recoveryBytes: 0, ...pick(written.files[0]!) },
      ],
    });
    expect(written.created).toBe(info.created);
  });

  it('opens for each recipient, the sender among them', async () => {
    await writeSample(dir, 'sender', [entry('a', utf8('a'))]);
    const opened = await openPackage([join(dir, 'sender.ydp')], { ...asReceiver, privateKeyFor: ownKey });
    expect(await contentsOf(opened)).toEqual([['a', utf8('a')]]);
  });

  it('of the same contents never comes out the same twice, and no two share a key', async () => {
    const files = [entry('datasets/a', new Uint8Array(100_000).fill(1))];
    const payloads = new Set<string>();
    for (let i = 0; i < 8; i++) {
      await writeSample(dir, `key${i}`, files);
      const file = readFileSync(join(dir, `key${i}.ydp`));
      const at = file.indexOf('\ndigest ') + 73;
      payloads.add(file.subarray(at, at + 64).toString('hex'));
    }
    expect(payloads.size).toBe(8);
  });

  it('is refused by name for each reason that a reader can have', async () => {
    await writeSample(dir, 'refuse', [entry('a', utf8('a'))]);
    const paths = [join(dir, 'refuse.ydp')];
    const stranger = generateKeyPair();
    const open = (change: object) => codeOf(() => openPackage(paths, { ...asReceiver, ...change }));
    expect(await open({ privateKeyFor: () => undefined })).toBe('not-for-this-station');
    expect(await open({ findSender: () => undefined })).toBe('unknown-sender');
    expect(await open({ findSender: () => stranger.publicKey })).toBe('signature-invalid');
    expect(await open({ privateKeyFor: () => stranger.privateKey })).toBe('contents-rejected');
    expect(await codeOf(() => openPackage([join(dir, 'none.ydp')], asReceiver))).toBe('file-missing');
    expect(await codeOf(() => openPackage([dir], asReceiver))).toBe('not-a-package');
  });

  it('is verified without a key, and with the sender it is said who signed', async () => {
    await writeSample(dir, 'verify', [entry('a', utf8('a'))]);
    const paths = [join(dir, 'verify.ydp')];
    const key = sender.signing.publicKey;
    expect(await verifyPackage(paths, { senderKey: () => key })).toMatchObject({ ok: true, signature: 'valid' });
    expect(await verifyPackage(paths, { senderKey: () => undefined })).toMatchObject({
      ok: true,
      signature: 'unchecked',
    });
    expect(await verifyPackage(paths, { senderKey: () => receiver.publicKey })).toMatchObject({
      ok: false,
      code: 'signature-invalid',
      signature: 'invalid',
      repairable: false,
    });
  });

  it('says where it is damaged, neighbouring chunks as one place', async () => {
    const noise = randomBytes(400_000);
    await writeSample(dir, 'damage', [entry('a', noise)]);
    const file = readFileSync(join(dir, 'damage.ydp'));
    const payload = file.indexOf('\ndigest ') + 73;
    const spoilt = join(dir, 'spoilt.ydp');
    for (const chunk of [1, 2, 4]) file[payload + chunk * 65_536]! ^= 1;
    writeFileSync(spoilt, file);
    expect(await verifyPackage([spoilt], { senderKey: () => sender.signing.publicKey })).toMatchObject({
      ok: false,
      code: 'payload-damaged',
      repairable: false,
      signature: 'valid',
      damage: [
        { region: 'payload', firstChunk: 1, chunks: 2, offset: payload + 65_536, length: 131_072 },
        { region: 'payload', firstChunk: 4, chunks: 1, offset: payload + 4 * 65_536, length: 65_536 },
      ],
    });
  });

  it('reading can be cancelled', async () => {
    await writeSample(dir, 'cancel', [entry('a', utf8('a'))]);
    const paths = [join(dir, 'cancel.ydp')];
    const signal = AbortSignal.abort();
    expect(await codeOf(() => verifyPackage(paths, { signal }))).toBe('cancelled');
    expect(await codeOf(async () => contentsOf(await openPackage(paths, { ...asReceiver, signal })))).toBe('cancelled');
  });

  it('has at most 64 recipients, none of them twice', async () => {
    const keys = Array.from({ length: 65 }, () => receiver);
    await expect(writeSample(dir, 'r65', [], { recipients: recipientsOf(...keys) })).rejects.toThrow('grammar');
    await expect(writeSample(dir, 'r2', [], { recipients: recipientsOf(receiver, receiver) })).rejects.toThrow(
      'grammar',
    );
    await expect(writeSample(dir, 'r0', [], { recipients: [] })).rejects.toThrow('grammar');
  });
});

const ownKey = (id: string): string | undefined =>
  id === recipientIdOf(sender.encryption.publicKey) ? sender.encryption.privateKey : undefined;

const pick = ({ bytes, sm3 }: { bytes: number; sm3: string }) => ({ bytes, sm3 });
