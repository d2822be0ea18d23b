import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { failureMessages } from '../../shared/contract/failures.ts';
import type { Transport } from '../../shared/contract/reply.ts';
import { type Shell, shells } from './shells.ts';

describe.each(Object.keys(shells))('%s', (name) => {
  let shell: Shell;
  let transport: Transport;
  beforeAll(async () => {
    shell = await shells[name]!();
    transport = shell.transport;
  });
  afterAll(() => shell.close());

  const echo = async (value: unknown) => {
    const reply = await transport.invoke('sample.echo', { value });
    return reply.ok ? (reply.value as { value: unknown }).value : reply;
  };
  const failed = async (method: string, input: unknown) => {
    const reply = await transport.invoke(method, input);
    return reply.ok ? undefined : reply.failure;
  };

  test('a call gives its output', async () => {
    expect(await transport.invoke('sample.echo', { value: '证照' })).toEqual({ ok: true, value: { value: '证照' } });
  });

  test('a refusal keeps code, sentence and particulars', async () => {
    expect(await failed('sample.refuse', { code: 'station-missing' })).toEqual({
      code: 'station-missing',
      message: failureMessages['station-missing']({ dir: '目录' }),
      details: { dir: '目录', row: 3 },
    });
  });

  test('input that breaks the schema is refused with the place', async () => {
    for (const input of [{ ms: 'soon', name: 'a' }, { ms: 1 }, null, 'text', [], 7]) {
      expect((await failed('sample.wait', input))?.code).toBe('invalid-input');
    }
    expect((await failed('sample.wait', { ms: 'soon', name: 'a' }))?.details.path).toBe('ms');
  });

  test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', 'sample.none', '', 'a/b', '办理', '%2e'])(
    'the method %j is unknown',
    async (method) => {
      expect((await failed(method, {}))?.code).toBe('unknown-method');
    },
  );

  test('a bug says nothing about itself', async () => {
    const failure = await failed('sample.bug', {});
    expect(failure?.code).toBe('internal');
    expect(JSON.stringify(failure)).not.toContain('secret');
    expect((await failed('sample.wrongOutput', {}))?.code).toBe('internal');
  });

  test('values come back as they went out', async () => {
    const json = fc.jsonValue();
    await fc.assert(
      fc.asyncProperty(json, async (value) => {
        const sent = JSON.parse(JSON.stringify(value)) as unknown;
        expect(await echo(sent)).toEqual(sent);
      }),
      { numRuns: 40 },
    );
  });

  test('bytes travel both ways, anywhere in a value, and arrive as bytes', async () => {
    const value = {
      name: '照片',
      bytes: Uint8Array.of(0, 1, 255),
      list: [new Uint8Array(0), { deep: Uint8Array.of(9) }],
      $bytes: [0, 3],
      $$: 'dollar',
    };
    const back = (await echo(value)) as typeof value;
    expect(back).toEqual(value);
    expect(back.bytes).toBeInstanceOf(Uint8Array);
    const parts = [Uint8Array.of(1, 2), Uint8Array.of(3).subarray(0, 1), new Uint8Array([9, 8, 7, 6]).subarray(1, 3)];
    const reply = await transport.invoke('sample.sum', { parts });
    expect(reply).toEqual({ ok: true, value: { total: 21, joined: Uint8Array.of(1, 2, 3, 8, 7) } });
  });

  test('20 MB travel both ways', async () => {
    const bytes = new Uint8Array(20_000_000);
    for (let at = 0; at < bytes.length; at += 4096) bytes[at] = at % 251;
    bytes[bytes.length - 1] = 77;
    const back = (await echo(bytes)) as Uint8Array;
    expect(back.length).toBe(bytes.length);
    expect(Buffer.compare(back, bytes)).toBe(0);
  });

  test('calls run side by side, each with its own answer', async () => {
    const waits = Array.from({ length: 40 }, (_, index) => ({ ms: (40 - index) * 2, name: `第 ${index} 个` }));
    const replies = await Promise.all(waits.map((input) => transport.invoke('sample.wait', input)));
    expect(replies).toEqual(waits.map(({ name }) => ({ ok: true, value: { name } })));
  });

  test('events arrive once each, in order, until the listener stops', async () => {
    const heard: string[] = [];
    const other: string[] = [];
    const stop = transport.listen((event, payload) => {
      expect(event).toBe('changed');
      heard.push(...(payload as { what: string[] }).what);
    });
    const stopOther = transport.listen((_event, payload) => other.push(...(payload as { what: string[] }).what));
    const count = 500;
    await transport.invoke('sample.emit', { from: 0, to: count / 2 });
    await transport.invoke('sample.emit', { from: count / 2, to: count });
    await expect.poll(() => heard.length).toBe(count);
    expect(heard).toEqual(Array.from({ length: count }, (_, n) => String(n)));
    stop();
    await transport.invoke('sample.emit', { from: 0, to: 3 });
    await expect.poll(() => other.length).toBe(count + 3);
    expect(heard.length).toBe(count);
    stopOther();
  });

  test('a blob has an address', () => {
    expect(transport.blobUrl('a/b')).toMatch(/a%2Fb$/);
  });
});
