import { Button, Radio } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { RecordState } from '../../../shared/exchange/record.ts';
import { useJob } from '../../client/act.ts';
import { Dialog } from '../../components/dialogs.tsx';
import { JobBar } from '../../components/JobBar.tsx';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { FailureNote } from '../../components/notify.tsx';
import { PlacePicker } from '../../components/PlacePicker.tsx';
import { Mono } from '../../components/text.tsx';

interface ExportDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  /** Whose: the station's own where absent, '*' = all received, else one station's. */
  readonly origin?: string;
  readonly prefix: string;
  readonly branch: string;
  readonly query: string;
  readonly states: readonly RecordState[];
}

const forms = [
  { value: 'xlsx export', label: '电子表格（31 列，含分类、代码、发布日期）' },
  { value: 'xlsx notice', label: '电子表格（通知附件的 24 列模板）' },
  { value: 'csv export', label: '文字表 csv（31 列）' },
  { value: 'json export', label: 'json（可原样导回）' },
  { value: 'jsonld export', label: 'DCAT（JSON-LD，供其他目录系统读取，不能导回）' },
];

/** Writes the catalogs of the branch, search or state, or all of them, as a file into a folder. */
export function ExportDialog(props: ExportDialogProps): ReactNode {
  return (
    <Dialog title="导出资源目录" open={props.open} onClose={props.onClose} width={560}>
      <Export {...props} />
    </Dialog>
  );
}

function Export({ onClose, origin = '', prefix, branch, query, states }: ExportDialogProps): ReactNode {
  const narrowed = prefix !== '' || query !== '' || states.length > 0;
  const [form, setForm] = useState('xlsx export');
  const [all, setAll] = useState(!narrowed);
  const [picking, setPicking] = useState(false);
  const [made, setMade] = useState<{ path: string; total: number } | null>(null);
  const job = useJob('catalog.export', { failures: 'page' });
  const choose = (): void => setPicking(true);
  useKeys({ 'Ctrl+Enter': job.busy || picking ? undefined : choose });
  const write = async (folder: string | undefined): Promise<void> => {
    if (folder === undefined) return;
    const [format = 'xlsx', template = 'export'] = form.split(' ') as [
      'xlsx' | 'csv' | 'json' | 'jsonld',
      'export' | 'notice',
    ];
    setMade(null);
    const reply = await job.run({
      format,
      template,
      to: folder,
      origin,
      ...(all ? {} : { prefix, query, states: [...states] }),
    });
    if (reply.ok) setMade(reply.value);
  };
  return (
    <div className="stack export">
      <Radio.Group
        className="radio-stack"
        value={form}
        onChange={(event) => setForm(event.target.value)}
        options={forms}
      />
      {narrowed ? (
        <Radio.Group
          className="radio-stack"
          value={all}
          onChange={(event) => setAll(event.target.value)}
          options={[
            {
              value: false,
              label: `只导出当前列出的（${[branch, query === '' ? '' : `含“${query}”`].filter(Boolean).join('，') || '按状态筛选'}）`,
            },
            { value: true, label: '全部导出' },
          ]}
        />
      ) : null}
      <p className="faint small">导出的是明文，会记入审计。请放在受控的文件夹或介质上。</p>
      {job.busy ? <JobBar progress={job.progress} onCancel={job.cancel} /> : null}
      <FailureNote failure={job.failure} />
      {made ? (
        <p className="good">
          已导出 {made.total} 条到 <Mono>{made.path}</Mono>
        </p>
      ) : null}
      <div className="dialog-foot">
        <Button onClick={onClose}>{made ? '关闭' : '取消'}</Button>
        <Button type="primary" disabled={job.busy} onClick={choose}>
          选择文件夹并导出 <Keycap name="Ctrl+Enter" />
        </Button>
      </div>
      <PlacePicker
        open={picking}
        title="导出到哪个文件夹"
        pick="folder"
        write
        onPick={([folder]) => void write(folder)}
        onClose={() => setPicking(false)}
      />
    </div>
  );
}
