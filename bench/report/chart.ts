import type { Group } from '../subjects/subject.js';

/** A bar: its length, its label, and its colour by group. */
export interface Bar {
  readonly label: string;
  readonly value: number;
  readonly group: Group;
}

const ROW = 24;
const LABELS = 290;
const BARS = 380;
const NUMBERS = 90;
const HEAD = 52;
const COLOURS = { clusterwise: '#0b7a75', bare: '#9aa5b1', 'by hand': '#52606d', peer: '#d9822b' };
const GROUPS = {
  clusterwise: 'clusterwise',
  bare: 'bare client, one server',
  'by hand': 'bare, sorted by hand',
  peer: 'other cluster clients',
};

/** A horizontal bar chart as an SVG, longest bar first. It has a ground of its own, so it can be read in any theme. */
export function barChart(title: string, unit: string, bars: readonly Bar[]): string {
  const sorted = [...bars].sort((a, b) => b.value - a.value);
  const most = Math.max(...sorted.map(({ value }) => value), Number.MIN_VALUE);
  const width = LABELS + BARS + NUMBERS;
  const height = HEAD + sorted.length * ROW + 12;
  const rows = sorted.map(({ label, value, group }, i) => {
    const y = HEAD + i * ROW;
    const length = ((value / most) * BARS).toFixed(1);
    return [
      `<text x="${LABELS - 8}" y="${y + 15}" text-anchor="end">${escapeXml(label)}</text>`,
      `<rect x="${LABELS}" y="${y + 3}" width="${length}" height="${ROW - 7}" fill="${COLOURS[group]}"/>`,
      `<text x="${LABELS + Number(length) + 6}" y="${y + 15}">${format(value)}</text>`,
    ].join('\n');
  });
  const legend = Object.entries(GROUPS).map(([group, name], i) => {
    const x = 12 + i * 187;
    const colour = COLOURS[group as Bar['group']];
    return `<rect x="${x}" y="32" width="10" height="10" fill="${colour}"/>\n<text x="${x + 15}" y="41">${name}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="12" fill="#1f2933">
<rect width="${width}" height="${height}" fill="#ffffff"/>
<text x="12" y="20" font-size="14" font-weight="bold">${escapeXml(`${title}: ${unit}`)}</text>
${[...legend, ...rows].join('\n')}
</svg>
`;
}

/** Three digits that count, and thousands in groups. */
export function format(value: number): string {
  if (value >= 100) {
    return Math.round(value).toLocaleString('en-US');
  }
  return String(Number(value.toPrecision(3)));
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
