import { useEffect, useRef, useState } from 'react';
import { emptySetup, type ScannerSetup, type ScanProfile } from '../../../shared/scanner/profile.ts';
import { useAct } from '../../client/act.ts';
import { useCall } from '../../client/call.ts';

/** The profiles of the station, and the one in use. */
export function useScannerSetup(): {
  readonly setup: ScannerSetup;
  readonly profile: ScanProfile | undefined;
  readonly keep: (patch: Partial<ScannerSetup>) => Promise<boolean>;
} {
  const setup = useCall('scanner.setup', {}).data ?? emptySetup;
  const act = useAct('scanner.keep');
  const profile = setup.profiles.find(({ name }) => name === setup.current) ?? setup.profiles[0];
  return {
    setup,
    profile,
    keep: async (patch) => (await act.run({ ...setup, ...patch })).ok,
  };
}

/** A picture that the page holds while it is shown. */
export function usePicture(): [url: string, show: (jpeg: Uint8Array | null) => void] {
  const [url, setUrl] = useState('');
  const held = useRef('');
  const show = (jpeg: Uint8Array | null): void => {
    if (held.current) URL.revokeObjectURL(held.current);
    held.current = jpeg ? URL.createObjectURL(new Blob([new Uint8Array(jpeg)], { type: 'image/jpeg' })) : '';
    setUrl(held.current);
  };
  useEffect(() => () => URL.revokeObjectURL(held.current), []);
  return [url, show];
}
