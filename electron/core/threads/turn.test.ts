import { expect, test } from 'vitest';
import { newTurn, passTurn, takeTurn } from './turn.ts';

test('only one has its turn at a time, and the next one when it is passed', async () => {
  const turn = newTurn();
  await takeTurn(turn, 1);
  const order: number[] = [];
  const waiting = [2, 3].map(async (own) => {
    await takeTurn(turn, own);
    order.push(own);
    await new Promise((done) => setTimeout(done, 5));
    expect(turn[0]).toBe(own);
    passTurn(turn, own);
  });
  await new Promise((done) => setTimeout(done, 20));
  expect(order).toEqual([]);
  // Whose turn it is not, has none to pass.
  passTurn(turn, 3);
  expect(turn[0]).toBe(1);
  passTurn(turn, 1);
  await Promise.all(waiting);
  expect(order.toSorted()).toEqual([2, 3]);
  expect(turn[0]).toBe(0);
});
