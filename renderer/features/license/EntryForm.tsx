import { Input, Segmented } from 'antd';
import type { KeyboardEvent, ReactNode } from 'react';
import { useMemo, useState } from 'react';
import { Controller } from 'react-hook-form';
import { localDay } from '../../../shared/china/dates.ts';
import type { Finding } from '../../../shared/exchange/finding.ts';
import { valueAt } from '../../../shared/license/check.ts';
import type { ReadField, ScanPlace } from '../../../shared/license/entry-methods.ts';
import { licenseLabel } from '../../../shared/license/fields.ts';
import type { License } from '../../../shared/license/license.ts';
import { provenanceWord, stockKinds } from '../../../shared/license/license.ts';
import { faceNote } from '../../../shared/license/normalize.ts';
import { needsReason } from '../../../shared/license/reason.ts';
import type { LicenseType } from '../../../shared/license/type.ts';
import { writtenForm } from '../../../shared/license/written-form.ts';
import { useCall } from '../../client/call.ts';
import { Form } from '../../components/Form.tsx';
import { focusField } from '../../components/focus.ts';
import { useKeys } from '../../components/keys.tsx';
import { EntryField, type EntryLine, EntryMessages } from './EntryField.tsx';
import type { EntryDesk } from './entry-desk.ts';
import { HolderList } from './HolderList.tsx';
import { archiveParts, faceLines, keyOf, sidesOf } from './lines.ts';
import { useOffers } from './useOffers.ts';
import { focusOpenReason, WarningReason } from './WarningReason.tsx';
import { ZoneCrop } from './ZoneCrop.tsx';
import { type Rect, uprightSize, zoneIn } from './zones.ts';

interface EntryFormProps {
  readonly desk: EntryDesk;
  readonly type: LicenseType;
  readonly license: License;
  readonly scan: { readonly url: string; readonly place: ScanPlace } | null;
  /** What was read for a field of the face. */
  readonly reading: (key: string) => ReadField | null;
  /** CSS px to a px of the picture in the view beside, for the enlargement said beside the crop. */
  readonly viewScale: number;
}

/** A paper's own edges are never quite straight: so much more than the zone is shown, in mm. */
const cropSlackMm = 1.6;

const statusLine: EntryLine = {
  path: 'status',
  label: '证照状态',
  kind: 'status',
  wide: false,
  critical: false,
  maxLength: 10,
  placeholder: '',
};
const copiesLines: readonly EntryLine[] = [
  {
    ...{ path: 'copies.count', label: '副本数', kind: 'mono', wide: false, critical: false, maxLength: 20 },
    placeholder: '发了几份副本，没有的不填',
  },
  {
    ...{ path: 'copies.numbers', label: '副本号清单', kind: 'mono', wide: false, critical: false, maxLength: 4000 },
    placeholder: '1-1、1-2，以顿号、逗号或空格分开',
  },
];
const clockLines: readonly EntryLine[] = [
  {
    ...{ path: 'clock.done', label: '办结日期', kind: 'mono', wide: false, critical: false, maxLength: 20 },
    placeholder: '230105、t 今天',
  },
  {
    ...{ path: 'clock.batch', label: '发证批次', kind: 'text', wide: false, critical: false, maxLength: 60 },
    placeholder: '成批发证的批次，零散发证不填',
  },
];
const basisLine: EntryLine = {
  path: 'stock.basis',
  label: '录入依据',
  kind: 'text',
  wide: true,
  critical: false,
  maxLength: 500,
  placeholder: '法律、行政法规或党中央、国务院政策的名称和条款',
};

/** The path of the field that an element belongs to, '' outside all; the input for a reason belongs to its field. */
function fieldAt(target: Element): string {
  const holder = target.closest<HTMLElement>('.entry-field, [data-field]:not(.entry-reason)');
  return holder?.dataset['field'] ?? '';
}

/** Slack in px around a zone that was found on the page itself. */
const foundSlackPx = 14;

