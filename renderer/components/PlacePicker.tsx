import { FileOutlined, FolderOutlined, HddOutlined, UsbOutlined } from '@ant-design/icons';
import { Button, Input } from 'antd';
import type { ReactNode } from 'react';
import { useEffect, useState } from 'react';
import type { Place, PlaceEntry } from '../../shared/station/place.ts';
import { useAct } from '../client/act.ts';
import { useCall } from '../client/call.ts';
import { DataTable } from './DataTable.tsx';
import { Dialog } from './dialogs.tsx';
import { Empty } from './Empty.tsx';
import { Keycap } from './Keycap.tsx';
import { useKeys } from './keys.tsx';
import { FailureNote } from './notify.tsx';
import { formatDate, megabytes } from './text.tsx';
import './place.css';

interface PlacePickerProps {
  readonly open: boolean;
  /** What it is for: 选择写入的介质 */
  readonly title: string;
  /** 'folder' picks the folder that is open; 'files' picks ticked files. */
  readonly pick: 'folder' | 'files';
  /** For files: endings without dot, `['ydp']`; folders are always listed. */
  readonly extensions?: readonly string[];
  readonly multiple?: boolean;
  /** True when something is going to be written: folders that cannot be written to do not qualify. */
  readonly write?: boolean;
  readonly onPick: (paths: string[]) => void;
  readonly onClose: () => void;
}

/** Folders, drives and media of this machine: a page in a browser has no paths of its own. */
export function PlacePicker(props: PlacePickerProps): ReactNode {
  return (
    <Dialog title={props.title} open={props.open} onClose={props.onClose} width={860}>
      <Browser {...props} />
    </Dialog>
  );
}

