import { expect, test } from 'vitest';
import { createStartTokens } from './start-tokens.ts';

test('a start token is valid once', () => {
  const tokens = createStartTokens();
  const value = tokens.issue(30_000, { sameUserOnly: true });
  expect(tokens.take(value)).toEqual({ sameUserOnly: true });
  expect(tokens.take(value)).toBeUndefined();
});

test('a start token ends with its lifetime', () => {
  let now = 1000;
  const tokens = createStartTokens(() => now);
  const value = tokens.issue(30_000, { sameUserOnly: false });
  now += 30_000;
  expect(tokens.take(value)).toBeUndefined();
});

test('a guessed token is refused and leaves the real one valid', () => {
  const tokens = createStartTokens();
  const value = tokens.issue(30_000, { sameUserOnly: false });
  for (const guess of ['', value.slice(1), `${value}A`]) expect(tokens.take(guess)).toBeUndefined();
  expect(tokens.take(value)).toBeDefined();
});
