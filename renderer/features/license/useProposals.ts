import { useEffect, useRef, useState } from 'react';
import type { EntryPage, ReadField } from '../../../shared/license/entry-methods.ts';
import type { LicenseType } from '../../../shared/license/type.ts';
import { facesInOrder } from '../../../shared/license/type.ts';
import { asFailure } from '../../client/call.ts';
import { useClient } from '../../client/client.tsx';
import { useNotify } from '../../components/notify.tsx';

/** A page as it is shown, turned by a person. */
export type PageToRead = Pick<EntryPage, 'blob' | 'rotation'>;

export interface Proposals {
  /** What was read for a field of the page on the desk; null while it is not read, or where nothing could be. */
  of(key: string): ReadField | null;
  /** Every zone of this page was read that will be. */
  done(page: PageToRead): boolean;
}

/**
 * Reads the zones of the page on the desk one after another, those from the focus on first, then those of the next page, so that a field is read before it is
 * reached. Only fields that are still `open` are read, and after them those whose value was `carried` over, to be compared. It stops when the desk is left.
 */
export function useProposals(
  type: LicenseType,
  page: PageToRead | null,
  next: PageToRead | null,
  focus: string,
  open: (key: string) => boolean,
  carried: (key: string) => boolean,
): Proposals {
  const client = useClient();
  const notify = useNotify();
  const [read, setRead] = useState<ReadonlyMap<string, ReadField | null>>(new Map());
  const [failed, setFailed] = useState(false);
  const busy = useRef(false);
  const keys = facesInOrder(type).flatMap(({ key, zone }) => (zone ? [key] : []));
  const idOf = ({ blob, rotation }: PageToRead, key: string): string => `${blob} ${rotation} ${key}`;
  const from = Math.max(0, keys.indexOf(focus));
  const around = [...keys.slice(from), ...keys.slice(0, from)];
  const wanted = [
    ...(page ? [...around.filter(open), ...around.filter(carried)].map((key) => ({ page, key })) : []),
    ...(next ? keys.map((key) => ({ page: next, key })) : []),
  ].find((one) => !read.has(idOf(one.page, one.key)));
  const id = wanted && !failed ? idOf(wanted.page, wanted.key) : '';
  // biome-ignore lint/correctness/useExhaustiveDependencies: `id` says what is wanted; after each answer the next is asked for
  useEffect(() => {
    if (id === '' || busy.current || !wanted) return;
    busy.current = true;
    const { blob, rotation } = wanted.page;
    client
      .call('entry.read', { blob, rotation, type: type.name, version: type.version, key: wanted.key })
      .then(
        (reply) => reply.read,
        (error) => {
          setFailed(true);
          notify.failure(asFailure(error));
          return null;
        },
      )
      .then((field) => {
        busy.current = false;
        setRead((before) => new Map(before).set(id, field));
      });
  }, [id, read]);
  return {
    of: (key) => (page ? (read.get(idOf(page, key)) ?? null) : null),
    done: (other) => {
      const here = page?.blob === other.blob;
      return (
        keys.length > 0 && keys.every((key) => read.has(idOf(other, key)) || (here && !open(key) && !carried(key)))
      );
    },
  };
}
