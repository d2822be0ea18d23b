import type { ReactNode } from 'react';
import { useCallback, useState } from 'react';
import type { UseFormReturn } from 'react-hook-form';
import { type Catalog, emptyItem } from '../../../shared/catalog/catalog.ts';
import { catalogFieldLabel, fieldNumber } from '../../../shared/catalog/fields.ts';
import { catalogLines, itemText } from '../../../shared/catalog/lines.ts';
import type { Finding } from '../../../shared/exchange/finding.ts';
import { FindingList } from '../../components/FindingList.tsx';
import { Panel } from '../../components/Panel.tsx';
import type { ItemsStore } from './items-store.ts';
import { bodyOf, useAfterChange } from './useCatalogCheck.ts';

interface SidePanelProps {
  readonly form: UseFormReturn<Catalog>;
  readonly items: ItemsStore;
  /** The version that was sent last. */
  readonly previous: Catalog | null;
  readonly revision: number;
  readonly findings: readonly Finding[];
  readonly onGo: (field: string) => void;
}

/** On a wide window: what differs from the version sent last, and everything the check found. */
export function SidePanel({ form, items, previous, revision, findings, onGo }: SidePanelProps): ReactNode {
  const [changes, setChanges] = useState<readonly Change[]>([]);
  const compare = useCallback(() => {
    if (previous) setChanges(differences(previous, bodyOf(form, items)));
  }, [form, items, previous]);
  useAfterChange(form, items, compare);
  return (
    <aside className="side-panel">
      {previous ? (
        <Panel
          title={`与第 ${revision} 版比较`}
          count={changes.length === 0 ? '没有不同' : `${changes.length} 处不同`}
          className="side-changes"
        >
          <ul className="changes scroll">
            {changes.map(({ field, label, old, next }) => (
              <li key={field}>
                <button type="button" onClick={() => onGo(field)}>
                  <header>
                    <span className="secondary">{label}</span>
                    <b className={old === '' ? 'good' : next === '' ? 'bad' : 'warn'}>
                      {old === '' ? '增' : next === '' ? '删' : '改'}
                    </b>
                  </header>
                  {old === '' ? null : <del>{old}</del>}
                  {next === '' ? null : <ins>{next}</ins>}
                </button>
              </li>
            ))}
          </ul>
        </Panel>
      ) : null}
      <Panel title="检查" count={findings.length === 0 ? '没有问题' : `${findings.length} 处`} fill>
        <div className="scroll">
          <FindingList
            findings={findings}
            labelOf={(field) => `${fieldNumber(field)} ${catalogFieldLabel(field)}`}
            onGo={({ field }) => onGo(field)}
          />
          {findings.length === 0 ? <p className="side-empty secondary">13 项元数据齐全，可以送签批。</p> : null}
        </div>
      </Panel>
    </aside>
  );
}

interface Change {
  readonly field: string;
  readonly label: string;
  readonly old: string;
  readonly next: string;
}

/** Changed fields in the order of the form; items are matched by their name. */
function differences(before: Catalog, after: Catalog): Change[] {
  const flat = (catalog: Catalog) => catalogLines({ ...catalog, items: [] });
  const old = new Map(flat(before).map((line) => [line.field, line.text]));
  const changes: Change[] = flat(after)
    .filter(({ field, text }) => text !== (old.get(field) ?? ''))
    .map(({ field, label, text }) => ({
      field,
      label: `${fieldNumber(field)} ${label}`,
      old: old.get(field) ?? '',
      next: text,
    }));
  const named = new Map(before.items.map((item) => [item.name, item]));
  after.items.forEach((item, index) => {
    const was = named.get(item.name);
    named.delete(item.name);
    const parts = was ? changedParts(was, item) : { words: '', old: '', next: itemText(item) };
    if (was && parts.words === '') return;
    const label = [`8.${index + 1} ${item.name}`, parts.words].filter(Boolean).join(' · ');
    changes.push({ field: `items.${index}.name`, label, old: parts.old, next: parts.next });
  });
  for (const [name, item] of named)
    changes.push({ field: `items.gone.${name}`, label: `8 ${name}`, old: itemText(item), next: '' });
  return changes;
}

const partFields = ['column', 'type', 'length', 'charset', 'share', 'open', 'note'] as const;

/** Which parts of an item changed, and only those of the old and the new text. */
function changedParts(
  was: Catalog['items'][number],
  item: Catalog['items'][number],
): { words: string; old: string; next: string } {
  const changed = partFields.filter((field) => was[field] !== item[field]);
  const only = (from: Catalog['items'][number]): string =>
    itemText({ ...emptyItem(), ...Object.fromEntries(changed.map((field) => [field, from[field]])) }) || '空';
  const words = changed
    .map((field) =>
      catalogFieldLabel(`items.0.${field}`)
        .replace(/^.* · /, '')
        .replace(/^信息项/, ''),
    )
    .join('、');
  return changed.length === 0 ? { words: '', old: '', next: '' } : { words, old: only(was), next: only(item) };
}
