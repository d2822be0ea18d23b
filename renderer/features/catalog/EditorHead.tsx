import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useWatch } from 'react-hook-form';
import type { Catalog } from '../../../shared/catalog/catalog.ts';
import { catalogFieldLabel } from '../../../shared/catalog/fields.ts';
import type { CatalogRecord } from '../../../shared/catalog/methods.ts';
import type { Remark } from '../../../shared/exchange/finding.ts';
import { useAct } from '../../client/act.ts';
import { useConfirm } from '../../components/dialogs.tsx';
import { PageHead } from '../../components/Page.tsx';
import { usePrint } from '../../components/print.tsx';
import { DateText, Mono, StateTag, Tag } from '../../components/text.tsx';
import { CatalogPaper } from './CatalogPapers.tsx';

interface EditorHeadProps {
  readonly record: CatalogRecord | null;
  readonly dirty: boolean;
  readonly readOnly: boolean;
  readonly remarks: readonly Remark[];
  readonly onGo: (field: string) => void;
  readonly onChanged: (record: CatalogRecord) => void;
  readonly onRemoved: () => void;
  /** Absent before anything was sent. */
  readonly onVersions: (() => void) | undefined;
  /** Absent for what is not published, or has changes. */
  readonly onRetire: (() => void) | undefined;
}

/** Name, version and state of the catalog, what can be done with it as a whole, and the bureau's remarks. */
export function EditorHead({
  record,
  dirty,
  readOnly,
  remarks,
  onGo,
  onChanged,
  onRemoved,
  onVersions,
  onRetire,
}: EditorHeadProps): ReactNode {
  const [name, code] = useWatch<Catalog, ['name', 'code']>({ name: ['name', 'code'] });
  const withdraw = useAct('catalog.withdraw');
  const remove = useAct('catalog.remove');
  const confirm = useConfirm();
  const paper = usePrint();
  const row = record?.row;
  const away = record?.sent;
  const takeBack = async (): Promise<void> => {
    const reply = await withdraw.run({ id: row!.id });
    if (reply.ok) onChanged(reply.value);
  };
  const takeAway = async (): Promise<void> => {
    const sure = await confirm({
      title: `删除“${row!.name || '未命名'}”`,
      content: '这条目录没有送出过，删除后不能恢复；审计链保留它最后的内容。',
      ok: '删除',
      danger: true,
    });
    if (sure && (await remove.run({ id: row!.id })).ok) onRemoved();
  };
  return (
    <>
      <PageHead
        title={<span className="cut editor-title">{name || (record ? '未命名' : '新建资源目录')}</span>}
        sub={
          <>
            {row ? (
              <Tag tone={row.state === 'returned' ? 'bad' : row.state === 'draft' || dirty ? 'blue' : 'plain'}>
                第 {row.revision + (dirty && row.state !== 'draft' ? 1 : 0)} 版{' '}
                {dirty ? '草稿' : <StateWord state={row.state} />}
              </Tag>
            ) : (
              <Tag>未保存</Tag>
            )}
            <Mono>{code}</Mono>
          </>
        }
      >
        {row ? (
          <span className="small secondary">
            {away && row.state === 'draft' ? `第 ${away.revision} 版已送出 · ` : ''}
            {row.updatedBy} <DateText value={row.updatedAt} time short />
          </span>
        ) : null}
        {record ? (
          <Button
            size="small"
            disabled={dirty}
            title={dirty ? '先存草稿，再打印' : ''}
            onClick={() => paper.print(<CatalogPaper record={record} />)}
          >
            打印
          </Button>
        ) : null}
        {onVersions ? (
          <Button size="small" onClick={onVersions} title="Alt+V">
            版本…
          </Button>
        ) : null}
        {onRetire ? (
          <Button size="small" onClick={onRetire}>
            停用…
          </Button>
        ) : null}
        {(!readOnly || record?.body.retired) && row?.state === 'pending' ? (
          <Button size="small" onClick={() => void takeBack()}>
            撤回送签
          </Button>
        ) : null}
        {!readOnly && row && !away && (row.state === 'draft' || row.state === 'pending') ? (
          <Button size="small" onClick={() => void takeAway()}>
            删除
          </Button>
        ) : null}
      </PageHead>
      {remarks.length > 0 ? (
        <ul className="remarks" aria-label="退回意见">
          {remarks.map(({ field, remark }) => (
            <li key={field + remark}>
              <button type="button" onClick={() => onGo(field)}>
                <b>退回意见</b>
                <span className="secondary">{catalogFieldLabel(field)}</span>
                <span>{remark}</span>
              </button>
            </li>
          ))}
        </ul>
      ) : null}
      {paper.sheet}
    </>
  );
}

function StateWord({ state }: { state: CatalogRecord['row']['state'] }): ReactNode {
  return state === 'draft' ? '草稿' : <StateTag state={state} />;
}
