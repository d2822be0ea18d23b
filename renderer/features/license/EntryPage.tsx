import { DownOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import type { ReactNode } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import type { EntryBatch } from '../../../shared/license/entry-methods.ts';
import { useCall } from '../../client/call.ts';
import { FailureNote } from '../../components/notify.tsx';
import { Page } from '../../components/Page.tsx';
import { Arrange } from './Arrange.tsx';
import { Desk } from './Desk.tsx';
import { EntryStart } from './EntryStart.tsx';
import './entry.css';

/**
 * 录入台. The address says what lies on it: `?batch=` (with `arrange`, its pages before they are typed), `?type=` (typed without a scan) or `?record=` (one license to correct, with `field`);
 * without any, the batch that was begun last and is not done.
 */
export default function EntryPage(): ReactNode {
  const [search, setSearch] = useSearchParams();
  const navigate = useNavigate();
  const batches = useCall('entry.batches', {});
  const record = search.get('record');
  const plain = search.get('type');
  const fresh = search.get('new') !== null;
  const open = (batches.data?.batches ?? []).filter((batch) => batch.pages + batch.leftOut > 0);
  const wanted = search.get('batch') ?? open.find((batch) => batch.done < batch.pages)?.id ?? null;
  const batch = record || plain || fresh ? null : wanted;
  const opened = useCall('license.get', { id: record ?? '' }, { when: record !== null });
  const queue = useCall('entry.queue', { batch: batch ?? '' }, { when: batch !== null });
  const typeName = record ? opened.data?.license.type.name : (plain ?? queue.data?.batch.type);
  const type = useCall(
    'license.type',
    { name: typeName ?? '', ...(record && opened.data ? { version: opened.data.license.type.version } : {}) },
    { when: typeName !== undefined },
  );

  if (batches.loading) return <Page>{null}</Page>;
  if (!record && !plain && !batch)
    return (
      <EntryStart
        batches={open}
        onBegin={() => setSearch({ new: '' }, { replace: true })}
        onBatch={(id) => setSearch({ batch: id })}
        onArrange={(id) => setSearch({ batch: id, arrange: '' })}
        onPlain={(name) => setSearch({ type: name })}
      />
    );
  const failed = opened.failure ?? queue.failure ?? type.failure;
  if (failed) {
    return (
      <Page>
        <FailureNote failure={failed} action={<Button onClick={() => setSearch({ new: '' })}>另选一批</Button>} />
      </Page>
    );
  }
  const ready = record ? opened.data?.record.id === record : plain ? true : queue.data?.batch.id === batch;
  if (
    !ready ||
    !type.data ||
    type.data.name !== typeName ||
    (record && type.data.version !== opened.data?.type.version)
  )
    return <Page>{null}</Page>;
  const current = batch ? (queue.data ?? null) : null;
  if (current && (search.get('arrange') !== null || current.batch.pages === 0))
    return <Arrange {...current} onDone={() => setSearch({ batch: current.batch.id })} />;
  return (
    <Desk
      key={record ?? plain ?? batch ?? ''}
      type={type.data}
      queue={current}
      recordId={record}
      field={search.get('field') ?? ''}
      onArrange={() => setSearch({ batch: batch ?? '', arrange: '' })}
      onStart={() => setSearch({ new: '' })}
      onLeave={() => void navigate(record ? `/license/${record}` : '/license')}
      chooser={
        <BatchMenu
          current={record ? '修改一条' : plain ? '不用扫描件' : batchName(current?.batch)}
          batches={open}
          onBatch={(id) => setSearch({ batch: id })}
          onArrange={current ? () => setSearch({ batch: current.batch.id, arrange: '' }) : null}
          onNew={() => setSearch({ new: '' })}
          onPlain={() => setSearch({ type: typeName ?? '营业执照' })}
        />
      }
    />
  );
}

function batchName(batch: EntryBatch | undefined): string {
  return batch ? `${batch.name}${batch.box ? ` · 箱 ${batch.box}` : ''}` : '';
}

interface BatchMenuProps {
  readonly current: string;
  readonly batches: readonly EntryBatch[];
  readonly onBatch: (id: string) => void;
  /** null where no batch lies on the desk. */
  readonly onArrange: (() => void) | null;
  readonly onNew: () => void;
  readonly onPlain: () => void;
}

function BatchMenu({ current, batches, onBatch, onArrange, onNew, onPlain }: BatchMenuProps): ReactNode {
  const items = [
    ...batches.slice(0, 12).map((batch) => ({
      key: batch.id,
      label: `${batchName(batch)}（${batch.type} ${batch.done}/${batch.pages}）`,
    })),
    { type: 'divider' as const },
    ...(onArrange ? [{ key: 'arrange', label: '整理本批页面（Alt+P）' }] : []),
    { key: 'new', label: '新建一批，或往一批里添扫描件' },
    { key: 'plain', label: '不用扫描件，直接键入' },
  ];
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items,
        onClick: ({ key }) => {
          if (key === 'arrange') onArrange?.();
          else if (key === 'new') onNew();
          else if (key === 'plain') onPlain();
          else onBatch(key);
        },
      }}
    >
      <Button type="text" size="small" className="batch-menu" tabIndex={-1}>
        <span className="cut">{current}</span> <DownOutlined />
      </Button>
    </Dropdown>
  );
}
