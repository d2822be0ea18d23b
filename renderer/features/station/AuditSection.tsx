import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { AuditLine, AuditVerdict } from '../../../shared/station/audit.ts';
import { auditChanges, auditSummary } from '../../../shared/station/audit-values.ts';
import { actionWords } from '../../../shared/station/audit-words.ts';
import { useAct, useJob } from '../../client/act.ts';
import { useSession } from '../../client/session.tsx';
import { DataTable } from '../../components/DataTable.tsx';
import { Empty } from '../../components/Empty.tsx';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { useNotify } from '../../components/notify.tsx';
import { BarFact, Page, PageHead } from '../../components/Page.tsx';
import { PlacePicker } from '../../components/PlacePicker.tsx';
import { formatDate, Mono, NameCode, Num } from '../../components/text.tsx';
import { useAuditLines } from './useAuditLines.ts';

/** 审计链: every change, newest first; whether the chain holds; an extract for the auditors. */
export function AuditSection(): ReactNode {
  const { has } = useSession();
  const notify = useNotify();
  const [query, setQuery] = useState('');
  const [selected, setSelected] = useState<AuditLine | null>(null);
  const [verdict, setVerdict] = useState<AuditVerdict | null>(null);
  const [picking, setPicking] = useState(false);
  const lines = useAuditLines(query);
  const verify = useJob('audit.verify');
  const save = useAct('audit.export');
  const runVerify = async (): Promise<void> => {
    const reply = await verify.run({});
    if (reply.ok) setVerdict(reply.value);
  };
  const runExport = async (dir: string): Promise<void> => {
    const reply = await save.run({ dir });
    if (reply.ok) notify.done(`已导出 ${reply.value.lines} 行：${reply.value.path}`);
  };
  useKeys({ V: () => void runVerify() });
  return (
    <Page
      keys={[
        ['ArrowUp ArrowDown', '选行'],
        ['/', '查找'],
        ['V', '核对'],
      ]}
      actions={
        <>
          {verdict ? (
            <BarFact>
              {verdict.ok ? (
                <span className="good">
                  <Num value={verdict.lines} /> 行首尾相连，用时 {verdict.seconds.toFixed(1)} 秒
                </span>
              ) : (
                <span className="bad">
                  第 <Num value={verdict.brokenAt ?? 0} /> 行断开：{verdict.reason}。请保留现场，报安全审计员
                </span>
              )}
            </BarFact>
          ) : null}
          {has('admin', 'securityAuditor') ? (
            <Button loading={save.busy} onClick={() => setPicking(true)}>
              导出
            </Button>
          ) : null}
          <Button type="primary" loading={verify.busy} onClick={() => void runVerify()}>
            核对全链 <Keycap name="V" />
          </Button>
        </>
      }
    >
      <PageHead title="审计链" sub="每行含前一行的摘要，不能修改和删除；保存不少于五年" />
      <DataTable<AuditLine>
        label="审计记录"
        rows={lines.rows}
        rowKey={(line) => String(line.seq)}
        total={query === '' ? lines.total : lines.rows.length}
        hasMore={lines.hasMore}
        more={lines.more}
        loading={lines.loading}
        failure={lines.failure}
        onSelect={setSelected}
        search={{ value: query, onChange: setQuery, placeholder: '用户、事项、对象' }}
        columns={[
          { title: '行号', dataIndex: 'seq', width: 84, number: true },
          {
            title: '时间',
            key: 'at',
            width: 178,
            mono: true,
            render: (_, line) => `${formatDate(line.at, true)}${line.at.slice(16, 19)}`,
          },
          { title: '用户', dataIndex: 'user', width: 110 },
          { title: '事项', key: 'action', width: 170, render: (_, line) => actionWords(line.action) },
          {
            title: '对象',
            key: 'object',
            width: 210,
            render: (_, line) =>
              line.name === '' ? (
                <Mono>{line.object}</Mono>
              ) : (
                <NameCode name={line.name} code={line.object.slice(0, 8)} />
              ),
          },
          { title: '改动', key: 'new', render: (_, line) => auditSummary(line.action, line.old, line.new) },
        ]}
        empty={<Empty title="没有审计记录" hint="解锁、填报、审批、收发都会自动记在这里。" />}
      />
      {selected ? <LineDetail line={selected} /> : null}
      <PlacePicker
        open={picking}
        title="审计记录导出到哪里"
        pick="folder"
        write
        onPick={(paths) => void runExport(paths[0] ?? '')}
        onClose={() => setPicking(false)}
      />
    </Page>
  );
}

/** One line of the chain: who did what to what, and each value that changed. */
function LineDetail({ line }: { line: AuditLine }): ReactNode {
  const changes = auditChanges(line.action, line.old, line.new);
  return (
    <section className="audit-values" data-panel tabIndex={-1}>
      <p>
        <b>第 {line.seq} 行</b> {line.user} {actionWords(line.action)} {line.name}{' '}
        <Mono className="faint small">{line.object}</Mono>
        <span className="faint small">　前行摘要 </span>
        <Mono className="faint small">{line.prev}</Mono>
      </p>
      {changes.length === 0 ? <p className="secondary">没有改动内容。</p> : null}
      <table>
        <tbody>
          {changes.map((change) => (
            <tr key={change.label + change.before + change.after}>
              <th>{change.label}</th>
              <td>{change.before === '' ? null : <del>{change.before}</del>}</td>
              <td>{change.after === '' ? null : <ins>{change.after}</ins>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
