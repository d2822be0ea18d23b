import type { PageBox } from './reasons.ts';
import { inkNames, type PageFinding, type SealFinding } from './scan.ts';

/** Places where something like a seal stands and nothing has been cut out, by now also not by hand. */
export function placesLeft({ unclear }: PageFinding, seals: readonly { readonly finding: SealFinding }[]): PageBox[] {
  const holds = ({ x, y, width, height }: PageBox, [a, b]: readonly [number, number]): boolean =>
    a > x && b > y && a < x + width && b < y + height;
  return unclear.filter(
    (place) =>
      !seals.some(
        ({ finding: { cutMm, centerMm } }) =>
          holds(place, centerMm) || holds(cutMm, [place.x + place.width / 2, place.y + place.height / 2]),
      ),
  );
}

/** What a page says that seems to lie turned and was left as it lies. */
export const turnWords = ({ turnDoubtDeg }: PageFinding): string =>
  `页面似${turnDoubtDeg === 180 ? '颠倒' : '横放'}，注记可能没有找到：请转正重扫`;

/** Why nothing was found on a page, and what to do, for the person who still stands at the scanner. */
export function noSealWords({ look, colour, ink, widthMm, heightMm, unclear }: PageFinding): string {
  if (unclear.length > 0) return `页上有 ${unclear.length} 处似印章，墨色过淡或残缺，没有切出：请重新盖印再扫。`;
  switch (look) {
    case 'dark':
      return '整页发黑：请检查盖板是否盖好、纸面是否朝向扫描面，再扫一次。';
    case 'blank':
      return '这是空白页：请看有章的一面是否朝向扫描面。';
    case 'picture':
      return '整页都是图像，不像印章采集表：请看是否放错了文件。';
    case 'part':
      return `页面只有 ${widthMm.toFixed(0)} × ${heightMm.toFixed(0)} mm，不到一张 A4，像是没有扫全，也没有找到印章：请整张放好再扫。`;
    default:
      if (!colour && ink !== 'black')
        return '这是灰度扫描，分不出印泥颜色，也没有找到印章：请把扫描仪设为彩色、300 dpi，重新扫描。';
      return `没有找到${inkNames[ink]}印章：请看页面是否裁掉、印泥颜色是否选对。钢印无色，不适用扫描采集，请送纸质件。`;
  }
}
