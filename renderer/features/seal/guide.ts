import type { SealGuide } from '../../../shared/seal/form.ts';
import { shapeNames } from '../../../shared/seal/scan.ts';

/** 公章 圆 Ø 42, 发票专用章 椭圆 40 × 30. */
export function guideWords({ name, shape, widthMm, heightMm }: SealGuide): string {
  const size = shape === 'circle' ? `Ø ${widthMm}` : `${widthMm} × ${heightMm}`;
  return `${name} ${shapeNames[shape]} ${size} mm`;
}
