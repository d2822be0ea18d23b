import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { CatalogRow } from '../../../shared/catalog/methods.ts';
import type { Input } from '../../client/call.ts';
import { asFailure } from '../../client/call.ts';
import { useClient } from '../../client/client.tsx';
import { useNotify } from '../../components/notify.tsx';
import { usePrint } from '../../components/print.tsx';
import { ListPaper } from './CatalogPapers.tsx';

/** Lines that a print may have: some 100 sheets. */
const mostLines = 3000;

interface PrintListProps {
  /** What is listed, and what it is called on the paper. */
  readonly filter: Input<'catalog.list'>;
  readonly title: string;
  readonly total: number;
}

/** Prints what is listed, by code. */
export function PrintList({ filter, title, total }: PrintListProps): ReactNode {
  const client = useClient();
  const notify = useNotify();
  const [busy, setBusy] = useState(false);
  const { print, sheet } = usePrint();
  const write = async (): Promise<void> => {
    setBusy(true);
    try {
      const rows: CatalogRow[] = [];
      let after: string | null = null;
      do {
        const page: { rows: CatalogRow[]; next: string | null } = await client.call('catalog.list', {
          ...filter,
          order: 'code',
          limit: 500,
          ...(after === null ? {} : { after }),
        });
        rows.push(...page.rows);
        after = page.next;
      } while (after !== null);
      print(<ListPaper title={title} rows={rows} />);
    } catch (error) {
      notify.failure(asFailure(error));
    } finally {
      setBusy(false);
    }
  };
  const many = total > mostLines ? `超过 ${mostLines} 条，请先选分类或查找` : '';
  return (
    <>
      <Button loading={busy} disabled={total === 0 || many !== ''} title={many} onClick={() => void write()}>
        打印清单
      </Button>
      {sheet}
    </>
  );
}
