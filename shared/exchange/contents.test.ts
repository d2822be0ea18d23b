import { expect, test } from 'vitest';
import { ReceiptBody } from './contents.ts';

const body = {
  ...{ package: 'p', epoch: 7, sequence: 1, receivedAt: '2026-11-23T09:00:00.000+08:00', received: 2 },
  ...{ rejected: [], missing: [], audit: { sequence: 41, digest: 'ab'.repeat(32) } },
};

test('a receipt that says nothing of damage is that of a whole package', () => {
  expect(ReceiptBody.parse(body)).toEqual({ ...body, repaired: [], salvaged: null });
});

test('a receipt of a salvaged package names every record that was received, and what was lost', () => {
  const salvaged = {
    received: [{ id: 'c'.repeat(32), revision: 2 }],
    loss: { chunks: 3, of: 31, bytes: 196_608, files: ['blobs/x'] },
  };
  expect(ReceiptBody.parse({ ...body, salvaged }).salvaged).toEqual(salvaged);
  const { received: _, ...unnamed } = salvaged;
  expect(ReceiptBody.safeParse({ ...body, salvaged: unnamed }).success).toBe(false);
});
