import type { ReactNode } from 'react';
import { useCallback, useState } from 'react';
import type { UseFormReturn } from 'react-hook-form';
import type { Catalog } from '../../../shared/catalog/catalog.ts';
import { type Difference, differences } from '../../../shared/catalog/differences.ts';
import { catalogFieldLabel, fieldNumber } from '../../../shared/catalog/fields.ts';
import type { Finding } from '../../../shared/exchange/finding.ts';
import { FindingList } from '../../components/FindingList.tsx';
import { Panel } from '../../components/Panel.tsx';
import { Piece } from '../../components/Piece.tsx';
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

/** Characters on each side of what differs: a panel has no room for a whole abstract. */
const around = 16;

/** On a wide window: what differs from the version sent last, and everything the check found. */
export function SidePanel({ form, items, previous, revision, findings, onGo }: SidePanelProps): ReactNode {
  const [changes, setChanges] = useState<readonly Difference[]>([]);
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
                  {old === '' ? null : (
                    <p className="was">
                      <Piece before={old} after={next} side="before" around={around} />
                    </p>
                  )}
                  {next === '' ? null : (
                    <p>
                      <Piece before={old} after={next} side="after" around={around} />
                    </p>
                  )}
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
