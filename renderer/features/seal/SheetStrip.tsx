import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useEffect, useRef } from 'react';
import type { SheetView } from '../../../shared/seal/methods.ts';
import { useClient } from '../../client/client.tsx';
import { DropFiles } from '../../components/DropFiles.tsx';
import { Keycap } from '../../components/Keycap.tsx';
import { PageHead } from '../../components/Page.tsx';
import { ScannerBar } from '../scanner/ScannerBar.tsx';
import { InkChoice } from './InkChoice.tsx';
import type { Batch, BatchActs, SheetFilter } from './useScanDesk.ts';
import type { Watch } from './useWatch.ts';
import { VerdictIcon } from './verdict.tsx';
import { WatchLine } from './WatchLine.tsx';

/** Endings of the pictures that the core reads. */
export const scanEndings = '.png,.jpg,.jpeg,.tif,.tiff,.bmp,.pdf';

interface SheetStripProps {
  readonly sheets: readonly SheetView[];
  readonly counts: Readonly<Record<SheetFilter, number>>;
  readonly filter: SheetFilter;
  readonly onFilter: (filter: SheetFilter) => void;
  readonly selected: string;
  readonly onSelect: (id: string) => void;
  readonly batch: Batch & BatchActs;
  readonly watch: Watch;
  /** Opens the list of the last batch; undefined where there was none. */
  readonly onList: (() => void) | undefined;
  /** Pages of it that need a look. */
  readonly toLook: number;
}

const filterWords: Readonly<Record<SheetFilter, string>> = { all: '全部', open: '需看', reject: '不合格' };

/** Thumbnails of the pages with their verdicts, and where new scans come in. */
export function SheetStrip({
  sheets,
  counts,
  filter,
  onFilter,
  selected,
  onSelect,
  batch,
  watch,
  onList,
  toLook,
}: SheetStripProps): ReactNode {
  return (
    <section className="sheet-strip" data-panel tabIndex={-1}>
      <PageHead title="扫描台" sub={<span>共 {counts.all} 页</span>} />
      <nav className="sheet-filter">
        {(Object.keys(filterWords) as SheetFilter[]).map((one) => (
          <button key={one} type="button" className={one === filter ? 'on' : ''} onClick={() => onFilter(one)}>
            {filterWords[one]} <span className="mono">{counts[one]}</span>
          </button>
        ))}
      </nav>
      <ol className="sheet-thumbs scroll">
        {sheets.map((sheet) => (
          <Thumb key={sheet.id} sheet={sheet} on={sheet.id === selected} onSelect={onSelect} />
        ))}
      </ol>
      <BatchFoot batch={batch} watch={watch} onList={onList} toLook={toLook} />
    </section>
  );
}

function Thumb({ sheet, on, onSelect }: { sheet: SheetView; on: boolean; onSelect: (id: string) => void }): ReactNode {
  const client = useClient();
  const place = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (!on) return;
    place.current?.scrollIntoView({ block: 'nearest' });
    if (document.activeElement === document.body) place.current?.querySelector('button')?.focus();
  }, [on]);
  const shown = sheet.imprints.slice(0, 3);
  return (
    <li ref={place} className={on ? 'on' : ''}>
      <button
        type="button"
        // The desk opens with its focus on the page that is looked at.
        data-list={on || undefined}
        tabIndex={0}
        onClick={() => onSelect(sheet.id)}
        aria-label={`第 ${sheet.code.slice(-3)} 页`}
      >
        <img src={client.blobUrl(sheet.preview)} alt="" loading="lazy" draggable={false} />
        <span className="thumb-foot">
          <span className="mono">{sheet.code.slice(-3)}</span>
          <span className="thumb-verdicts">
            {shown.map((imprint) => (
              <VerdictIcon key={imprint.id} verdict={imprint.finding.verdict} />
            ))}
            {sheet.imprints.length > shown.length ? (
              <span className="mono faint">+{sheet.imprints.length - shown.length}</span>
            ) : null}
            {sheet.imprints.length === 0 ? <span className="faint small">无印章</span> : null}
          </span>
        </span>
      </button>
    </li>
  );
}

function BatchFoot({
  batch,
  watch,
  onList,
  toLook,
}: Pick<SheetStripProps, 'batch' | 'watch' | 'onList' | 'toLook'>): ReactNode {
  return (
    <footer className="batch-foot">
      {onList && !batch.running ? (
        <button type="button" className="link batch-list" onClick={onList}>
          本批需看 <span className="mono">{toLook}</span> 页 <Keycap name="L" />
        </button>
      ) : null}
      {batch.failed.map((failed) => (
        <p key={failed.key} className="batch-failed" role="alert">
          <span>{failed.message}</span>
          <button type="button" onClick={() => batch.dismiss(failed.key)} aria-label="知道了">
            ×
          </button>
        </p>
      ))}
      {batch.running ? (
        <div className="batch-running" role="status">
          <div className="row">
            <span className="grow cut">{batch.line}</span>
            <Button type="link" size="small" onClick={batch.cancel}>
              取消
            </Button>
          </div>
          <div className="batch-bar">
            <i style={{ width: `${100 * batch.share}%` }} />
          </div>
          <span className="faint small">{batch.note}</span>
        </div>
      ) : (
        <>
          <ScannerBar busy={false} onScan={(profile) => void batch.scan(profile)} />
          <InkChoice batch={batch} />
          <DropFiles
            title="拖入、粘贴或选择扫描件"
            accept={scanEndings}
            limitMb={120}
            onFiles={(files) => void batch.take(files)}
          />
        </>
      )}
      <WatchLine watch={watch} />
    </footer>
  );
}
