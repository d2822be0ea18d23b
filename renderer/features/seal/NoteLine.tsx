import type { ReactNode } from 'react';
import type { ImprintView, NoteView } from '../../../shared/seal/methods.ts';
import { useClient } from '../../client/client.tsx';

export const proposedTypes = (note: NoteView | undefined): string[] => note?.types.map(({ name }) => name) ?? [];

/** The note as it stands on the paper beside what was read of it, and what stands against it. */
export function NoteLine({ imprint, note }: { imprint: ImprintView; note: NoteView | undefined }): ReactNode {
  const client = useClient();
  const { further, typesFrom } = imprint;
  const printed = (imprint.finding.formTypes ?? []).length > 0;
  if (printed) return <Conflicts note={note} />;
  if (!imprint.note)
    return (
      <div className="imprint-row" data-note={imprint.number}>
        <span className="label">注记</span>
        <span className="secondary">章下没有找到注记，或与范围线连在一起：请对照原图选择</span>
      </div>
    );
  return (
    <>
      <div className="imprint-row">
        <span className="label">注记</span>
        <img className="imprint-note" src={client.blobUrl(imprint.note)} alt="印章下方的注记" draggable={false} />
        {further && note?.twofold ? (
          <img className="imprint-note" src={client.blobUrl(further)} alt="再下方的一条注记" draggable={false} />
        ) : null}
        <span className="note-read" data-note={imprint.number}>
          {note === undefined
            ? '识读中…'
            : note.text
              ? `读得“${note.text.replace('\n', '')}”`
              : '未能识读，请对照图选择'}
        </span>
        {typesFrom === 'note' ? <span className="good">识别，已确认</span> : null}
      </div>
      <Conflicts note={note} />
    </>
  );
}

function Conflicts({ note }: { note: NoteView | undefined }): ReactNode {
  return note?.conflicts.map((words) => (
    <div key={words} className="imprint-row warn" role="note">
      <span className="label warn">核对</span>
      <span>{words}</span>
    </div>
  ));
}

/** Beside a type: how surely the note says it, and why it is not ticked. */
export function ReadMark({
  note,
  type,
  printed,
}: {
  note: NoteView | undefined;
  type: string;
  /** Types that the sheet itself has printed in its code. */
  printed: readonly string[];
}): ReactNode {
  if (printed.includes(type)) return <span className="note-mark">采集表所印</span>;
  const read = note?.types.find(({ name }) => name === type);
  if (!read) return null;
  const why = {
    full: '',
    short: ' 简称',
    near: read.wrong === 1 ? ' 一字之差' : ' 两字之差',
    part: ' 另有他字',
  }[read.match];
  return (
    <span className={read.ticked ? 'note-mark' : 'note-mark warn'}>
      识别 <span className="mono">{Math.round(read.confidence * 100)} %</span>
      {why}
    </span>
  );
}
