import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useEffect, useState } from 'react';
import { SAME_PLACE, SAME_SEAL } from '../../../shared/seal/limits.ts';
import type { ImprintView } from '../../../shared/seal/methods.ts';
import { useAct } from '../../client/act.ts';
import { type Output, useCall } from '../../client/call.ts';
import { Dialog } from '../../components/dialogs.tsx';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { FailureNote, useNotify } from '../../components/notify.tsx';
import { DateText, Mono } from '../../components/text.tsx';
import { percent } from './verdict.tsx';

interface CompareDialogProps {
  readonly imprint: ImprintView;
  /** Id of the imprint that it is laid over; null = closed. */
  readonly earlier: string | null;
  /** Whether this person may say what the two are. */
  readonly may: boolean;
  readonly onClose: () => void;
}

/** D: two imprints over each other, and whether they are of one seal. */
export function CompareDialog({ earlier, onClose, ...rest }: CompareDialogProps): ReactNode {
  return (
    <Dialog title="与此前的印模比对" open={earlier !== null} onClose={onClose} width={640}>
      {earlier === null ? null : <Comparison {...rest} earlier={earlier} onClose={onClose} />}
    </Dialog>
  );
}

type Shown = Omit<CompareDialogProps, 'earlier'> & { readonly earlier: string };

function Comparison({ imprint, earlier, may, onClose }: Shown): ReactNode {
  const other = useCall('seal.get', { id: earlier });
  const found = useCall('seal.compare', { id: imprint.id, with: earlier });
  const join = useAct('seal.join');
  const notify = useNotify();
  const counted = other.data !== undefined && other.data.seal === imprint.seal;
  const say = async (same: boolean): Promise<void> => {
    const reply = await join.run({ id: imprint.id, with: same ? earlier : '' });
    if (!reply.ok) return;
    notify.done(same ? '已记为同一枚印章' : '已记为另一枚印章');
    onClose();
  };
  useKeys(may ? { Y: () => void say(true), N: () => void say(false) } : {});
  return (
    <>
      <FailureNote failure={found.failure ?? other.failure} />
      <div className="seal-compare">
        {found.data ? <Overlay found={found.data} /> : <div className="seal-overlay" />}
        <dl className="seal-facts">
          <dt>前一枚</dt>
          <dd>
            <Mono>{other.data?.code}</Mono> <DateText value={other.data?.updatedAt ?? ''} />
          </dd>
          <dt>本枚</dt>
          <dd>
            <Mono>{imprint.code}</Mono> <DateText value={imprint.updatedAt} />
          </dd>
          {found.data ? <Figures found={found.data} /> : null}
          <dt>登记为</dt>
          <dd>{counted ? '同一枚印章' : '两枚印章'}</dd>
        </dl>
      </div>
      <div className="dialog-foot">
        {may ? (
          <>
            <Button loading={join.busy} onClick={() => void say(false)}>
              不是同一枚 <Keycap name="N" />
            </Button>
            <Button type="primary" loading={join.busy} onClick={() => void say(true)}>
              是同一枚 <Keycap name="Y" />
            </Button>
          </>
        ) : (
          <Button onClick={onClose}>关闭</Button>
        )}
      </div>
    </>
  );
}

type Found = Output<'seal.compare'>;

function Overlay({ found }: { found: Found }): ReactNode {
  const [url, setUrl] = useState('');
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([new Uint8Array(found.png)], { type: 'image/png' }));
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [found.png]);
  const { sideMm, weakest, weakestMm } = found;
  return (
    <figure className="seal-overlay">
      <svg viewBox={`0 0 ${sideMm} ${sideMm}`} role="img" aria-label="两枚印模叠放，仅供核对">
        {url ? <image href={url} width={sideMm} height={sideMm} /> : null}
        {weakest < SAME_PLACE ? (
          <circle cx={weakestMm[0]} cy={weakestMm[1]} r={3.2} fill="none" stroke="#b45309" strokeWidth={0.5} />
        ) : null}
      </svg>
      <figcaption>
        <i className="ink-both" /> 两枚都有 <i className="ink-earlier" /> 只在前一枚 <i className="ink-later" />{' '}
        只在本枚
      </figcaption>
    </figure>
  );
}

function Figures({ found }: { found: Found }): ReactNode {
  const { likeness, weakest, onlyEarlier, onlyLater, turnDeg } = found;
  const verdict =
    likeness < SAME_SEAL ? '不像同一枚印章' : weakest < SAME_PLACE ? '很像，但圈出之处不同，请对照' : '应是同一枚印章';
  return (
    <>
      <dt>结论</dt>
      <dd className={likeness >= SAME_SEAL && weakest >= SAME_PLACE ? 'good' : 'warn'}>{verdict}</dd>
      <dt>相似</dt>
      <dd className="mono">
        {likeness.toFixed(2)} <span className="faint">最不像处 {weakest.toFixed(2)}</span>
      </dd>
      <dt>只在前一枚</dt>
      <dd className="mono">{percent(onlyEarlier)}</dd>
      <dt>只在本枚</dt>
      <dd className="mono">{percent(onlyLater)}</dd>
      <dt>转角</dt>
      <dd className="mono">{turnDeg.toFixed(1)}°</dd>
    </>
  );
}
