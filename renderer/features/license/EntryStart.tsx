import { Button, Input, Select } from 'antd';
import type { ReactNode } from 'react';
import { useRef, useState } from 'react';
import { localDay } from '../../../shared/china/dates.ts';
import type { EntryBatch } from '../../../shared/license/entry-methods.ts';
import type { ScanProfile } from '../../../shared/scanner/profile.ts';
import { useAct, useJob } from '../../client/act.ts';
import { useCall } from '../../client/call.ts';
import { DataTable } from '../../components/DataTable.tsx';
import { DropFiles, type PickedFile } from '../../components/DropFiles.tsx';
import { Empty } from '../../components/Empty.tsx';
import { FormRow } from '../../components/Form.tsx';
import { JobBar } from '../../components/JobBar.tsx';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { Page, PageHead } from '../../components/Page.tsx';
import { Panel } from '../../components/Panel.tsx';
import { usePrint } from '../../components/print.tsx';
import { DateText, Mono } from '../../components/text.tsx';
import { ScannerBar } from '../scanner/ScannerBar.tsx';
import { SeparatorPaper } from './SeparatorPaper.tsx';
import { sidesOptions } from './sides.ts';

interface EntryStartProps {
  readonly batches: readonly EntryBatch[];
  /** Scans are coming in: the page stays until all are there. */
  readonly onBegin: () => void;
  readonly onBatch: (id: string) => void;
  /** To the pages of a batch, which make papers before they are typed. */
  readonly onArrange: (id: string) => void;
  readonly onPlain: (type: string) => void;
}

/** A file of scans, read when its turn comes: a folder of them is larger than memory. */
interface Source {
  readonly name: string;
  /** What the order goes by. */
  readonly path: string;
  read(): Promise<Uint8Array>;
}

const endings = ['.png', '.jpg', '.jpeg', '.bmp', '.tif', '.tiff', '.pdf'];
const limitMb = 64;

interface Refused {
  readonly name: string;
  readonly message: string;
}