function Browser({ pick, extensions, multiple = false, write = false, onPick, onClose }: PlacePickerProps): ReactNode {
  const [path, setPath] = useState('');
  const [chosen, setChosen] = useState<string[]>([]);
  const [selected, setSelected] = useState('');
  const call = useCall('place.list', { path, ...(extensions ? { extensions: [...extensions] } : {}) });
  const makeFolder = useAct('place.makeFolder');
  const [folderName, setFolderName] = useState('');
  const listing = call.data;
  const places = listing?.places ?? [];
  const here = listing?.path ?? '';
  const go = (to: string): void => {
    setPath(to);
    setSelected('');
    setChosen([]);
  };
  const at = placeOf(places, here);
  const medium = places.find((place) => place.kind === 'medium')?.path;
  useEffect(() => {
    // A medium that is plugged in is what people came for.
    if (medium !== undefined) setPath((now) => (now === '' ? medium : now));
  }, [medium]);
  const open = (entry: PlaceEntry): void => {
    if (entry.folder) go(entry.path);
    else finish([entry.path]);
  };
  const finish = (paths: string[]): void => {
    onPick(paths);
    onClose();
  };
  const selectedFile = listing?.entries.find((entry) => entry.path === selected && !entry.folder)?.path;
  const files = chosen.length > 0 ? chosen : selectedFile ? [selectedFile] : [];
  const ready = pick === 'folder' ? here !== '' && (!write || listing?.writable === true) : files.length > 0;
  const confirm = (): void => {
    if (ready) finish(pick === 'folder' ? [here] : files);
  };
  useKeys({
    ...Object.fromEntries(places.slice(0, 9).map(({ path: to }, index) => [String(index + 1), () => go(to)])),
    'Ctrl+Enter': confirm,
    Backspace: () => (listing?.parent == null ? false : go(listing.parent)),
  });
  const create = async (): Promise<void> => {
    const reply = await makeFolder.run({ path: here, name: folderName.trim() });
    if (reply.ok) {
      setFolderName('');
      go(reply.value.path);
    }
  };
  return (
    <div className="place-picker">
      <div className="place-columns">
        <ul className="place-list" aria-label="位置">
          {places.map((place, index) => (
            <li key={place.path}>
              <button type="button" className={place === at ? 'place on' : 'place'} onClick={() => go(place.path)}>
                {iconOf(place)}
                <span className="grow">
                  <span className="row">
                    <span className="cut grow">{place.name}</span>
                    {index < 9 ? <Keycap name={String(index + 1)} /> : null}
                  </span>
                  {place.freeBytes !== null ? (
                    <span className="faint small">
                      {place.writable ? '' : '只读 · '}
                      {place.fileSystem ? `${place.fileSystem} · ` : ''}余 {(place.freeBytes / 1e9).toFixed(1)} GB
                    </span>
                  ) : null}
                </span>
              </button>
            </li>
          ))}
        </ul>
        <div className="stack grow">
          <div className="place-path">
            <Button
              size="small"
              disabled={listing?.parent == null}
              onClick={() => listing?.parent != null && go(listing.parent)}
            >
              上一级 <Keycap name="Backspace" />
            </Button>
            <span className="mono small cut" title={here}>
              {here === '' ? '请先在左边选位置' : here}
            </span>
          </div>
          <FailureNote failure={call.failure} />
          <DataTable<PlaceEntry>
            label="文件夹和文件"
            rows={listing?.entries ?? []}
            rowKey={(entry) => entry.path}
            loading={call.loading}
            selected={selected}
            onSelect={(entry) => setSelected(entry.path)}
            onOpen={open}
            {...(pick === 'files' && multiple ? { checked: chosen, onCheck: setChosen } : {})}
            autoFocus
            columns={[
              {
                title: '名称',
                key: 'name',
                render: (_, entry) => (
                  <span className="row">
                    {entry.folder ? <FolderOutlined className="blue" /> : <FileOutlined className="faint" />}
                    <span className="cut">{entry.name}</span>
                  </span>
                ),
              },
              {
                title: '大小 MB',
                key: 'bytes',
                width: 110,
                number: true,
                render: (_, entry) => (entry.folder ? '' : megabytes(entry.bytes)),
              },
              {
                title: '修改时间',
                key: 'modifiedAt',
                width: 150,
                mono: true,
                render: (_, entry) => formatDate(entry.modifiedAt, true),
              },
            ]}
            foot={listing && listing.hidden > 0 ? <span>另有 {listing.hidden} 项未列出</span> : null}
            empty={
              <Empty
                title={here === '' ? '还没有选位置' : '这个文件夹是空的'}
                hint={
                  here === ''
                    ? '在左边选一个介质、磁盘或常用文件夹。'
                    : pick === 'folder'
                      ? '可以直接选用这个文件夹。'
                      : '换一个文件夹，或插好介质后再选。'
                }
              />
            }
          />
        </div>
      </div>
      <div className="dialog-foot">
        {write && here !== '' ? (
          <span className="row place-new">
            <Input
              placeholder="新文件夹名称"
              value={folderName}
              onChange={(event) => setFolderName(event.target.value)}
              onPressEnter={() => folderName.trim() !== '' && void create()}
            />
            <Button disabled={folderName.trim() === ''} loading={makeFolder.busy} onClick={() => void create()}>
              新建
            </Button>
          </span>
        ) : null}
        <span className="grow small secondary">
          {here !== '' && write && listing?.writable === false ? (
            <span className="bad">这里不可写入，请换一个位置</span>
          ) : null}
        </span>
        <Button onClick={onClose}>取消</Button>
        <Button type="primary" disabled={!ready} onClick={confirm}>
          {pick === 'folder' ? '选用此文件夹' : `选用${files.length > 1 ? ` ${files.length} 个文件` : ''}`}{' '}
          <Keycap name="Ctrl+Enter" />
        </Button>
      </div>
    </div>
  );
}

/** The place that the open folder lies in: the nearest above it. */
function placeOf(places: readonly Place[], here: string): Place | undefined {
  return places
    .filter((place) => here.startsWith(place.path))
    .reduce<Place | undefined>(
      (best, place) => (place.path.length > (best?.path.length ?? 0) ? place : best),
      undefined,
    );
}

function iconOf(place: Place): ReactNode {
  if (place.kind === 'medium') return <UsbOutlined />;
  return place.kind === 'drive' ? <HddOutlined /> : <FolderOutlined />;
}
