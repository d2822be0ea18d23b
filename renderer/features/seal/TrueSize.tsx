import type { ReactNode } from 'react';
import type { SealFinding } from '../../../shared/seal/scan.ts';
import { letterOf, verdictColour } from './verdict.tsx';

/** CSS pixels of a millimetre. */
const MM = 96 / 25.4;
/** The usual ground: a seal of 42 mm with its margin; three such cards fill the panel of a small screen. */
const GROUND_MM = 47;
const RULER = 20;

interface TrueSizeProps {
  readonly finding: SealFinding;
  /** Address of the picture; it shows exactly `finding.cutMm`. */
  readonly src: string;
  readonly alt: string;
}

/** An imprint at true size on a chequered ground, with rulers in millimetres and its reasons at their places. */
export function TrueSize({ finding, src, alt }: TrueSizeProps): ReactNode {
  const { cutMm } = finding;
  const width = Math.max(GROUND_MM, Math.ceil(cutMm.width));
  const height = Math.max(GROUND_MM, Math.ceil(cutMm.height));
  const left = (width - cutMm.width) / 2;
  const top = (height - cutMm.height) / 2;
  const colour = verdictColour[finding.verdict];
  return (
    <figure className="true-size" style={{ width: width * MM + RULER, height: height * MM + RULER }}>
      <Ruler length={height} upright />
      <div className="chequer" style={{ left: RULER, width: width * MM, height: height * MM }}>
        <img
          src={src}
          alt={alt}
          draggable={false}
          style={{ left: left * MM, top: top * MM, width: cutMm.width * MM, height: cutMm.height * MM }}
        />
        <svg viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
          {finding.reasons.map(({ place }, i) => {
            if (!place) return null;
            const x = Math.max(0.3, place.x - cutMm.x + left);
            const y = Math.max(0.3, place.y - cutMm.y + top);
            return (
              <g key={`${place.x} ${place.y} ${letterOf(i)}`} fill="none" stroke={colour}>
                <rect
                  x={x}
                  y={y}
                  width={place.width}
                  height={place.height}
                  strokeWidth="0.4"
                  strokeDasharray="1.2 0.8"
                />
                <text
                  x={x > width / 2 ? x + place.width + 0.6 : Math.max(0.4, x - 2.6)}
                  y={y + 2.4}
                  fill={colour}
                  stroke="none"
                  className="mono"
                  fontSize="3.4"
                  fontWeight="700"
                >
                  {letterOf(i)}
                </text>
              </g>
            );
          })}
        </svg>
      </div>
      <Ruler length={width} />
    </figure>
  );
}

function Ruler({ length, upright = false }: { length: number; upright?: boolean }): ReactNode {
  const size = length * MM;
  const ticks = Array.from({ length: Math.floor(length) + 1 }, (_, mm) => mm);
  const long = (mm: number) => (mm % 10 === 0 ? 7 : mm % 5 === 0 ? 5 : 3);
  return (
    <svg
      className={upright ? 'ruler ruler-upright' : 'ruler'}
      width={upright ? RULER : size}
      height={upright ? size : RULER}
      aria-hidden="true"
    >
      {ticks.map((mm) =>
        upright ? (
          <line key={mm} x1={RULER - 2} x2={RULER - 2 - long(mm)} y1={size - mm * MM} y2={size - mm * MM} />
        ) : (
          <line key={mm} y1={2} y2={2 + long(mm)} x1={mm * MM} x2={mm * MM} />
        ),
      )}
      {upright
        ? null
        : ticks
            .filter((mm) => mm > 0 && mm % 10 === 0)
            .map((mm) => (
              <text key={mm} x={Math.min(mm * MM, size - 8)} y={18} textAnchor="middle">
                {mm === Math.floor(length / 10) * 10 ? 'mm' : mm}
              </text>
            ))}
    </svg>
  );
}
