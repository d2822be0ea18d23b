import { Button, Checkbox, Select } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { matchByWords } from '../../../shared/license/columns.ts';
import type { ImportPreview, ImportReport } from '../../../shared/license/methods.ts';
import { useAct, useJob } from '../../client/act.ts';
import { useCall } from '../../client/call.ts';
import { DropFiles, type PickedFile } from '../../components/DropFiles.tsx';
import { Dialog } from '../../components/dialogs.tsx';
import { FormRow } from '../../components/Form.tsx';
import { JobBar } from '../../components/JobBar.tsx';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { FailureNote } from '../../components/notify.tsx';
import { ImportColumns } from './ImportColumns.tsx';
import { ImportResult } from './ImportResult.tsx';

interface ImportDialogProps {
  readonly open: boolean;
  readonly types: readonly string[];
  readonly initial: string;
  readonly onClose: () => void;
}

/** A table of licenses of one type: which column goes where, the first rows as they will be taken, then what became of each row. */
export function ImportDialog({ open, ...rest }: ImportDialogProps): ReactNode {
  return (
    <Dialog title="导入证照表格" open={open} onClose={rest.onClose} width={980}>
      <ImportForm {...rest} />
    </Dialog>
  );
}

function ImportForm({ types, initial, onClose }: Omit<ImportDialogProps, 'open'>): ReactNode {
  const [type, setType] = useState(initial);
  const [again, setAgain] = useState(false);
  const [file, setFile] = useState<PickedFile | null>(null);
  const [preview, setPreview] = useState<ImportPreview | null>(null);
  const [columns, setColumns] = useState<readonly string[]>([]);
  const [report, setReport] = useState<ImportReport | null>(null);
  const known = useCall('license.type', { name: type });
  const look = useAct('license.importPreview', { failures: 'page' });
  const job = useJob('license.import', { failures: 'page' });
  const open = async (picked: PickedFile | null, name: string): Promise<void> => {
    setFile(picked);
    setPreview(null);
    setReport(null);
    if (!picked) return;
    const reply = await look.run({ type: name, name: picked.name, bytes: picked.bytes });
    if (!reply.ok) return;
    setPreview(reply.value);
    setColumns(reply.value.columns);
  };
  const definition = known.data?.name === type ? known.data : undefined;
  const twice = columns.filter((word, at) => word !== '' && columns.indexOf(word) !== at);
  const number = definition ? `face.${definition.roles.number}` : '';
  const lacking = definition ? matchByWords(definition, columns).missing : [];
  const ready = preview !== null && report === null && twice.length === 0 && columns.includes(number) && !job.busy;
  const take = async (): Promise<void> => {
    if (!ready || !file || !preview) return;
    const chosen = columns.some((word, at) => word !== preview.columns[at]);
    const reply = await job.run({
      type,
      name: file.name,
      bytes: file.bytes,
      duplicates: again ? 'add' : 'reject',
      ...(chosen ? { columns: [...columns], titleRow: preview.titleRow } : {}),
    });
    if (reply.ok) setReport(reply.value);
  };
  useKeys({ 'Ctrl+Enter': () => void take() });
  return (
    <>
      <div className="form" style={{ '--label-width': '72px' } as never}>
        <FormRow label="证照类型">
          <Select
            className="wide"
            aria-label="证照类型"
            value={type}
            disabled={job.busy}
            onChange={(name) => {
              setType(name);
              void open(file, name);
            }}
            showSearch
            options={types.map((value) => ({ value, label: value }))}
          />
        </FormRow>
        <FormRow label="重号">
          <Checkbox checked={again} disabled={job.busy} onChange={(event) => setAgain(event.target.checked)}>
            同类同号、内容不同的也导入（默认只列出，不覆盖、不重复导入）
          </Checkbox>
        </FormRow>
      </div>
      {file ? null : (
        <DropFiles
          title="把 xlsx、xls、et、csv 或 dbf 拖到这里，或点此选择"
          hint="标题行写照面字段，例如“统一社会信用代码、名称、住所”；先看各列导入到哪里，再导入"
          accept=".xlsx,.xlsm,.xls,.et,.csv,.txt,.tsv,.dbf"
          multiple={false}
          limitMb={64}
          onFiles={([picked]) => void open(picked ?? null, type)}
        />
      )}
      {look.busy ? <p className="faint">正在读取 {file?.name}…</p> : null}
      {preview && definition && file && !report ? (
        <>
          <ImportColumns
            file={file.name}
            preview={preview}
            type={definition}
            columns={columns}
            onColumns={setColumns}
            disabled={job.busy}
          />
          {columns.includes(number) ? null : (
            <p className="bad">
              没有一列导入到“{definition.fields.find(({ key }) => `face.${key}` === number)?.label}”，不能导入
            </p>
          )}
          {twice.length > 0 ? <p className="bad">有两列导入到同一字段，请改掉一列</p> : null}
          {lacking.length > 0 ? (
            <p className="warn">缺必填的列：{lacking.join('、')}；缺值的行不会导入，会列在结果里</p>
          ) : null}
        </>
      ) : null}
      {job.busy ? <JobBar progress={job.progress} onCancel={job.cancel} /> : null}
      <FailureNote failure={look.failure ?? job.failure ?? known.failure} />
      {report && file ? <ImportResult report={report} file={file} /> : null}
      <div className="dialog-foot">
        {file && !job.busy ? <Button onClick={() => void open(null, type)}>换一个文件</Button> : null}
        <span className="grow" />
        <Button type={report ? 'primary' : 'default'} onClick={onClose}>
          {report ? '完成' : '关闭'}
        </Button>
        {file && !report ? (
          <Button type="primary" disabled={!ready} onClick={() => void take()}>
            导入 <Keycap name="Ctrl+Enter" />
          </Button>
        ) : null}
      </div>
    </>
  );
}
