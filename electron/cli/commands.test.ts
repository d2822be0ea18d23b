import { expect, test } from 'vitest';
import { commandsFor, subjects } from './commands.ts';

test('each subject is found by the first word of each of its commands', async () => {
  for (const { words, load } of subjects) {
    const first = new Set((await load()).map((command) => command.name.split(' ')[0]));
    expect([...first].sort()).toEqual([...words].sort());
    for (const word of words) expect(await commandsFor(word)).toEqual(await load());
  }
});

test('a line that names no subject is looked for among all commands', async () => {
  const names = (await commandsFor('--help')).map((command) => command.name);
  expect(names).toContain('station init');
  expect(new Set(names).size).toBe(names.length);
  expect(await commandsFor(undefined)).toHaveLength(names.length);
});
