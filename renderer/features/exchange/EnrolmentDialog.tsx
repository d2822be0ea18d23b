import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useEffect, useState } from 'react';
import type { EnrolmentPreview } from '../../../shared/exchange/partner.ts';
import { useAct } from '../../client/act.ts';
import type { PickedFile } from '../../components/DropFiles.tsx';
import { Dialog } from '../../components/dialogs.tsx';
import { FailureNote, useNotify } from '../../components/notify.tsx';
import { PlacePicker } from '../../components/PlacePicker.tsx';
import { formatDate, Mono, Tag } from '../../components/text.tsx';
import { Fingerprint } from './Fingerprint.tsx';
import './enrol.css';

interface EnrolmentDialogProps {
  readonly file: PickedFile | null;
  readonly bureau: boolean;
  readonly onClose: () => void;
  readonly onTaken: (id: string) => void;
}

/** What an enrolment file says, before it is taken in; a bureau writes its answer in the same step. */
export function EnrolmentDialog({ file, bureau, onClose, onTaken }: EnrolmentDialogProps): ReactNode {
  return (
    <Dialog title="收下接入文件" open={file !== null} onClose={onClose} width={620}>
      {file ? <Preview file={file} bureau={bureau} onClose={onClose} onTaken={onTaken} /> : null}
    </Dialog>
  );
}

function Preview({ file, bureau, onClose, onTaken }: EnrolmentDialogProps & { file: PickedFile }): ReactNode {
  const preview = useAct('enrol.preview', { failures: 'page' });
  const accept = useAct('enrol.accept', { failures: 'page' });
  const finish = useAct('enrol.finish', { failures: 'page' });
  const notify = useNotify();
  const [says, setSays] = useState<EnrolmentPreview | null>(null);
  const [placing, setPlacing] = useState(false);
  const input = { name: file.name, bytes: file.bytes };
  const { run } = preview;
  useEffect(() => {
    void run({ name: file.name, bytes: file.bytes }).then((reply) => reply.ok && setSays(reply.value));
  }, [run, file]);
  const taken = (id: string, words: string): void => {
    notify.done(words);
    onTaken(id);
    onClose();
  };
  const takeAndAnswer = async (folder: string): Promise<void> => {
    const reply = await accept.run({ ...input, to: folder });
    if (reply.ok) taken(reply.value.partner.id, `已收下，回复写到 ${reply.value.answer.path}`);
  };
  const take = async (): Promise<void> => {
    const reply = await finish.run(input);
    if (reply.ok) taken(reply.value.partner.id, '已收下，请对照纸面核对指纹');
  };
  return (
    <div className="stack enrolment">
      <FailureNote failure={preview.failure ?? accept.failure ?? finish.failure} />
      {says ? (
        <>
          <dl className="facts">
            <dt>单位</dt>
            <dd>
              {says.name}{' '}
              {says.known ? <Tag>{says.known === 'revoked' ? '曾撤销，将重新接入' : '已接入过，将更新'}</Tag> : null}
            </dd>
            <dt>代码</dt>
            <dd className="mono">{says.uscc}</dd>
            <dt>工作站</dt>
            <dd>
              <Mono>{says.id}</Mono> <span className="secondary">导出于 {formatDate(says.created, true)}</span>
            </dd>
          </dl>
          {says.sameOrgan ? (
            <p className="warn small">
              同一信用代码已有另一个工作站接入（{says.sameOrgan}）。若是换机，请确认后撤销旧的。
            </p>
          ) : null}
          <Fingerprint value={says.fingerprint} />
          <p className="secondary small">收下后为“未核对”，对照纸面指纹确认后才算办结。</p>
        </>
      ) : null}
      <div className="dialog-foot">
        <Button onClick={onClose}>取消</Button>
        <Button
          type="primary"
          disabled={!says}
          loading={accept.busy || finish.busy}
          onClick={() => (bureau ? setPlacing(true) : void take())}
        >
          {bureau ? '收下，选位置写出回复…' : '收下'}
        </Button>
      </div>
      <PlacePicker
        open={placing}
        title="选写出回复文件的位置"
        pick="folder"
        write
        onPick={([folder]) => folder && void takeAndAnswer(folder)}
        onClose={() => setPlacing(false)}
      />
    </div>
  );
}
