import { CheckOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import { type SectionKey, sectionOf, sections } from '../../../shared/catalog/fields.ts';
import type { Finding } from '../../../shared/exchange/finding.ts';

interface SectionStripProps {
  readonly findings: readonly Finding[];
  /** Sections that hold something. */
  readonly filled: ReadonlySet<SectionKey>;
  /** The section with the focus. */
  readonly current: SectionKey | null;
  /** False on a form nobody has saved: gaps are not yet counted as errors here. */
  readonly strict: boolean;
  readonly onGo: (section: SectionKey) => void;
}

/** The 13 metadata as a numbered strip: navigation and error map. */
export function SectionStrip({ findings, filled, current, strict, onGo }: SectionStripProps): ReactNode {
  const errors = new Map<SectionKey, number>();
  const warnings = new Set<SectionKey>();
  for (const { field, level, code } of findings) {
    const section = sectionOf(field);
    if (!section || (!strict && code.endsWith('-missing'))) continue;
    if (level === 'error') errors.set(section, (errors.get(section) ?? 0) + 1);
    else warnings.add(section);
  }
  return (
    <nav className="section-strip" aria-label="元数据">
      {sections.map(({ no, key, short, label }) => {
        const wrong = errors.get(key) ?? 0;
        return (
          <button
            key={key}
            type="button"
            tabIndex={-1}
            className={`section ${key === current ? 'on' : ''}`}
            title={`${label}${wrong > 0 ? `：${wrong} 处错误` : ''}`}
            onClick={() => onGo(key)}
          >
            <i>{no === 0 ? '普' : no}</i>
            {short}
            {wrong > 0 ? (
              <b className="section-errors">{wrong}</b>
            ) : warnings.has(key) ? (
              <span className="section-warn" />
            ) : filled.has(key) ? (
              <CheckOutlined className="section-done" />
            ) : null}
          </button>
        );
      })}
    </nav>
  );
}
