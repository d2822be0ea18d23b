import { Button } from 'antd';
import type { ReactNode } from 'react';
import { facesInOrder, type LicenseType } from '../../../shared/license/type.ts';
import { DropFiles, type PickedFile } from '../../components/DropFiles.tsx';
import { Empty } from '../../components/Empty.tsx';
import { ZoneCrop } from '../license/ZoneCrop.tsx';
import { uprightPaper, zoneIn } from '../license/zones.ts';
import type { Trial } from './useTrial.ts';
import '../license/entry.css';

interface TryTabProps {
  readonly type: LicenseType;
  readonly trial: Trial | null;
  readonly busy: boolean;
  /** Key of the field whose zone is marked on the scan. */
  readonly focus: string;
  readonly onFocus: (key: string) => void;
  readonly onFile: (file: PickedFile) => void;
  readonly onTurn: () => void;
}

const ignore = (): void => {};

/** The zones on a real scan: each field beside what its zone cuts out. */
export function TryTab({ type, trial, busy, focus, onFocus, onFile, onTurn }: TryTabProps): ReactNode {
  const fields = facesInOrder(type);
  const drawn = fields.filter(({ zone }) => zone !== null);
  const cuts = trial ? drawn.filter((field) => zoneIn(type, field, trial.place) !== null) : [];
  return (
    <>
      <DropFiles
        title="把一份证照的扫描件拖到这里，或点此选择，看各区域裁得准不准"
        hint="PNG、JPEG、TIFF；只用来试，不保存"
        accept=".png,.jpg,.jpeg,.tif,.tiff"
        multiple={false}
        limitMb={64}
        disabled={busy}
        onFiles={([file]) => file && onFile(file)}
      />
      {trial && drawn.length === 0 ? (
        <Empty title="还没有划区域" hint="先到“照面字段”按 F4，把各项的区域在底图上划出来。" />
      ) : null}
      {trial && drawn.length > 0 && cuts.length === 0 ? (
        <Empty
          title="扫描件与照面的宽高比例不符，区域对不上"
          hint={`照面是 ${type.face.widthMm} × ${type.face.heightMm} 毫米。扫描件横竖颠倒的请旋转；尺寸不对的请到“模板”更正。`}
        >
          <Button onClick={onTurn}>旋转扫描件</Button>
        </Empty>
      ) : null}
      {trial && cuts.length > 0 ? (
        <ul className="try-list">
          {drawn.map((field) => {
            const zone = zoneIn(type, field, trial.place);
            return (
              <li key={field.key || field.label} className={field.key === focus ? 'on' : ''}>
                <button
                  type="button"
                  className="try-label"
                  onFocus={() => onFocus(field.key)}
                  onClick={() => onFocus(field.key)}
                >
                  {field.label}
                </button>
                {zone ? (
                  <ZoneCrop
                    url={trial.url}
                    label={field.label}
                    place={trial.place}
                    zone={zone}
                    pxPerMm={uprightPaper(trial.place).width / type.face.widthMm}
                    onScale={ignore}
                  />
                ) : null}
              </li>
            );
          })}
        </ul>
      ) : null}
      {trial && cuts.length > 0 && drawn.length < fields.length ? (
        <p className="faint small">还有 {fields.length - drawn.length} 项没有划区域。</p>
      ) : null}
    </>
  );
}
