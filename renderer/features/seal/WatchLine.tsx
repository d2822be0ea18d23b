import type { ReactNode } from 'react';
import { useState } from 'react';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { PlacePicker } from '../../components/PlacePicker.tsx';
import { useScannerSetup } from '../scanner/useScanner.ts';
import type { Watch } from './useWatch.ts';

/** The watched folder: chosen with W, let go with W again. */
export function WatchLine({ watch }: { watch: Watch }): ReactNode {
  const { setup, keep } = useScannerSetup();
  const [picking, setPicking] = useState(false);
  const { folder } = setup;
  const turn = (): void => {
    if (folder === '') setPicking(true);
    else void keep({ folder: '' });
  };
  useKeys({ W: turn });
  return (
    <div className="watch-line small">
      {folder === '' ? (
        <button type="button" className="link" onClick={turn}>
          监视文件夹 <Keycap name="W" />
        </button>
      ) : (
        <p>
          <span className="grow cut" title={folder}>
            监视 <span className="mono">{folder}</span>
          </span>
          <button type="button" className="link" onClick={turn}>
            停 <Keycap name="W" />
          </button>
        </p>
      )}
      {watch.failure ? <p className="bad">{watch.failure}</p> : null}
      {watch.held.length > 0 && !watch.failure ? (
        <p>
          <span className="grow faint">原有 {watch.held.length} 个未收</span>
          <button type="button" className="link" onClick={watch.takeHeld}>
            收进来
          </button>
        </p>
      ) : null}
      <PlacePicker
        open={picking}
        title="选择要监视的文件夹"
        pick="folder"
        extensions={['png', 'jpg', 'jpeg', 'tif', 'tiff', 'bmp', 'pdf']}
        onPick={([picked]) => {
          setPicking(false);
          if (picked) void keep({ folder: picked });
        }}
        onClose={() => setPicking(false)}
      />
    </div>
  );
}
