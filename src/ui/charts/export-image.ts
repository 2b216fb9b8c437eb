/**
 * A picture of what a chart shows: the chart's own SVG with its computed colours and fonts written in,
 * so it looks as on screen in either theme and needs nothing from the page.
 */

/** Properties that our SVGs take from style sheets or variables. */
const DRAWN = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-opacity',
  'stroke-width',
  'r',
  'stroke-dasharray',
  'stroke-linecap',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'font-variant-numeric',
  'text-anchor',
  'dominant-baseline',
  'paint-order',
] as const;

const TITLE_HEIGHT = 32;
const PAD = 12;
/** About the width of a character of the title, in CSS pixels. */
const CHARACTER = 8;

/** A copy of a chart's SVG that stands on its own, of the size on screen: every drawn property resolved. */
export function standaloneSvg(svg: SVGSVGElement): SVGSVGElement {
  const { width, height } = svg.getBoundingClientRect();
  const copy = document.importNode(svg, true);
  const originals = svg.querySelectorAll<SVGElement>('*');
  copy.querySelectorAll<SVGElement>('*').forEach((element, i) => {
    const original = originals[i];
    if (!original) return;
    const style = getComputedStyle(original);
    element.removeAttribute('class');
    for (const property of DRAWN) element.style.setProperty(property, style.getPropertyValue(property));
  });
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  // Recharts' SVG is as wide as the chart around it.
  copy.removeAttribute('style');
  copy.setAttribute('width', `${width}`);
  copy.setAttribute('height', `${height}`);
  copy.setAttribute('viewBox', `0 0 ${width} ${height}`);
  return copy;
}

const SVG = 'http://www.w3.org/2000/svg';

const element = (name: string, attributes: Record<string, string | number>, text = ''): SVGElement => {
  const made = document.createElementNS(SVG, name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, String(value));
  made.textContent = text;
  return made;
};

/**
 * @param title written above the chart.
 * @returns a picture that needs nothing from the page, on the page's background, and its size in CSS pixels.
 */
function picture(svg: SVGSVGElement, title: string): { source: Blob; width: number; height: number } {
  const { width, height } = svg.getBoundingClientRect();
  const copy = standaloneSvg(svg);
  for (const [attribute, value] of Object.entries({ x: PAD, y: PAD + TITLE_HEIGHT, width, height }))
    copy.setAttribute(attribute, String(value));
  const page = getComputedStyle(document.body);
  const [wide, high] = [width + 2 * PAD, height + TITLE_HEIGHT + 2 * PAD];
  const whole = element('svg', { xmlns: SVG, width: wide, height: high, viewBox: `0 0 ${wide} ${high}` });
  whole.append(
    element('rect', { width: wide, height: high, fill: page.backgroundColor }),
    element(
      'text',
      {
        x: PAD,
        y: PAD + TITLE_HEIGHT / 2,
        fill: page.color,
        'font-family': page.fontFamily,
        'font-size': 14,
        'font-weight': 600,
        'dominant-baseline': 'middle',
        // A long title is set closer, rather than cut.
        ...(title.length * CHARACTER > width && { textLength: width, lengthAdjust: 'spacingAndGlyphs' }),
      },
      title,
    ),
    copy,
  );
  const source = new Blob([new XMLSerializer().serializeToString(whole)], { type: 'image/svg+xml' });
  return { source, width: wide, height: high };
}

/** The chart as an SVG file. @param title written above it */
export const chartSvg = (svg: SVGSVGElement, title: string): Blob => picture(svg, title).source;

/**
 * @param title written above the chart.
 * @returns a PNG at twice the size on screen, on the page's background.
 * @throws if the browser cannot draw it (a chart of no size).
 */
export async function chartPng(svg: SVGSVGElement, title: string): Promise<Blob> {
  const { source, width, height } = picture(svg, title);
  const address = URL.createObjectURL(source);
  try {
    const image = new Image(width, height);
    image.src = address;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = 2 * width;
    canvas.height = 2 * height;
    const context = canvas.getContext('2d');
    if (!context) throw new Error('This browser offers no 2D canvas.');
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) => {
      canvas.toBlob((png) => {
        if (png) resolve(png);
        else reject(new Error('The picture could not be drawn.'));
      }, 'image/png');
    });
  } finally {
    URL.revokeObjectURL(address);
  }
}
