import { Button, Checkbox, Segmented } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { ImportReport } from '../../../shared/catalog/methods.ts';
import { useJob } from '../../client/act.ts';
import { type DataColumn, DataTable } from '../../components/DataTable.tsx';
import { DropFiles } from '../../components/DropFiles.tsx';
import { Dialog } from '../../components/dialogs.tsx';
import { JobBar } from '../../components/JobBar.tsx';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { FailureNote } from '../../components/notify.tsx';
import { PlacePicker } from '../../components/PlacePicker.tsx';
import { Num } from '../../components/text.tsx';

type Note = ImportReport['notes'][number];

const extensions = ['xlsx', 'xls', 'et', 'csv', 'txt', 'tsv', 'json'] as const;

/** Largest file whose bytes the page hands over, MB; the core reads a larger one itself. */
const droppedMb = 120;

interface ImportDialogProps {
  readonly open: boolean;
  /** A line of the report was chosen: its catalog, and the field. */
  readonly onOpen: (id: string, field: string) => void;
  readonly onClose: () => void;
}

/** Takes catalogs in from a file and says row by row what became of it. */
export function ImportDialog(props: ImportDialogProps): ReactNode {
  return (
    <Dialog title="导入资源目录" open={props.open} onClose={props.onClose} width={1080}>
      <Import {...props} />
    </Dialog>
  );
}

function Import({ onOpen, onClose }: ImportDialogProps): ReactNode {
  const job = useJob('catalog.import', { failures: 'page' });
  const [submit, setSubmit] = useState(false);
  const [asNewVersion, setAsNewVersion] = useState(false);
  const [picking, setPicking] = useState(false);
  const [done, setDone] = useState<{ name: string; report: ImportReport } | null>(null);
  const run = async (name: string, file: { bytes: Uint8Array<ArrayBuffer> } | { path: string }): Promise<void> => {
    const reply = await job.run({ name, ...file, submit, asNewVersion });
    if (reply.ok) setDone({ name, report: reply.value });
  };
  return (
    <div className="stack import">
      {done ? (
        <Report name={done.name} report={done.report} onOpen={onOpen} />
      ) : (
        <>
          <DropFiles
            large
            title="把文件拖到这里，或点按选择"
            hint="信息资源目录模板（24 列）、平台导出表（31 列）、有“信息资源名称”标题的任何表，或驿递导出的 json。xlsx、xls、et、csv 均可，csv 的编码自动识别。"
            accept={extensions.map((extension) => `.${extension}`).join(',')}
            multiple={false}
            limitMb={droppedMb}
            disabled={job.busy}
            onFiles={([file]) => file && void run(file.name, { bytes: new Uint8Array(file.bytes) })}
          />
          <div className="import-options">
            <Checkbox checked={submit} onChange={(event) => setSubmit(event.target.checked)} disabled={job.busy}>
              齐全的直接送签批
            </Checkbox>
            <Checkbox
              checked={asNewVersion}
              onChange={(event) => setAsNewVersion(event.target.checked)}
              disabled={job.busy}
            >
              已送出的、文件中代码相同的，作为新版导入
            </Checkbox>
            <span className="faint small">同一文件导入两次不会重复；一行有错不影响其他行。</span>
          </div>
        </>
      )}
      {job.busy ? <JobBar progress={job.progress} onCancel={job.cancel} /> : null}
      <FailureNote failure={job.failure} />
      <Foot
        done={done !== null}
        onPick={() => setPicking(true)}
        onAgain={() => setDone(null)}
        onClose={onClose}
        busy={job.busy}
      />
      <PlacePicker
        open={picking}
        title="导入哪个文件"
        pick="files"
        extensions={extensions}
        onPick={([path = '']) => void run(path.replace(/^.*[\\/]/, ''), { path })}
        onClose={() => setPicking(false)}
      />
    </div>
  );
}

function Foot({
  done,
  onPick,
  onAgain,
  onClose,
  busy,
}: {
  done: boolean;
  onPick: () => void;
  onAgain: () => void;
  onClose: () => void;
  busy: boolean;
}): ReactNode {
  useKeys({ 'Ctrl+Enter': done ? onClose : undefined });
  return (
    <div className="dialog-foot">
      {done ? (
        <>
          <span className="grow faint small">Enter 打开该目录的那一项。</span>
          <Button onClick={onAgain}>再导入一个文件</Button>
          <Button type="primary" onClick={onClose}>
            完成 <Keycap name="Ctrl+Enter" />
          </Button>
        </>
      ) : (
        <>
          <span className="grow faint small">超过 {droppedMb} MB 的 json 请从文件夹选。</span>
          <Button onClick={onPick} disabled={busy}>
            从文件夹选…
          </Button>
          <Button onClick={onClose} disabled={busy}>
            取消
          </Button>
        </>
      )}
    </div>
  );
}

const columns: readonly DataColumn<Note & { key: number }>[] = [
  {
    key: 'row',
    title: '行',
    dataIndex: 'row',
    width: 64,
    number: true,
    render: (row: number) => (row === 0 ? '' : row),
  },
  { key: 'name', title: '资源名称', dataIndex: 'name', width: 200 },
  {
    key: 'message',
    title: '说明',
    dataIndex: 'message',
    render: (message: string, { level }) => (
      <span className={level === 'error' ? 'bad' : 'warn'} title={message}>
        {message}
      </span>
    ),
  },
];

interface ReportProps extends Pick<ImportDialogProps, 'onOpen'> {
  readonly name: string;
  readonly report: ImportReport;
}

/** What became of each row: not taken in first; then gaps and what is worth a look. */
function Report({ name, report, onOpen }: ReportProps): ReactNode {
  const { imported, drafts, created, updated, unchanged, rejected, notes, notesTotal } = report;
  const [shown, setShown] = useState<'rejected' | 'notes'>(rejected.length > 0 ? 'rejected' : 'notes');
  const rows = (shown === 'rejected' ? rejected : notes).map((note, key) => ({ ...note, key }));
  return (
    <>
      <p className="import-summary">
        “{name}”：已导入 <Num value={imported} className="strong" /> 条（新建 <Num value={created} />
        ，更新 <Num value={updated} />
        ，未变 <Num value={unchanged} />
        ），其中 <Num value={drafts} className="strong" /> 条有缺项，存为草稿；未导入{' '}
        <Num value={rejected.length} className={rejected.length > 0 ? 'bad strong' : ''} /> 行。
      </p>
      <div className="row">
        <Segmented
          value={shown}
          onChange={setShown}
          options={[
            { value: 'rejected', label: `未导入 ${rejected.length}` },
            { value: 'notes', label: `缺项与提醒 ${notesTotal}` },
          ]}
        />
        {shown === 'notes' && notesTotal > notes.length ? (
          <span className="faint small">列出前 {notes.length} 处</span>
        ) : null}
      </div>
      <div className="import-rows">
        <DataTable
          label="导入结果"
          rows={rows}
          key={shown}
          rowKey={(row) => String(row.key)}
          columns={columns}
          onOpen={({ id, field }) => id !== '' && onOpen(id, field)}
          autoFocus
          empty={
            <p className="side-empty secondary">
              {shown === 'rejected' ? '每一行都已导入。' : '没有缺项，也没有要留意的。'}
            </p>
          }
        />
      </div>
    </>
  );
}
