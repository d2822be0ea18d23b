import type { CommandSpec } from './command.ts';

interface Subject {
  /** First words of its commands. */
  readonly words: readonly string[];
  load(): Promise<readonly CommandSpec[]>;
}

/** The subjects, in the order in which `yidi --help` lists their commands. A command loads its own subject only: half of a start. */
export const subjects: readonly Subject[] = [
  { words: ['station', 'user', 'backup', 'restore'], load: async () => (await import('./station.ts')).stationCommands },
  { words: ['catalog'], load: async () => (await import('./catalog.ts')).catalogCommands },
  { words: ['license'], load: async () => (await import('./license.ts')).licenseCommands },
  { words: ['seal'], load: async () => (await import('./seal.ts')).sealCommands },
  { words: ['enrol'], load: async () => (await import('./enrol.ts')).enrolCommands },
  {
    words: [
      'pack',
      'write',
      'inspect',
      'verify',
      'repair',
      'receive',
      'decide',
      'tell-again',
      'dispatch',
      'receipt',
      'unpack',
      'packages',
    ],
    load: async () => (await import('./exchange.ts')).exchangeCommands,
  },
  { words: ['load', 'central'], load: async () => (await import('./central.ts')).centralCommands },
  { words: ['score'], load: async () => (await import('./score.ts')).scoreCommands },
  { words: ['audit'], load: async () => (await import('./audit.ts')).auditCommands },
  { words: ['host'], load: async () => (await import('./host.ts')).hostCommands },
];

/** The commands among which a line that begins with `word` is looked for: all of them when it names no subject. */
export async function commandsFor(word: string | undefined): Promise<readonly CommandSpec[]> {
  const named = subjects.filter((subject) => subject.words.includes(word ?? ''));
  return (await Promise.all((named.length ? named : subjects).map((subject) => subject.load()))).flat();
}
