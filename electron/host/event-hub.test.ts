import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createFrameReader, type EventFrame } from '../../shared/contract/frames.ts';
import type { Core, Hear } from '../core/core-types.ts';
import { createEventHub } from './event-hub.ts';

function emitter() {
  const hearers = new Set<Hear>();
  const core: Core = {
    dispatch: async () => ({ ok: true, value: null }),
    listen: (hear) => {
      hearers.add(hear);
      return () => hearers.delete(hear);
    },
    readBlob: () => Promise.reject(new Error('no blobs here')),
    close: async () => {},
  };
  let count = 0;
  const emit = () => {
    for (const hear of hearers) hear('changed', { what: [String(count)] });
    count += 1;
  };
  return { core, emit };
}

function page() {
  const read = createFrameReader();
  const frames: EventFrame[] = [];
  return { frames, write: (bytes: Uint8Array) => void frames.push(...read(bytes)) };
}

test('a page that connects again gets what it missed, once and in order', () => {
  fc.assert(
    fc.property(fc.nat(40), fc.nat(40), fc.nat(40), (before, missed, later) => {
      const { core, emit } = emitter();
      const hub = createEventHub(core, () => {});
      const first = page();
      const detach = hub.attach(first, -1);
      for (let i = 0; i < before; i++) emit();
      detach?.();
      for (let i = 0; i < missed; i++) emit();
      const again = page();
      const last = first.frames.at(-1)?.sequence;
      expect(hub.attach(again, last ?? -1)).toBeDefined();
      for (let i = 0; i < later; i++) emit();
      const heard = [...first.frames, ...again.frames].map((frame) => frame.sequence);
      const total = before + missed + later;
      expect(heard).toEqual(last === undefined ? range(missed, total) : range(0, total));
      hub.close();
    }),
  );
});

test('a page that missed more than is kept is told so', () => {
  const { core, emit } = emitter();
  const hub = createEventHub(core, () => {});
  for (let i = 0; i < 5000; i++) emit();
  expect(hub.attach(page(), 10)).toBeUndefined();
  expect(hub.attach(page(), 4000)).toBeDefined();
  expect(hub.attach(page(), 5000)).toBeUndefined();
  hub.close();
});

test('the number of pages is told as they come and go', () => {
  const { core } = emitter();
  const told: number[] = [];
  const hub = createEventHub(core, (pages) => told.push(pages));
  const one = hub.attach(page(), -1);
  hub.attach(page(), -1);
  one?.();
  one?.();
  expect(told).toEqual([1, 2, 1]);
  hub.close();
});

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}
