import { formatRatio } from "@seriatim/report";
import type { SplineEffect } from "@seriatim/study";
import classes from "./charts.module.css";
import { ratioTicks, roundTicks, scale } from "./linear-axis.js";

const [width, height] = [640, 340];
const [left, right, top, bottom] = [52, 12, 12, 44];

/** The hazard ratio of each value against the reference, on the log scale, with its band. */
export function SplineChart({ spline, says, axis }: { spline: SplineEffect; says: string; axis: string }) {
  const { points, knots, reference } = spline;
  const [from, to] = [points[0].value, points[points.length - 1].value];
  const known = points.filter(({ lower, upper }) => lower !== null && upper !== null);
  const clamp = (ratio: number) => Math.min(Math.max(ratio, 0.01), 100);
  const ratios = points.flatMap(({ hazardRatio, lower, upper }) => [hazardRatio, lower ?? 1, upper ?? 1]).map(clamp);
  const low = Math.min(0.5, ...ratios);
  const high = Math.max(2, ...ratios);
  const x = scale(from, to, left, width - right);
  const y = scale(Math.log(low), Math.log(high), height - bottom, top);
  const at = (ratio: number) => y(Math.log(clamp(ratio))).toFixed(1);
  const line = (part: typeof points, of: (point: (typeof points)[number]) => number) =>
    part.map((point) => `${x(point.value).toFixed(1)},${at(of(point))}`);
  const band = [...line(known, ({ upper }) => upper!), ...line(known, ({ lower }) => lower!).reverse()];
  return (
    <svg className={classes.chart} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={says}>
      {ratioTicks(low, high).map((ratio) => (
        <g key={ratio}>
          <line
            x1={left}
            x2={width - right}
            y1={at(ratio)}
            y2={at(ratio)}
            className={ratio === 1 ? classes.even : classes.grid}
          />
          <text x={left - 8} y={at(ratio)} dy="0.35em" textAnchor="end" className={classes.axis}>
            {formatRatio(ratio, ratio < 0.1 ? 2 : ratio < 1 ? 1 : 0)}
          </text>
        </g>
      ))}
      {roundTicks(from, to, 7).map((value) => (
        <text key={value} x={x(value)} y={height - bottom + 18} textAnchor="middle" className={classes.axis}>
          {value}
        </text>
      ))}
      <line x1={left} x2={width - right} y1={height - bottom} y2={height - bottom} className={classes.grid} />
      {knots.map((knot) => (
        <line
          key={knot}
          x1={x(knot)}
          x2={x(knot)}
          y1={height - bottom - 6}
          y2={height - bottom}
          className={classes.curve}
        />
      ))}
      {band.length > 0 ? <polygon points={band.join(" ")} className={classes.band} /> : null}
      <polyline points={line(points, ({ hazardRatio }) => hazardRatio).join(" ")} className={classes.curve} />
      <circle cx={x(Math.min(Math.max(reference, from), to))} cy={at(1)} r={4} className={classes.name} />
      <text x={(left + width - right) / 2} y={height - 8} textAnchor="middle" className={classes.name}>
        {axis}
      </text>
    </svg>
  );
}