/** Before the desk: which type, which box, and the scans; or a batch that was begun. */
export function EntryStart({ batches, onBegin, onBatch, onArrange, onPlain }: EntryStartProps): ReactNode {
  const types = useCall('license.types', {}).data?.types ?? [];
  const [type, setType] = useState('营业执照');
  const [box, setBox] = useState('');
  const [into, setInto] = useState('');
  const [sides, setSides] = useState(0);
  const folder = useRef<HTMLInputElement>(null);
  const stop = useRef(false);
  const { print, sheet } = usePrint();
  const [loading, setLoading] = useState<{ done: number; total: number; name: string } | null>(null);
  const [refused, setRefused] = useState<{ batch: string; added: number; files: Refused[] } | null>(null);
  const openBatch = useAct('entry.openBatch');
  const addPages = useJob('entry.addPages', { failures: 'page' });
  const acquire = useJob('entry.acquire', { failures: 'page' });
  const printSeparator = (): void => print(<SeparatorPaper />);
  useKeys({
    'Ctrl+D': () => onPlain(type),
    'Ctrl+O': () => folder.current?.click(),
    'Ctrl+P': printSeparator,
  });

  /** The batch that scans go into; null where none could be made. */
  const begin = async (): Promise<string | null> => {
    stop.current = false;
    onBegin();
    setRefused(null);
    if (into !== '') return into;
    const name = `${box ? '存量' : '扫描件'} ${localDay()}`;
    const made = await openBatch.run({ name, type, box: box.trim(), sides });
    return made.ok ? made.value.id : null;
  };
  const finish = (batch: string, added: number, bad: Refused[]): void => {
    setLoading(null);
    if (bad.length > 0) setRefused({ batch, added, files: bad });
    else if (added === 1 && into === '') onBatch(batch);
    else onArrange(batch);
  };
  const take = async (files: readonly Source[]): Promise<void> => {
    const sorted = [...files].sort((a, b) => a.path.localeCompare(b.path, 'zh-CN', { numeric: true }));
    const batch = await begin();
    if (batch === null) return;
    const bad: Refused[] = [];
    let added = 0;
    for (const [index, { name, read }] of sorted.entries()) {
      setLoading({ done: index, total: sorted.length, name });
      const reply = await addPages.run({ batch, pages: [{ name, bytes: await read() }] });
      if (reply.ok) {
        added += reply.value.added;
        bad.push(...reply.value.refused);
      } else if (!stop.current) bad.push({ name, message: reply.failure.message });
      if (stop.current) break;
    }
    finish(batch, added, bad);
  };
  const scan = async (profile: ScanProfile): Promise<void> => {
    const batch = await begin();
    if (batch === null) return;
    setLoading({ done: 0, total: 0, name: '' });
    const reply = await acquire.run({ batch, profile });
    if (!reply.ok) return finish(batch, 0, [{ name: '', message: reply.failure.message }]);
    const { added, refused: lost, ended } = reply.value;
    const early = ended && ended.code !== 'cancelled' ? [{ name: '', message: ended.message }] : [];
    finish(batch, added, [...lost, ...early]);
  };
  const takeFolder = (files: readonly File[]): void => {
    const scans = files.filter(({ name }) => endings.some((ending) => name.toLowerCase().endsWith(ending)));
    if (scans.length === 0)
      setRefused({ batch: '', added: 0, files: [{ name: '', message: '这个文件夹里没有扫描件。' }] });
    else
      void take(
        scans.map((file) => ({
          name: file.name,
          path: file.webkitRelativePath,
          read: async () => new Uint8Array(await file.arrayBuffer()),
        })),
      );
  };

  return (
    <Page
      spaced
      keys={[
        ['Ctrl+D', '不用扫描件，直接键入'],
        ['F9', '扫描'],
        ['F8', '扫描仪与方案'],
        ['Ctrl+O', '选文件夹'],
        ['Ctrl+V', '粘贴扫描件'],
        ['Ctrl+P', '打印分隔页'],
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
            {into === '' ? (
              <FormRow label="分件">
                <Select
                  aria-label="分件"
                  className="wide"
                  value={sides}
                  onChange={setSides}
                  options={sidesOptions.map(({ value, label }) => ({ value, label }))}
                />
              </FormRow>
            ) : null}
            {loading ? (
              <JobBar
                progress={
                  loading.total === 0
                    ? acquire.progress && { ...acquire.progress, step: `扫描${acquire.progress.step}` }
                    : addPages.progress && addPages.progress.total > 1
                      ? addPages.progress
                      : {
                          job: '',
                          step: `加密存入 ${loading.name}`,
                          done: loading.done,
                          total: loading.total,
                          bytesPerSecond: null,
                          secondsLeft: null,
                        }
                }
                onCancel={() => {
                  stop.current = true;
                  addPages.cancel();
                  acquire.cancel();
                }}
              />
            ) : (
              <DropFiles
                large
                title="把扫描件拖到这里，或点此选择文件，也可以 Ctrl+V 粘贴"
                hint="PNG、JPEG、BMP、TIFF、PDF（可多页），按文件名顺序；空白页、分隔页自动认出。存入后加密，原文件不动"
                accept={endings.join(',')}
                limitMb={limitMb}
                onFiles={(files: PickedFile[]) =>
                  void take(files.map(({ name, bytes }) => ({ name, path: name, read: async () => bytes })))
                }
              />
            )}
            {refused ? (
              <div className="entry-refused">
                <p className="bad">{refused.files.length} 处没有收进来：</p>
                <ul>
                  {refused.files.map((file) => (
                    <li key={file.name + file.message}>{file.message}</li>
                  ))}
                </ul>
                {refused.added > 0 ? (
                  <Button type="primary" autoFocus onClick={() => onArrange(refused.batch)}>
                    整理已收进的 {refused.added} 页
                  </Button>
                ) : null}
              </div>
            ) : null}
            <FormRow label="扫描仪">
              <ScannerBar busy={loading !== null} onScan={(profile) => void scan(profile)} />
            </FormRow>
            <FormRow label="">
              <input
                ref={(element) => {
                  folder.current = element;
                  element?.setAttribute('webkitdirectory', '');
                }}
                className="folder-input"
                type="file"
                multiple
                aria-label="扫描件文件夹"
                tabIndex={-1}
                onChange={(event) => {
                  takeFolder([...(event.target.files ?? [])]);
                  event.target.value = '';
                }}
              />
              <Button disabled={loading !== null} onClick={() => folder.current?.click()}>
                选文件夹 <Keycap name="Ctrl+O" />
              </Button>{' '}
              <Button onClick={printSeparator}>打印分隔页</Button>{' '}
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
      {sheet}
    </Page>
  );
}
