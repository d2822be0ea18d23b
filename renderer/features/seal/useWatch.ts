import { useEffect, useRef, useState } from 'react';
import { asFailure } from '../../client/call.ts';
import { useClient } from '../../client/client.tsx';

/** Between two looks into the folder. */
const LOOK_MS = 2000;

export interface Watch {
  /** Files that lay there when the watch began: taken on a word only. */
  readonly held: readonly string[];
  readonly takeHeld: () => void;
  /** Why the folder cannot be looked into; '' while it can. */
  readonly failure: string;
}

/** Watches a folder while the desk is open ('' = none): a file is taken once it no longer grows, and once only. */
export function useWatch(
  folder: string,
  busy: boolean,
  take: (folder: string, names: readonly string[]) => Promise<void>,
): Watch {
  const client = useClient();
  const [held, setHeld] = useState<readonly string[]>([]);
  const [failure, setFailure] = useState('');
  const holding = useRef<readonly string[]>([]);
  const latest = useRef({ busy, take });
  latest.current = { busy, take };
  const hold = (names: readonly string[]): void => {
    holding.current = names;
    setHeld(names);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: `hold` only sets
  useEffect(() => {
    hold([]);
    setFailure('');
    if (folder === '') return;
    let [first, looking, over] = [true, false, false];
    const look = async (): Promise<void> => {
      if (looking || latest.current.busy) return;
      looking = true;
      try {
        const { ready, growing } = await client.call('seal.watch', { folder });
        if (over) return;
        setFailure('');
        if (first) hold([...ready, ...growing]);
        first = false;
        const fresh = ready.filter((name) => !holding.current.includes(name));
        if (fresh.length > 0) await latest.current.take(folder, fresh);
      } catch (error) {
        if (!over) setFailure(asFailure(error).message);
      } finally {
        looking = false;
      }
    };
    void look();
    const timer = setInterval(() => void look(), LOOK_MS);
    return () => {
      over = true;
      clearInterval(timer);
    };
  }, [client, folder]);
  return { held, failure, takeHeld: () => hold([]) };
}
