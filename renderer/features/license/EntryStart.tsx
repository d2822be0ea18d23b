import { Button, Input, Select } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { EntryBatch } from '../../../shared/license/entry-methods.ts';
import { useAct } from '../../client/act.ts';
import { useCall } from '../../client/call.ts';
import { DataTable } from '../../components/DataTable.tsx';
import { DropFiles, type PickedFile } from '../../components/DropFiles.tsx';
import { Empty } from '../../components/Empty.tsx';
import { FormRow } from '../../components/Form.tsx';
import { JobBar } from '../../components/JobBar.tsx';
import { useKeys } from '../../components/keys.tsx';
import { Page, PageHead } from '../../components/Page.tsx';
import { Panel } from '../../components/Panel.tsx';
import { DateText, Mono } from '../../components/text.tsx';

interface EntryStartProps {
  readonly batches: readonly EntryBatch[];
  readonly onBatch: (id: string) => void;
  readonly onPlain: (type: string) => void;
}

interface Refused {
  readonly name: string;
  readonly message: string;
}

/** Before the desk: which type, which box, and the scans; or a batch that was begun. */
export function EntryStart({ batches, onBatch, onPlain }: EntryStartProps): ReactNode {
  const types = useCall('license.types', {}).data?.types ?? [];
  const [type, setType] = useState('营业执照');
  const [box, setBox] = useState('');
  const [into, setInto] = useState('');
  const [loading, setLoading] = useState<{ done: number; total: number; name: string } | null>(null);
  const [refused, setRefused] = useState<{ batch: string; added: number; files: Refused[] } | null>(null);
  const openBatch = useAct('entry.openBatch');
  const addPages = useAct('entry.addPages', { failures: 'page' });
  useKeys({ 'Ctrl+D': () => onPlain(type) });

  const take = async (files: PickedFile[]): Promise<void> => {
    const sorted = [...files].sort((a, b) => a.name.localeCompare(b.name, 'zh-CN', { numeric: true }));
    let batch = into;
    if (batch === '') {
      const name = `${box ? '存量' : '扫描件'} ${new Date().toLocaleDateString('sv-SE')}`;
      const made = await openBatch.run({ name, type, box: box.trim() });
      if (!made.ok) return;
      batch = made.value.id;
    }
    const bad: Refused[] = [];
    let added = 0;
    for (const [index, file] of sorted.entries()) {
      setLoading({ done: index, total: sorted.length, name: file.name });
      const reply = await addPages.run({ batch, pages: [{ name: file.name, bytes: file.bytes }] });
      if (reply.ok) added += reply.value.added;
      else bad.push({ name: file.name, message: reply.failure.message });
    }
    setLoading(null);
    if (bad.length === 0) onBatch(batch);
    else setRefused({ batch, added, files: bad });
  };

  return (
    <Page
      spaced
      keys={[
        ['Ctrl+D', '不用扫描件，直接键入'],
        ['Ctrl+V', '粘贴扫描件'],
        ['F1', '本页说明'],
      ]}
    >
      <PageHead title="录入台" sub="左边扫描件、右边照面，全程键盘" />
      <div className="entry-start">
        <Panel title="开始一批">
          <div className="entry-start-form form" style={{ '--label-width': '88px' } as never}>
            <FormRow label="证照类型">
              <Select
                autoFocus
                aria-label="证照类型"
                className="wide"
                value={type}
                onChange={setType}
                showSearch={{ optionFilterProp: 'label' }}
                options={types.map((one) => ({
                  value: one.name,
                  label: `${one.name}${one.unverified ? '（照面未核实）' : ''}`,
                }))}
              />
            </FormRow>
            <FormRow label="档案箱号">
              <Input
                className="mono box-number"
                value={box}
                maxLength={20}
                placeholder="07"
                disabled={into !== ''}
                onChange={(event) => setBox(event.target.value)}
              />{' '}
              <span className="faint small">没有就空着；卷、件在录入时填</span>
            </FormRow>
            {batches.length > 0 ? (
              <FormRow label="放进">
                <Select
                  className="wide"
                  value={into}
                  onChange={setInto}
                  options={[
                    { value: '', label: '新的一批' },
                    ...batches.map((one) => ({
                      value: one.id,
                      label: `${one.name}${one.box ? ` · 箱 ${one.box}` : ''}（${one.type}）`,
                    })),
                  ]}
                />
              </FormRow>
            ) : null}
            {loading ? (
              <JobBar
                progress={{
                  job: '',
                  step: `加密存入 ${loading.name}`,
                  done: loading.done,
                  total: loading.total,
                  bytesPerSecond: null,
                  secondsLeft: null,
                }}
              />
            ) : (
              <DropFiles
                large
                title="把扫描件拖到这里，或点此选择文件，也可以 Ctrl+V 粘贴"
                hint="PNG、JPEG、BMP、TIFF、PDF（多页可以），按文件名顺序一页一件；存入后加密，原文件不动"
                accept=".png,.jpg,.jpeg,.bmp,.tif,.tiff,.pdf"
                limitMb={64}
                onFiles={(files) => void take(files)}
              />
            )}
            {refused ? (
              <div className="entry-refused">
                <p className="bad">{refused.files.length} 个文件没有收进来：</p>
                <ul>
                  {refused.files.map((file) => (
                    <li key={file.name}>{file.message}</li>
                  ))}
                </ul>
                {refused.added > 0 ? (
                  <Button type="primary" onClick={() => onBatch(refused.batch)}>
                    录已收进的 {refused.added} 页
                  </Button>
                ) : null}
              </div>
            ) : null}
            <FormRow label="">
              <Button onClick={() => onPlain(type)}>不用扫描件，直接键入</Button>
            </FormRow>
          </div>
        </Panel>
        <Panel title="已有批次" count={batches.length} fill>
          <DataTable<EntryBatch>
            label="批次"
            rows={batches}
            rowKey={(batch) => batch.id}
            onOpen={(batch) => onBatch(batch.id)}
            columns={[
              { title: '批次', key: 'name', render: (_, batch) => batch.name },
              { title: '箱', key: 'box', width: 70, mono: true, render: (_, batch) => batch.box },
              { title: '证照类型', key: 'type', width: 160, render: (_, batch) => batch.type },
              {
                title: '已存 / 页',
                key: 'done',
                width: 100,
                number: true,
                render: (_, batch) => (
                  <Mono>
                    {batch.done} / {batch.pages}
                  </Mono>
                ),
              },
              {
                title: '建立',
                key: 'at',
                width: 120,
                render: (_, batch) => <DateText value={batch.createdAt} time short />,
              },
            ]}
            empty={<Empty title="还没有批次" hint="在左边选好证照类型，把扫描件拖进来，就开始第一批。" />}
          />
        </Panel>
      </div>
    </Page>
  );
}
