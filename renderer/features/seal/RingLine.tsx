import type { ReactNode } from 'react';
import { useCall } from '../../client/call.ts';

/** What the text along the border was read as, beside the organ's name; nothing where it was not surely read. Give it the imprint's id as key. */
export function RingLine({ id }: { id: string }): ReactNode {
  const { data } = useCall('seal.ring', { id });
  if (!data?.ring) return null;
  const { text, confidence, organ, apart } = data.ring;
  const words =
    apart === null
      ? `与单位名称“${organ}”不同，请核对`
      : apart === 0
        ? '与单位名称一致'
        : `与单位名称差 ${apart} 字，或为误读`;
  return (
    <p className={apart === null ? 'small warn' : 'small secondary'}>
      环文读作“{text}”，{words}
      <span className="faint">（把握 {Math.round(confidence * 100)} %）</span>
    </p>
  );
}
