import { useEffect, useState } from 'react';
import type { ScanPlace } from '../../../shared/license/entry-methods.ts';
import { useAct } from '../../client/act.ts';
import type { PickedFile } from '../../components/DropFiles.tsx';

/** A scan that the zones are tried on; it lives in the window only. */
export interface Trial {
  readonly name: string;
  readonly url: string;
  readonly place: ScanPlace;
}

export function useTrial(): { trial: Trial | null; busy: boolean; take: (file: PickedFile) => void; turn: () => void } {
  const [trial, setTrial] = useState<Trial | null>(null);
  const act = useAct('licenseType.try');
  const url = trial?.url;
  useEffect(() => () => (url === undefined ? undefined : URL.revokeObjectURL(url)), [url]);
  const take = async ({ name, bytes }: PickedFile): Promise<void> => {
    const reply = await act.run({ name, bytes });
    if (!reply.ok) return;
    const { place, picture } = reply.value;
    setTrial({ name, url: URL.createObjectURL(new Blob([new Uint8Array(picture)])), place });
  };
  const turn = (): void => {
    if (!trial) return;
    const rotation = ((trial.place.rotation + 90) % 360) as ScanPlace['rotation'];
    setTrial({ ...trial, place: { ...trial.place, rotation } });
  };
  return { trial, busy: act.busy, take: (file) => void take(file), turn };
}
