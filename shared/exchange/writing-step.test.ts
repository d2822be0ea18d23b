import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseWritingStep, type WritingStep, writingStepText } from './writing-step.ts';

test('a step of writing is read back out of its words', () => {
  const steps = fc.record<WritingStep>({
    phase: fc.constantFrom('write', 'readBack'),
    number: fc.integer({ min: 1, max: 999_999 }),
    of: fc.integer({ min: 1, max: 999_999 }),
  });
  fc.assert(
    fc.property(steps, (step) => {
      expect(parseWritingStep(writingStepText(step))).toEqual(step);
    }),
  );
  expect(writingStepText({ phase: 'readBack', number: 2, of: 3 })).toBe('回读第 2 卷，共 3 卷');
});

test('words of other steps name none', () => {
  for (const text of ['封装', '写入', '写入第 2 卷', '写入第 2 卷，共 3 卷。'])
    expect(parseWritingStep(text)).toBeNull();
});
