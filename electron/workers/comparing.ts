import sharp from 'sharp';
import { answerWith } from '../core/threads/answer.ts';
import type { ComparingInput } from '../core/threads/threads.ts';
import { compareSeals } from './imaging/compare-seals.ts';

// Worker thread: lays one pair of imprints over each other after the other.
sharp.concurrency(1);

answerWith(({ earlier, later, picture }: ComparingInput) => compareSeals(earlier, later, picture));
