import { Button } from 'antd';
import type { ReactNode } from 'react';
import { statusText } from '../../../shared/license/event.ts';
import type { License, LicenseStatus } from '../../../shared/license/license.ts';
import { useAct } from '../../client/act.ts';
import { useClient } from '../../client/client.tsx';
import { DropFiles, type PickedFile } from '../../components/DropFiles.tsx';
import { useConfirm } from '../../components/dialogs.tsx';

interface LicensePapersProps {
  readonly id: string;
  readonly base: number;
  readonly license: License;
  readonly writer: boolean;
}

/** What happened to a license, newest first, each with its document; and the files that belong to it. */
export function LicensePapers({ id, base, license, writer }: LicensePapersProps): ReactNode {
  const client = useClient();
  const confirm = useConfirm();
  const attach = useAct('license.attach');
  const detach = useAct('license.detach');
  const add = (files: PickedFile[]): void =>
    void attach.run({ id, base, files: files.map(({ name, bytes }) => ({ name, bytes })) });
  const takeAway = async (file: string, name: string): Promise<void> => {
    const sure = await confirm({
      title: `移去“${name}”？`,
      content: '证照不再带这份附件；此前送出的版次不受影响。',
      ok: '移去',
      danger: true,
    });
    if (sure) void detach.run({ id, base, file });
  };
  return (
    <>
      {license.events.length > 0 ? (
        <div className="view-section">
          <h2>事项</h2>
          <table className="view-history">
            <tbody>
              {[...license.events].reverse().map((event) => (
                <tr key={event.at}>
                  <td className="mono">{event.date}</td>
                  <td>
                    {event.kind}
                    <span className="secondary">
                      （原为{statusText({ status: event.status as LicenseStatus, pledged: event.pledged })}）
                    </span>
                  </td>
                  <td>{event.by}</td>
                  <td>
                    {[event.reason, event.document].filter(Boolean).join(' · ')}
                    {event.file === '' ? null : (
                      <>
                        {' · '}
                        <a href={client.blobUrl(event.file)} target="_blank" rel="noreferrer">
                          {event.fileName}
                        </a>
                      </>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
      {writer || license.attachments.length > 0 ? (
        <div className="view-section">
          <h2>附件</h2>
          <ul className="view-papers">
            {license.attachments.map(({ file, name }) => (
              <li key={file}>
                <a className="grow cut" href={client.blobUrl(file)} target="_blank" rel="noreferrer">
                  {name}
                </a>
                {writer ? (
                  <Button size="small" type="text" disabled={detach.busy} onClick={() => void takeAway(file, name)}>
                    移去
                  </Button>
                ) : null}
              </li>
            ))}
          </ul>
          {writer ? (
            <div className="view-drop">
              <DropFiles title="把附件拖到这里，或按 Enter 选择" limitMb={64} disabled={attach.busy} onFiles={add} />
            </div>
          ) : null}
        </div>
      ) : null}
    </>
  );
}
