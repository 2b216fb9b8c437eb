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

/** A copy of a chart's SVG that stands on its own, of the size on screen: every drawn property resolved. */
export function chartSvg(svg: SVGSVGElement): SVGSVGElement {
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

/**
 * @param title written above the chart.
 * @returns a PNG at twice the size on screen, on the page's background.
 * @throws if the browser cannot draw it (a chart of no size).
 */
export async function chartPng(svg: SVGSVGElement, title: string): Promise<Blob> {
  const { width, height } = svg.getBoundingClientRect();
  const source = new Blob([new XMLSerializer().serializeToString(chartSvg(svg))], { type: 'image/svg+xml' });
  const address = URL.createObjectURL(source);
  try {
    const image = new Image(width, height);
    image.src = address;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = 2 * (width + 2 * PAD);
    canvas.height = 2 * (height + TITLE_HEIGHT + 2 * PAD);
    const context = canvas.getContext('2d');
    if (!context) throw new Error('This browser offers no 2D canvas.');
    const page = getComputedStyle(document.body);
    context.scale(2, 2);
    context.fillStyle = page.backgroundColor;
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.fillStyle = page.color;
    context.font = `600 14px ${page.fontFamily}`;
    context.textBaseline = 'middle';
    context.fillText(title, PAD, PAD + TITLE_HEIGHT / 2, width);
    context.drawImage(image, PAD, PAD + TITLE_HEIGHT, width, height);
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
