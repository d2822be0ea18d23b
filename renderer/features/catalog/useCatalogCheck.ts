import { useCallback, useEffect, useMemo, useState } from 'react';
import { type UseFormReturn, useWatch } from 'react-hook-form';
import { type Catalog, emptyCatalog } from '../../../shared/catalog/catalog.ts';
import { type CatalogContext, checkCatalog } from '../../../shared/catalog/check.ts';
import { type SectionKey, sections } from '../../../shared/catalog/fields.ts';
import { isPrefix, prefixOf, splitCode } from '../../../shared/catalog/resource-code.ts';
import { normalizeIdentifier } from '../../../shared/china/problem.ts';
import type { Finding } from '../../../shared/exchange/finding.ts';
import { useCall } from '../../client/call.ts';
import type { ItemsStore } from './items-store.ts';

export interface Checked {
  readonly findings: readonly Finding[];
  readonly filled: ReadonlySet<SectionKey>;
}

/** Typing goes on without waiting for a check of all items; a long list is checked less often. */
const pauseMs = 80;
const longPauseMs = 250;
const longList = 200;

/** The catalog as it stands in the form and the item grid. */
export function bodyOf(form: UseFormReturn<Catalog>, items: ItemsStore): Catalog {
  const { change, ...values } = form.getValues();
  const stated = change !== undefined && Object.values(change).some((text) => text !== '');
  return { ...values, items: [...items.get()], ...(stated ? { change } : {}) };
}

/** Calls `work` shortly after the form or the items have changed, once for a burst of changes. */
export function useAfterChange(form: UseFormReturn<Catalog>, items: ItemsStore, work: () => void): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const soon = (): void => {
      timer ??= setTimeout(
        () => {
          timer = undefined;
          work();
        },
        items.get().length > longList ? longPauseMs : pauseMs,
      );
    };
    const stopForm = form.subscribe({ formState: { values: true }, callback: soon });
    const stopItems = items.subscribe(soon);
    work();
    return () => {
      clearTimeout(timer);
      stopForm();
      stopItems();
    };
  }, [form, items, work]);
}

/** What the rules look at, with which of the related codes the station has, as soon as that is known. */
export function useRelatedContext(form: UseFormReturn<Catalog>, context: CatalogContext): CatalogContext {
  const related = useWatch({ control: form.control, name: 'related' });
  const codes = related.map(({ code }) => code);
  const names = useCall('catalog.resolve', { codes }, { when: codes.length > 0 }).data?.names;
  return useMemo(() => (names ? { ...context, hasCode: (code) => names[code] !== '' } : context), [context, names]);
}

/** Checks what stands in the form, shortly after each change. What is found again stays the same value, so that no field is drawn anew. */
export function useCatalogCheck(form: UseFormReturn<Catalog>, items: ItemsStore, context: CatalogContext): Checked {
  const [checked, setChecked] = useState<Checked>(() => check(bodyOf(form, items), context));
  const work = useCallback(
    () => setChecked((old) => kept(old, check(bodyOf(form, items), context))),
    [form, items, context],
  );
  useAfterChange(form, items, work);
  return checked;
}

function check(body: Catalog, context: CatalogContext): Checked {
  return { findings: checkCatalog(asSaved(body), context), filled: filledSections(body) };
}

function kept(old: Checked, next: Checked): Checked {
  const findings = JSON.stringify(old.findings) === JSON.stringify(next.findings) ? old.findings : next.findings;
  const filled = [...old.filled].join() === [...next.filled].join() ? old.filled : next.filled;
  return findings === old.findings && filled === old.filled ? old : { findings, filled };
}

/** What the station makes of it when it is saved: a code that waits for its sequence counts as complete. */
function asSaved(body: Catalog): Catalog {
  const waiting = isPrefix(prefixOf(body.code)) && splitCode(body.code).sequence === '';
  return {
    ...body,
    code: waiting ? `${prefixOf(body.code)}/000001` : body.code,
    providerCode: normalizeIdentifier(body.providerCode),
  };
}

const empty = emptyCatalog();

function filledSections(body: Catalog): ReadonlySet<SectionKey> {
  const filled = (key: SectionKey): boolean =>
    key === 'items' ? body.items.length > 0 : JSON.stringify(body[key]) !== JSON.stringify(empty[key]);
  return new Set(sections.map(({ key }) => key).filter(filled));
}
