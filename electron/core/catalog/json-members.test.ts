import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonMembers, parseMember, skipBlank } from './json-members.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

test('members of any list or object come apart as JSON.parse has them, however it is laid out', async () => {
  const value = fc.jsonValue({
    maxDepth: 3,
    stringUnit: fc.constantFrom('企', '"', '\\', '[', '}', ',', ':', ' ', '\n'),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(value), fc.constantFrom('', '  ', '\t'), async (list, indent) => {
      const text = ` ${JSON.stringify(list, null, indent)}\n`;
      const bytes = bytesOf(text);
      const found = await jsonMembers(bytes, skipBlank(bytes, 0));
      expect(found?.members.map((member) => parseMember(bytes, member))).toEqual(JSON.parse(text));
      expect(skipBlank(bytes, found!.end)).toBe(bytes.length);
    }),
  );
  await fc.assert(
    fc.asyncProperty(fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), value), async (object) => {
      const text = JSON.stringify(object, null, 1);
      const bytes = bytesOf(text);
      const { members } = (await jsonMembers(bytes, 0))!;
      expect(Object.fromEntries(members.map((member) => [member.key, parseMember(bytes, member)]))).toEqual(
        JSON.parse(text),
      );
    }),
  );
});

test('a text that ends too early has no members', async () => {
  const whole = JSON.stringify({ a: ['"', { b: '}' }], c: '\\' });
  for (let length = 1; length < whole.length; length++)
    expect(await jsonMembers(bytesOf(whole.slice(0, length)), 0)).toBeNull();
});
