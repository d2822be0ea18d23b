import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { HeldItem, Outbox, OutboxItem } from '../../../shared/exchange/approval.ts';
import { recordChangeNames } from '../../../shared/exchange/package.ts';
import { recordKindNames } from '../../../shared/exchange/record.ts';
import { recordPath } from '../../../shared/station/record-path.ts';
import { useSession } from '../../client/session.tsx';
import { DataTable } from '../../components/DataTable.tsx';
import { Empty } from '../../components/Empty.tsx';
import { Panel } from '../../components/Panel.tsx';
import { megabytes, NameCode, Num, Tag } from '../../components/text.tsx';
import { RefuseDialog } from './RefuseDialog.tsx';
import './send.css';

/** 待发清单: what goes with the next package, by kind and one by one. */
export function PendingPanel({ outbox }: { outbox: Outbox }): ReactNode {
  const navigate = useNavigate();
  const { has } = useSession();
  const [checked, setChecked] = useState<string[]>([]);
  const [refusing, setRefusing] = useState(false);
  const mayRefuse = has('head', 'secrecyOfficer');
  const ticked = checked.filter((id) => outbox.items.some((item) => item.id === id));
  const total = outbox.totals.reduce((sum, one) => sum + one.total, 0);
  const bytes = outbox.totals.reduce((sum, one) => sum + one.bytes, 0);
  return (
    <Panel
      title="待发清单"
      count={total}
      extra={
        ticked.length > 0 ? (
          <Button size="small" onClick={() => setRefusing(true)}>
            退回填报员（{ticked.length} 项）…
          </Button>
        ) : total > 0 ? (
          `共 ${megabytes(bytes)} MB`
        ) : undefined
      }
      fill
    >
      {total > 0 ? (
        <table className="totals">
          <thead>
            <tr>
              <th>种类</th>
              <th>项</th>
              <th>新</th>
              <th>改</th>
              <th>重送</th>
              <th>MB</th>
            </tr>
          </thead>
          <tbody>
            {outbox.totals.map((one) => (
              <tr key={one.kind}>
                <td>{recordKindNames[one.kind]}</td>
                <td className="strong">
                  <Num value={one.total} />
                </td>
                <td>{one.new > 0 ? <Num value={one.new} /> : '—'}</td>
                <td>{one.changed > 0 ? <Num value={one.changed} /> : '—'}</td>
                <td>{one.again > 0 ? <Num value={one.again} /> : '—'}</td>
                <td className="mono">{megabytes(one.bytes)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      <DataTable<OutboxItem>
        label="待发清单"
        rows={outbox.items}
        total={total}
        rowKey={(item) => item.id}
        {...(mayRefuse ? { checked: ticked, onCheck: setChecked } : {})}
        onOpen={(item) => navigate(recordPath(item.kind, item.id, 'department'))}
        columns={[
          {
            title: '种类',
            key: 'kind',
            width: 76,
            render: (_, item) => <span className="secondary">{recordKindNames[item.kind]}</span>,
          },
          {
            title: '名称',
            key: 'name',
            render: (_, item) => <NameCode name={item.name || '（未填名称）'} code={item.code} />,
          },
          {
            title: '变化',
            key: 'change',
            width: 74,
            render: (_, item) => (
              <span title={item.reason}>{item.urgent ? '状态变更' : recordChangeNames[item.change]}</span>
            ),
          },
          { title: '签批', key: 'signed', width: 84, render: (_, item) => <Signed item={item} /> },
        ]}
        empty={
          <Empty
            title="没有待送出的内容"
            hint="资源目录、证照、印模填好且没有错误时，在各自页面按“送签批”，就会列在这里。"
          />
        }
      />
      <RefuseDialog ids={ticked} open={refusing} onClose={() => setRefusing(false)} />
    </Panel>
  );
}

function Signed({ item }: { item: OutboxItem }): ReactNode {
  if (item.head && item.secrecy) return <span className="secondary">齐</span>;
  return <span className="warn">{!item.head && !item.secrecy ? '缺两项' : item.head ? '缺保密审查' : '缺审批'}</span>;
}

/** 拦下: what stays behind and why; each line leads to the field. */
export function HeldPanel({ outbox }: { outbox: Outbox }): ReactNode {
  const navigate = useNavigate();
  return (
    <Panel
      title="拦下"
      count={outbox.heldTotal}
      extra={outbox.heldTotal > 0 ? '不影响本包，改好后随下一包送出' : undefined}
      fill
      foot={outbox.unsubmitted.length > 0 ? <Unsubmitted kinds={outbox.unsubmitted} /> : undefined}
    >
      {outbox.held.length === 0 ? (
        <Empty
          title="没有拦下的记录"
          hint="退回未改的、有错误未更正的、提醒没有写明理由的记录会列在这里，不影响本包送出。"
        />
      ) : (
        <ul className="held scroll grow" data-list>
          {outbox.held.map((item) => (
            <li key={item.id}>
              <div className="row">
                <span className="secondary">{recordKindNames[item.kind]}</span>
                <span className="cut grow">
                  {item.name || '（未填名称）'} <span className="mono small faint">{item.code}</span>
                </span>
                <button
                  type="button"
                  className="link"
                  onClick={() =>
                    navigate(
                      item.reason === 'keying'
                        ? '/second-keying'
                        : recordPath(item.kind, item.id, 'department', item.field),
                    )
                  }
                >
                  {wayOf[item.reason]}
                </button>
              </div>
              <p>
                <Tag tone={item.reason === 'returned' ? 'bad' : 'warn'}>{item.label || heldNames[item.reason]}</Tag>{' '}
                {item.message}
              </p>
            </li>
          ))}
          {outbox.heldTotal > outbox.held.length ? (
            <li className="faint small">另 {outbox.heldTotal - outbox.held.length} 条，见各页面的列表</li>
          ) : null}
        </ul>
      )}
    </Panel>
  );
}

/** Complete, and not in this package: somebody forgot to hand them in. */
function Unsubmitted({ kinds }: { kinds: Outbox['unsubmitted'] }): ReactNode {
  const navigate = useNavigate();
  return (
    <>
      <span>填完还没送签批，不在本包：</span>
      {kinds.map(({ kind, total }) => (
        <button
          key={kind}
          type="button"
          className="link"
          onClick={() => navigate(`/${kind === 'imprint' ? 'seal' : kind}?state=draft`)}
        >
          {recordKindNames[kind]} {total}
        </button>
      ))}
    </>
  );
}

const wayOf: Readonly<Record<HeldItem['reason'], string>> = {
  returned: '去修改',
  keying: '去复核台',
  errors: '去更正',
  reasons: '去写理由',
};

const heldNames: Readonly<Record<HeldItem['reason'], string>> = {
  returned: '退回',
  keying: '待复录',
  errors: '错误',
  reasons: '待写理由',
};
