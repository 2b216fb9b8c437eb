/** A text as a QR code, for the camera of a phone. */
import { encode } from 'uqr';
import classes from './teacher.module.css';

/** Cells of light around it, as its standard asks for. */
const MARGIN = 4;

export function Qr({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { ecc: 'M', border: 0 });
  const dark = data
    .flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : [])))
    .join('');
  const side = size + 2 * MARGIN;
  return (
    <div className={classes.qr}>
      <svg
        viewBox={`${-MARGIN} ${-MARGIN} ${side} ${side}`}
        role="img"
        aria-label={label}
        shapeRendering="crispEdges"
      >
        <path d={dark} fill="#000" />
      </svg>
    </div>
  );
}
