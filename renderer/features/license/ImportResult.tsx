import { Button, Checkbox } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { ImportReport, RejectedRow } from '../../../shared/license/methods.ts';
import { useJob } from '../../client/act.ts';
import { DataTable } from '../../components/DataTable.tsx';
import type { PickedFile } from '../../components/DropFiles.tsx';
import { Empty } from '../../components/Empty.tsx';
import { JobBar } from '../../components/JobBar.tsx';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { FailureNote, useNotify } from '../../components/notify.tsx';
import { PlacePicker } from '../../components/PlacePicker.tsx';
import { Num } from '../../components/text.tsx';

interface ImportResultProps {
  readonly report: ImportReport;
  readonly file: PickedFile;
}

/** What became of an import: how many, which rows stayed out and why, and the same rows with the reason as a file to mend. */
export function ImportResult({ report, file }: ImportResultProps): ReactNode {
  const [choosing, setChoosing] = useState(false);
  const [onlyRejected, setOnlyRejected] = useState(true);
  const job = useJob('license.importReport', { failures: 'page' });
  const notify = useNotify();
  useKeys({ 'Ctrl+S': () => setChoosing(true) });
  const out = report.rejected.filter(({ known }) => !known);
  const rows = new Set(out.map(({ row }) => row)).size;
  const before = new Set(report.rejected.filter(({ known }) => known).map(({ row }) => row)).size;
  const write = async (to: string): Promise<void> => {
    const reply = await job.run({ name: file.name, bytes: file.bytes, report, onlyRejected, to });
    if (reply.ok) notify.done(`已写出 ${reply.value.rows} 行到 ${reply.value.path}`);
  };
  return (
    <div className="import-report">
      <p>
        {file.name}：导入 <Num value={report.accepted} className="strong" /> 条
        {report.drafts > 0 ? (
          <span className="warn">
            （<Num value={report.drafts} /> 条有提醒，存为草稿；在证照列表按 W 成批写明理由）
          </span>
        ) : null}
        {before > 0 ? (
          <>
            ，<Num value={before} /> 行以前已导入
          </>
        ) : null}
        {rows > 0 ? (
          <span className="bad">
            ，<Num value={rows} /> 行未导入
          </span>
        ) : null}
        {report.unknownColumns.length > 0 ? (
          <span className="warn">；没有用上的列：{report.unknownColumns.join('、')}</span>
        ) : null}
      </p>
      {report.stoppedAt === null ? null : (
        <p className="warn">
          在第 {report.stoppedAt} 行之前停下，以后的行没有导入。同一文件可以再导入，已导入的行不会重复
        </p>
      )}
      {report.notes.map((note) => (
        <p key={note} className="warn">
          {note}
        </p>
      ))}
      {rows > 0 ? (
        <DataTable<RejectedRow>
          label="未导入的行"
          rows={out}
          rowKey={(row) => `${row.row} ${row.field} ${row.code}`}
          columns={[
            { title: '行', key: 'row', width: 64, number: true, render: (_, row) => row.row },
            { title: '字段和原因', key: 'message', render: (_, row) => <span title={row.message}>{row.message}</span> },
          ]}
          empty={<Empty title="没有未导入的行" hint="" />}
        />
      ) : null}
      {job.busy ? <JobBar progress={job.progress} onCancel={job.cancel} /> : null}
      <FailureNote failure={job.failure} />
      <div className="row">
        <Button disabled={job.busy} onClick={() => setChoosing(true)}>
          把各行和原因写成文件 <Keycap name="Ctrl+S" />
        </Button>
        <Checkbox checked={onlyRejected} onChange={(event) => setOnlyRejected(event.target.checked)}>
          只写未导入的行
        </Checkbox>
        <span className="faint small">末列“导入结果”写原因；改好后可直接再导入</span>
      </div>
      <PlacePicker
        title="结果文件写到"
        open={choosing}
        pick="folder"
        write
        onPick={([folder]) => {
          if (folder) void write(folder);
        }}
        onClose={() => setChoosing(false)}
      />
    </div>
  );
}
