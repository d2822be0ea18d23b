import { Button } from 'antd';
import type { ReactNode } from 'react';
import { typeLines } from '../../../shared/license/type-fields.ts';
import { useCall } from '../../client/call.ts';
import { Dialog } from '../../components/dialogs.tsx';
import { FailureNote } from '../../components/notify.tsx';

interface VersionDialogProps {
  readonly name: string;
  /** null = closed. */
  readonly version: number | null;
  readonly onClose: () => void;
}

/** An earlier version as it stands for the licenses that were typed against it. */
export function VersionDialog({ name, version, onClose }: VersionDialogProps): ReactNode {
  const type = useCall('license.type', { name, version: version ?? 1 }, { when: version !== null });
  const shown = type.data?.version === version ? type.data : undefined;
  return (
    <Dialog
      title={`${name} · 第 ${version ?? ''} 版`}
      open={version !== null}
      onClose={onClose}
      width={720}
      footer={
        <Button data-autofocus onClick={onClose}>
          关闭
        </Button>
      }
    >
      {type.failure ? <FailureNote failure={type.failure} /> : null}
      <dl className="version-lines">
        {(shown ? typeLines(shown) : [])
          .filter(({ text }) => text !== '')
          .map(({ field, label, text }) => (
            <div key={field}>
              <dt>{label}</dt>
              <dd>{text}</dd>
            </div>
          ))}
      </dl>
    </Dialog>
  );
}