function around(zone: Rect, place: ScanPlace): Rect {
  const size = uprightSize(place);
  const [x, y] = [Math.max(0, zone.x - foundSlackPx), Math.max(0, zone.y - foundSlackPx)];
  return {
    x,
    y,
    width: Math.min(size.width, zone.x + zone.width + foundSlackPx) - x,
    height: Math.min(size.height, zone.y + zone.height + foundSlackPx) - y,
  };
}

/** The form: the fields of the face in their order, then archive and state. Enter goes on. */
export function EntryForm({ desk, type, license, scan, reading, viewScale }: EntryFormProps): ReactNode {
  const lines = useMemo(() => faceLines(type), [type]);
  const sides = useMemo(() => sidesOf(lines), [lines]);
  const known = useCall('license.basis', { type: type.name });
  const [cropScale, setCropScale] = useState(0);
  const added = license.stock.kind === '增量';
  const paths = [
    ...lines.map((line) => line.path),
    ...archiveParts.map(([path]) => path),
    'status',
    ...copiesLines.map((line) => line.path),
    ...(added ? ['stock.basis', ...clockLines.map((line) => line.path)] : []),
  ];
  // The bureau may speak of the record as a whole, or of what this form does not show.
  const elsewhere = desk.current.remarks.filter(({ field }) => field !== 'stock.archive' && !paths.includes(field));
  // The rule may keep back what was read of a critical field: then only its place is known.
  const proposed = (key: string): ReadField | null => {
    const read = reading(key);
    return read?.value ? read : null;
  };
  const offers = useOffers(
    desk,
    paths.filter((path) => keyOf(path) !== ''),
    paths,
    proposed,
  );
  const onKeyDown = (event: KeyboardEvent): void => {
    desk.countKey(event.nativeEvent);
    if (offers.onKey(event)) return;
    const { target } = event;
    if (event.key !== 'Enter' || event.ctrlKey || event.altKey || event.nativeEvent.isComposing) return;
    const plain = target instanceof HTMLInputElement && target.getAttribute('role') !== 'combobox';
    if (!plain && !(target instanceof HTMLTextAreaElement && !event.shiftKey)) return;
    event.preventDefault();
    const path = fieldAt(target);
    if (target.closest('.entry-reason') && focusOpenReason()) return;
    const next = paths[paths.indexOf(path) + (event.shiftKey ? -1 : 1)];
    if (next) focusField(next);
    else document.querySelector<HTMLElement>('.key-bar .ant-btn-primary')?.focus();
  };
  const proposalAt = (line: EntryLine): string =>
    line.kind === 'text' ? writtenForm(valueAt(license, line.path)) : '';
  const take = (path: string): void => {
    desk.form.setValue(path as 'number', writtenForm(valueAt(license, path)), { shouldDirty: true });
    desk.typed(path);
  };
  useKeys({
    F7: focusOpenReason,
    'Alt+G': () => {
      const proposed = lines.filter((line) => proposalAt(line) !== '');
      const line = proposed.find(({ path }) => path === desk.focus) ?? proposed[0];
      if (line) take(line.path);
    },
  });
  const reason = (finding: Finding): ReactNode => (
    <WarningReason
      name={`reason.${finding.field}.${finding.code}`}
      reason={desk.reasonOf(finding)}
      last={desk.lastReason(finding.code)}
      onGive={(text) => desk.giveReason(finding, text)}
    />
  );
  const field = (line: EntryLine, side: 'left' | 'right' | 'both'): ReactNode => {
    const key = keyOf(line.path);
    const face = type.fields.find((candidate) => candidate.key === key);
    const focused = desk.focus === line.path && face !== undefined;
    const read = face && (license.face[key] ?? '') === '' ? proposed(key) : null;
    const found = face ? reading(key)?.zone : undefined;
    const open = focused ? offers.doubted(line.path) : null;
    const doubts = (read ?? open)?.places ?? [];
    const zone =
      focused && scan ? (found ? around(found, scan.place) : zoneIn(type, face, scan.place, cropSlackMm)) : null;
    const note =
      (face && faceNote(face, license.face[key] ?? '', localDay())) ||
      (license.face[key]
        ? provenanceWord(license.from[key] ?? '')
        : read
          ? read.doubtful.length > 0
            ? `已识读，${read.doubtful.length} 字存疑`
            : '已识读'
          : face && reading(key)
            ? '识读留作核对'
            : '');
    return (
      <EntryField
        key={line.path}
        line={line}
        side={side}
        focused={focused}
        pinned={desk.pinned.has(line.path)}
        note={note}
        messages={desk.messages(line.path)}
        reason={reason}
        open={desk.messages(line.path).some((one) => needsReason(one) && desk.reasonOf(one) === '')}
        proposal={proposalAt(line)}
        onTake={take}
        reading={read}
        doubted={open}
        differing={face ? offers.differing(line.path) : null}
        completion={focused && !read ? desk.completion(key) : ''}
        onLeave={desk.leave}
        onType={desk.typed}
        cropNote={cropScale > 0 && viewScale > 0 ? `局部 ×${(cropScale / viewScale).toFixed(1)}` : '局部'}
        crop={
          zone && scan ? (
            <ZoneCrop
              url={scan.url}
              label={line.label}
              place={scan.place}
              zone={zone}
              doubts={doubts}
              pxPerMm={scan.place.paper.width / type.face.widthMm}
              onScale={setCropScale}
            />
          ) : null
        }
      />
    );
  };
  return (
    <fieldset
      className="entry-form"
      aria-label="照面"
      data-panel
      tabIndex={-1}
      onKeyDown={onKeyDown}
      onFocus={(event) => {
        const path = fieldAt(event.target);
        if (path !== '') desk.setFocus(path);
      }}
    >
      <Form form={desk.form} onSave={() => desk.save('draft')}>
        {elsewhere.map((remark) => (
          <p key={remark.field + remark.remark} className="entry-returned">
            退回意见{remark.field === '' ? '' : `（${licenseLabel(type, remark.field)}）`}：{remark.remark}
          </p>
        ))}
        {license.setAside !== '' ? <p className="entry-aside">待查：{license.setAside}</p> : null}
        <div className="entry-grid">{lines.map((line, index) => field(line, sides[index]!))}</div>
        <HolderList
          type={type}
          holders={license.holders}
          findings={desk.findings}
          onChange={(holders) => desk.form.setValue('holders', holders, { shouldDirty: true })}
        />
        <div className="entry-section">
          <span>档案与状态</span>
          <Controller
            control={desk.form.control}
            name="stock.kind"
            render={({ field: { value, onChange } }) => (
              <Segmented
                size="small"
                value={value}
                onChange={(kind) => {
                  onChange(kind);
                  if (kind === '增量' && license.stock.basis === '')
                    desk.form.setValue('stock.basis', known.data?.basis ?? '', { shouldDirty: true });
                }}
                options={[...stockKinds]}
              />
            )}
          />
        </div>
        <div className="entry-grid">
          <div className="entry-field entry-left">
            <label htmlFor="field-stock.archive.box">
              <span>档号</span>
            </label>
            <div className="entry-archive">
              {archiveParts.map(([path, word]) => (
                <Controller
                  key={path}
                  control={desk.form.control}
                  name={path}
                  render={({ field: { value, onChange, onBlur, ref } }) => (
                    <div data-field={path}>
                      <Input
                        id={`field-${path}`}
                        ref={ref}
                        className="mono"
                        prefix={<span className="from">{word}</span>}
                        value={value}
                        onChange={onChange}
                        onBlur={onBlur}
                        maxLength={20}
                      />
                    </div>
                  )}
                />
              ))}
            </div>
            <EntryMessages messages={desk.messages('stock.archive')} />
          </div>
          {field(statusLine, 'right')}
          {copiesLines.map((line, index) => field(line, index === 0 ? 'left' : 'right'))}
          {added ? field(basisLine, 'both') : null}
          {added ? clockLines.map((line, index) => field(line, index === 0 ? 'left' : 'right')) : null}
        </div>
      </Form>
    </fieldset>
  );
}
