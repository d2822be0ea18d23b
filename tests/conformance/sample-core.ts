import { z } from 'zod';
import type { Core, Hear } from '../../electron/core/core-types.ts';
import { createDispatcher, type Handler } from '../../shared/contract/dispatcher.ts';
import { Refusal, refuse } from '../../shared/contract/failures.ts';
import { method } from '../../shared/contract/method.ts';

// A core with a small contract of its own behind the real dispatcher: what the suite needs to see of a transport,
// without a station.

const bytes = z.instanceof(Uint8Array);

export const sampleMethods = {
  'sample.echo': method('public', z.object({ value: z.unknown() }), z.object({ value: z.unknown() })),
  'sample.refuse': method('public', z.object({ code: z.string() }), z.object({})),
  'sample.bug': method('public', z.object({}), z.object({})),
  'sample.wrongOutput': method('public', z.object({}), z.object({ count: z.number() })),
  'sample.sum': method('public', z.object({ parts: z.array(bytes) }), z.object({ total: z.number(), joined: bytes })),
  'sample.wait': method('public', z.object({ ms: z.number(), name: z.string() }), z.object({ name: z.string() })),
  'sample.emit': method('public', z.object({ from: z.number(), to: z.number() }), z.object({})),
};

const handlers: {
  [N in keyof typeof sampleMethods]: (input: z.output<(typeof sampleMethods)[N]['input']>, emit: Hear) => unknown;
} = {
  'sample.echo': ({ value }) => ({ value }),
  'sample.refuse': ({ code }) => refuse(code as 'station-locked', { dir: '目录', row: 3 }),
  'sample.bug': () => {
    throw new Error('a bug, with a secret in it');
  },
  'sample.wrongOutput': () => ({ count: 'three' }),
  'sample.sum': ({ parts }) => ({
    total: parts.reduce((total, part) => total + part.reduce((sum, byte) => sum + byte, 0), 0),
    joined: new Uint8Array(parts.flatMap((part) => (part.length > 1000 ? [] : [...part]))),
  }),
  'sample.wait': async ({ ms, name }) => {
    await new Promise((done) => setTimeout(done, ms));
    return { name };
  },
  'sample.emit': ({ from, to }, emit) => {
    for (let n = from; n < to; n++) emit('changed', { what: [String(n)] });
    return {};
  },
};

export const samplePicture: Uint8Array = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 255);

export function createSampleCore(): Core {
  const hearers = new Set<Hear>();
  const emit: Hear = (event, payload) => {
    for (const hear of hearers) hear(event, payload);
  };
  const bound = Object.fromEntries(
    Object.entries(handlers).map(([name, handler]) => [name, (input: never) => handler(input, emit)]),
  ) as unknown as Record<string, Handler>;
  return {
    dispatch: createDispatcher({ methods: sampleMethods, handlers: bound, authorize: () => {}, report: () => {} }),
    listen(hear) {
      hearers.add(hear);
      return () => hearers.delete(hear);
    },
    async readBlob(id) {
      if (id === 'picture') return { type: 'image/png', name: '扫描件.png', bytes: samplePicture };
      if (id === 'page')
        return { type: 'text/html', name: '页面.html', bytes: new TextEncoder().encode('<script>1</script>') };
      throw new Refusal('record-missing', { id });
    },
    async close() {
      hearers.clear();
    },
  };
}
