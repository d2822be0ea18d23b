import type { ReactNode } from 'react';
import { valueAt } from '../../../shared/license/check.ts';
import { besideFace } from '../../../shared/license/fields.ts';
import type { License } from '../../../shared/license/license.ts';
import { facesInOrder, type LicenseType, type Zone } from '../../../shared/license/type.ts';
import { useCall } from '../../client/call.ts';
import { useClient } from '../../client/client.tsx';
import { faceTexts, lineHeight } from './face-layout.ts';

const mark = '预览 无法律效力';

/** A license as its paper looks, in mm, with the mark across it; imprints only with 仅供核对. A type without zones lists its fields. */
export function Face({ type, license }: { type: LicenseType; license: License }): ReactNode {
  const client = useClient();
  const texts = faceTexts(type, license);
  const { widthMm, heightMm } = type.face;
  if (texts.length === 0) return <PlainFace type={type} license={license} />;
  const picture = type.template.face;
  return (
    <div
      className="face"
      style={{ width: `${widthMm}mm`, height: `${heightMm}mm` }}
      role="img"
      aria-label={`${type.name}照面预览`}
    >
      {picture ? <img className="face-ground" src={client.blobUrl(picture.blob)} alt="" /> : <h2>{type.name}</h2>}
      {texts.map(({ key, label, text, zone, size }) => (
        <div key={key}>
          {picture ? null : (
            <span className="face-label" style={labelPlace(label, zone, widthMm)}>
              {label}
            </span>
          )}
          <p
            className="face-text"
            style={{
              left: `${zone.x}mm`,
              top: `${zone.y}mm`,
              width: `${zone.width}mm`,
              height: `${zone.height}mm`,
              fontSize: `${size}mm`,
              lineHeight,
            }}
          >
            {text}
          </p>
        </div>
      ))}
      {type.template.seals.map(({ zone, imprint }) =>
        imprint === '' ? null : <Seal key={imprint + zone.x + zone.y} imprint={imprint} zone={zone} />,
      )}
      <Mark width={widthMm} height={heightMm} />
    </div>
  );
}

/** Height of the letters of a label, mm; as in face.css. */
const labelSize = 2.8;

/** Before its zone, or above it where the edge of the face leaves no room. */
function labelPlace(label: string, zone: Zone, widthMm: number) {
  const before = [...label].length * labelSize + 2 <= zone.x;
  return before
    ? { right: `${widthMm - zone.x + 1.5}mm`, top: `${zone.y}mm` }
    : { left: `${zone.x}mm`, top: `${zone.y - 5}mm` };
}

/** The imprint at true size in the middle of its place, 仅供核对 burnt in. */
function Seal({ imprint, zone }: { imprint: string; zone: Zone }): ReactNode {
  const client = useClient();
  const seal = useCall('seal.get', { id: imprint }).data;
  if (!seal) return null;
  const { width, height } = seal.finding.cutMm;
  return (
    <img
      className="face-seal"
      src={client.blobUrl(seal.marked)}
      alt={`${seal.name}（仅供核对）`}
      style={{
        left: `${zone.x + (zone.width - width) / 2}mm`,
        top: `${zone.y + (zone.height - height) / 2}mm`,
        width: `${width}mm`,
        height: `${height}mm`,
      }}
    />
  );
}

/** The mark three times across, as drawing: a printer that leaves grounds out still prints it. */
function Mark({ width, height }: { width: number; height: number }): ReactNode {
  const size = Math.min(width / 9, height / 5);
  return (
    <svg className="face-mark" viewBox={`0 0 ${width} ${height}`} aria-label={mark}>
      {[0.2, 0.5, 0.8].map((share) => (
        <text
          key={share}
          x={width / 2}
          y={height * share}
          fontSize={size}
          textAnchor="middle"
          dominantBaseline="middle"
          transform={`rotate(-18 ${width / 2} ${height * share})`}
        >
          {mark}
        </text>
      ))}
    </svg>
  );
}

/** The fields in the order of the face on a card of its size, that grows where they need more. */
function PlainFace({ type, license }: { type: LicenseType; license: License }): ReactNode {
  const { widthMm, heightMm } = type.face;
  const lines = [
    ...facesInOrder(type).map(({ key, label }) => ({ path: `face.${key}`, label })),
    ...besideFace(type),
  ].filter(({ path }) => !path.endsWith('idKind'));
  const width = Math.max(widthMm, 90);
  return (
    <div
      className="face face-plain"
      style={{ width: `${width}mm`, minHeight: `${heightMm}mm` }}
      role="img"
      aria-label={`${type.name}照面预览`}
    >
      <h2>{type.name}</h2>
      <dl>
        {lines.map(({ path, label }) => (
          <div key={path}>
            <dt>{label}</dt>
            <dd>{valueAt(license, path)}</dd>
          </div>
        ))}
      </dl>
      <Mark width={width} height={heightMm} />
    </div>
  );
}
