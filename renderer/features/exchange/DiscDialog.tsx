import { Button, Radio } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { SentPackage } from '../../../shared/exchange/package.ts';
import { useJob } from '../../client/act.ts';
import { useCall } from '../../client/call.ts';
import { Dialog } from '../../components/dialogs.tsx';
import { JobBar } from '../../components/JobBar.tsx';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { FailureNote, useNotify } from '../../components/notify.tsx';
import { PlacePicker } from '../../components/PlacePicker.tsx';
import { Mono, megabytes } from '../../components/text.tsx';
import { serial } from './LedgerPanel.tsx';
import { volumeNumbers } from './volume-words.ts';

interface DiscDialogProps {
  readonly sent: SentPackage | null;
  /** Numbers of the volumes that go onto the disc. */
  readonly volumes: readonly number[];
  readonly onClose: () => void;
}

/** 光盘: burns volumes of a package with a burner of this machine, or makes an image for another. */
export function DiscDialog({ sent, ...props }: DiscDialogProps): ReactNode {
  return (
    <Dialog
      title={sent ? `上报包 ${serial(sent.sequence)} 写光盘` : ''}
      open={sent !== null}
      onClose={props.onClose}
      width={620}
    >
      {sent ? <Choice sent={sent} {...props} /> : null}
    </Dialog>
  );
}

const image = 'image';

function Choice({ sent, volumes, onClose }: DiscDialogProps & { sent: SentPackage }): ReactNode {
  const found = useCall('exchange.burners', {});
  const make = useJob('exchange.image', { failures: 'page' });
  const burn = useJob('exchange.burn', { failures: 'page' });
  const notify = useNotify();
  const [picked, setPicked] = useState('');
  const [placing, setPlacing] = useState(false);
  const burners = found.data?.burners ?? [];
  const way = picked || (burners[0]?.device ?? image);
  const busy = make.busy || burn.busy;
  const bytes = sent.volumes.filter(({ number }) => volumes.includes(number)).reduce((sum, one) => sum + one.bytes, 0);
  const start = async (): Promise<void> => {
    if (busy) return;
    if (way === image) return setPlacing(true);
    const reply = await burn.run({ package: sent.id, volumes: [...volumes], device: way });
    if (!reply.ok) return;
    notify.done(`已刻录，回读一致。光盘编号 ${reply.value.number}，请写在盘面上`);
    onClose();
  };
  const makeIn = async (folder: string): Promise<void> => {
    const reply = await make.run({ package: sent.id, volumes: [...volumes], to: folder });
    if (!reply.ok) return;
    notify.done(`映像已写到 ${reply.value.path}`);
    onClose();
  };
  useKeys({ 'Ctrl+Enter': () => void start() });
  return (
    <div className="stack disc">
      <p className="secondary">
        第 {volumeNumbers(volumes)} 卷，{megabytes(bytes)} MB。CD 装 650 MB，单层 DVD 装 4.3
        GB；装不下的先取消，勾选要写的卷再来。
      </p>
      {busy ? (
        <JobBar progress={burn.progress ?? make.progress} onCancel={burn.busy ? burn.cancel : make.cancel} />
      ) : (
        <Radio.Group
          vertical
          aria-label="方式"
          value={way}
          onChange={(event) => setPicked(String(event.target.value))}
          options={[
            ...burners.map(({ device, name }) => ({
              value: device,
              label: (
                <>
                  刻录：{name} <Mono className="small faint">{device}</Mono>
                </>
              ),
            })),
            { value: image, label: '制作 ISO 映像，拿到别的机器上刻' },
          ]}
        />
      )}
      {!found.loading && burners.length === 0 ? (
        <p className="secondary small">本机没有找到刻录机。映像在 Windows 上用右键“刻录光盘映像”即可刻。</p>
      ) : null}
      <FailureNote failure={burn.failure ?? make.failure} />
      <div className="dialog-foot">
        <Button onClick={onClose} disabled={busy}>
          取消
        </Button>
        <Button type="primary" disabled={busy || found.loading} onClick={() => void start()}>
          {way === image ? '选存放位置…' : '刻录并回读'} <Keycap name="Ctrl+Enter" />
        </Button>
      </div>
      <PlacePicker
        open={placing}
        title={`选存放映像的位置（需 ${megabytes(bytes)} MB）`}
        pick="folder"
        write
        onPick={([folder]) => folder && void makeIn(folder)}
        onClose={() => setPlacing(false)}
      />
    </div>
  );
}
