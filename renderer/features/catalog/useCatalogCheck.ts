import { useEffect, useMemo, useState } from 'react';
import type { UseFormReturn } from 'react-hook-form';
import { type Catalog, emptyCatalog } from '../../../shared/catalog/catalog.ts';
import { type CatalogContext, checkCatalog } from '../../../shared/catalog/check.ts';
import { type SectionKey, sections } from '../../../shared/catalog/fields.ts';
import { isPrefix, prefixOf, splitCode } from '../../../shared/catalog/resource-code.ts';
import { normalizeIdentifier } from '../../../shared/china/problem.ts';
import type { Finding } from '../../../shared/exchange/finding.ts';

export interface Checked {
  readonly findings: readonly Finding[];
  readonly filled: ReadonlySet<SectionKey>;
  /** The values that were checked. */
  readonly body: Catalog;
}

/** Typing goes on without waiting for a check of all items. */
const pauseMs = 80;

/** Checks what stands in the form, shortly after each change. */
export function useCatalogCheck(form: UseFormReturn<Catalog>, context: CatalogContext): Checked {
  const [body, setBody] = useState(() => form.getValues());
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = form.subscribe({
      formState: { values: true },
      callback: () => {
        timer ??= setTimeout(() => {
          timer = undefined;
          setBody(structuredClone(form.getValues()));
        }, pauseMs);
      },
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [form]);
  return useMemo(
    () => ({ body, findings: checkCatalog(asSaved(body), context), filled: filledSections(body) }),
    [body, context],
  );
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
  return new Set(
    sections.map(({ key }) => key).filter((key) => JSON.stringify(body[key]) !== JSON.stringify(empty[key])),
  );
}
