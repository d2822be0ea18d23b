import { inkNames, type PageFinding } from './scan.ts';

/** Why nothing was found on a page, and what to do, for the person who still stands at the scanner. */
export function noSealWords({ look, colour, ink, widthMm, heightMm }: PageFinding): string {
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
