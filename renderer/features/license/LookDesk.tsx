import type { ReactNode } from 'react';
import { useState } from 'react';
import type { LicenseType } from '../../../shared/license/type.ts';
import { Empty } from '../../components/Empty.tsx';
import { focusField } from '../../components/focus.ts';
import { Keycap } from '../../components/Keycap.tsx';
import { useKeys } from '../../components/keys.tsx';
import { Mono, Tag } from '../../components/text.tsx';
import { type Scan, ScanPane, useScan } from './ScanPane.tsx';
import { ZoneCrop } from './ZoneCrop.tsx';
import { zoneIn } from './zones.ts';
import './entry.css';
import './second-keying.css';

/** A paper's own edges are never quite straight: so much more than the zone is shown, in mm. */
const cropSlackMm = 1.6;

export interface LookDeskProps {
  readonly type: LicenseType;
  readonly pages: readonly string[];
  readonly archive: string;
  /** Whose first work it is. */
  readonly people: readonly string[];
  readonly own: boolean;
  /** The choice of work, at the head of the scan. */
  readonly tabs: ReactNode;
  /** Path of the field in work. */
  readonly focus: string;
  /** Paths that are done. */
  readonly done: ReadonlySet<string>;
  readonly title: string;
  readonly children: (scan: Scan | null) => ReactNode;
}

/** The desk of a second person: scan left with the field's zone, the work right. */
export function LookDesk(props: LookDeskProps): ReactNode {
  const { type, pages, archive, people, own, tabs, focus, done, title, children } = props;
  const [sheet, setSheet] = useState(0);
  const at = Math.min(sheet, pages.length - 1);
  const { scan, turn } = useScan(pages[at]);
  useKeys({ 'Alt+ArrowRight': () => setSheet((at + 1) % Math.max(1, pages.length)) });
  const keyOf = (path: string): string => path.replace(/^face\./, '');
  return (
    <div className="entry-desk">
      <ScanPane
        title="复核台"
        sub={tabs}
        scan={scan}
        turn={turn}
        type={type}
        marks={
          at === 0
            ? { focus: keyOf(focus), done: new Set([...done].map(keyOf)), errors: new Set(), warnings: new Set() }
            : null
        }
        onPick={(key) => focusField(`face.${key}`)}
      >
        {pages.length === 0 ? (
          <div className="scan-none">
            <Empty title="这一件没有扫描件" hint={`请取原件对照${archive ? `，档号 ${archive}` : ''}。`} />
          </div>
        ) : null}
        {pages.length > 1 ? (
          <p className="scan-sheets small">
            第 <Mono>{at + 1}</Mono> / <Mono>{pages.length}</Mono> 页 <Keycap name="Alt+ArrowRight" /> 翻页
          </p>
        ) : null}
      </ScanPane>
      <section className="form-pane">
        <header className="page-head">
          <h1>{title}</h1>
          <div className="page-head-sub">
            <Tag>{type.name}</Tag>
            {own ? <Tag tone="warn">同人复录</Tag> : <span className="cut">经手 {people.join('、')}</span>}
          </div>
          {archive ? (
            <div className="page-head-tools small secondary">
              档号 <Mono>{archive}</Mono>
            </div>
          ) : null}
        </header>
        {children(at === 0 ? scan : null)}
      </section>
    </div>
  );
}

/** The zone of a field, where the type knows it and the page is of that face; otherwise nothing. */
export function FieldCrop({ type, path, scan }: { type: LicenseType; path: string; scan: Scan | null }): ReactNode {
  const face = type.fields.find((field) => `face.${field.key}` === path);
  const zone = face && scan ? zoneIn(type, face, scan.place, cropSlackMm) : null;
  if (!face || !scan || !zone) return null;
  return (
    <ZoneCrop
      url={scan.url}
      label={face.label}
      place={scan.place}
      zone={zone}
      pxPerMm={scan.place.paper.width / type.face.widthMm}
      onScale={() => {}}
    />
  );
}
