import { type ChunkRun, type ChunkRunDone, workChunks } from '../core/crypto/chunk-work.ts';
import { type CodewordsSolved, type CodewordWork, solveCodewords } from '../core/exchange/format/recovery-codewords.ts';
import { answerWith } from '../core/threads/answer.ts';

type Work = { readonly chunks: ChunkRun } | { readonly codewords: CodewordWork };

// Worker thread: the bulk work on packages. Chunks come and go without being copied; codewords it reads and writes itself.
answerWith(
  (input: Work): ChunkRunDone | CodewordsSolved =>
    'chunks' in input ? workChunks(input.chunks) : solveCodewords(input.codewords),
  (value) => ('data' in value ? [value.data.buffer] : []),
);
