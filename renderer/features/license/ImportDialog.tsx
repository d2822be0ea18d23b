import { Button, Checkbox, Select } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { ImportReport, RejectedRow } from '../../../shared/license/methods.ts';
import { useJob } from '../../client/act.ts';
import { DataTable } from '../../components/DataTable.tsx';
import { DropFiles, type PickedFile } from '../../components/DropFiles.tsx';
import { Dialog } from '../../components/dialogs.tsx';
import { Empty } from '../../components/Empty.tsx';
import { FormRow } from '../../components/Form.tsx';
import { JobBar } from '../../components/JobBar.tsx';
import { FailureNote } from '../../components/notify.tsx';
import { Num } from '../../components/text.tsx';

interface ImportDialogProps {
  readonly open: boolean;
  readonly types: readonly string[];
  readonly initial: string;
  readonly onClose: () => void;
}

/** A table of licenses of one type; the rows that stayed out are named with field and reason. */
export function ImportDialog({ open, ...rest }: ImportDialogProps): ReactNode {
  return (
    <Dialog title="导入证照表格" open={open} onClose={rest.onClose} width={860}>
      <ImportForm {...rest} />
    </Dialog>
  );
}

function ImportForm({ types, initial, onClose }: Omit<ImportDialogProps, 'open'>): ReactNode {
  const [type, setType] = useState(initial);
  const [again, setAgain] = useState(false);
  const [done, setDone] = useState<{ report: ImportReport; file: string } | null>(null);
  const job = useJob('license.import', { failures: 'page' });
  const take = async ([file]: PickedFile[]): Promise<void> => {
    if (!file) return;
    setDone(null);
    const reply = await job.run({ type, name: file.name, bytes: file.bytes, duplicates: again ? 'add' : 'reject' });
    if (reply.ok) setDone({ report: reply.value, file: file.name });
  };
  return (
    <>
      <div className="form" style={{ '--label-width': '72px' } as never}>
        <FormRow label="证照类型">
          <Select
            className="wide"
            value={type}
            onChange={setType}
            showSearch
            options={types.map((value) => ({ value, label: value }))}
          />
        </FormRow>
        <FormRow label="重号">
          <Checkbox checked={again} onChange={(event) => setAgain(event.target.checked)}>
            同类同号的也导入（默认只列出，不重复导入）
          </Checkbox>
        </FormRow>
      </div>
      {job.busy ? (
        <JobBar progress={job.progress} onCancel={job.cancel} />
      ) : (
        <DropFiles
          title="把 xlsx 或 csv 拖到这里，或点此选择"
          hint="标题行写照面字段，例如“统一社会信用代码、名称、住所”；无误的行直接进入待签批，有误的行列在下面，改好后可整表再导"
          accept=".xlsx,.csv,.txt"
          multiple={false}
          limitMb={64}
          onFiles={(files) => void take(files)}
        />
      )}
      <FailureNote failure={job.failure} />
      {done ? <Report report={done.report} file={done.file} /> : null}
      <div className="dialog-foot">
        <Button type={done ? 'primary' : 'default'} onClick={onClose}>
          {done ? '完成' : '关闭'}
        </Button>
      </div>
    </>
  );
}

function Report({ report, file }: { report: ImportReport; file: string }): ReactNode {
  const rows = new Set(report.rejected.map((one) => one.row)).size;
  return (
    <div className="import-report">
      <p>
        {file}：导入 <Num value={report.accepted} className="strong" /> 条
        {report.drafts > 0 ? (
          <span className="warn">
            （<Num value={report.drafts} /> 条有提醒，存为草稿；在证照列表按 W 成批写明理由）
          </span>
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
      {rows > 0 ? (
        <DataTable<RejectedRow>
          label="未导入的行"
          rows={report.rejected}
          rowKey={(row) => `${row.row} ${row.field} ${row.code}`}
          columns={[
            { title: '行', key: 'row', width: 64, number: true, render: (_, row) => row.row },
            { title: '字段和原因', key: 'message', render: (_, row) => <span title={row.message}>{row.message}</span> },
          ]}
          empty={<Empty title="没有未导入的行" hint="" />}
        />
      ) : null}
    </div>
  );
}
