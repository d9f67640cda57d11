import type { HazardsPanel } from "@seriatim/study";
import classes from "./charts.module.css";
import { roundTicks, scale } from "./linear-axis.js";

const [width, height] = [360, 220];
const [left, right, top, bottom] = [40, 10, 10, 38];

/** Scaled Schoenfeld residuals over time, their smooth, and the one coefficient that the model has for all times. */
export function HazardsChart({ panel, says, axis }: { panel: HazardsPanel; says: string; axis: string }) {
  const { points, smooth, coefficient } = panel;
  const times = points.map(({ time }) => time);
  const values = [
    ...points.map(({ residual }) => residual),
    ...smooth.map(({ value }) => value),
    ...(coefficient === null ? [] : [coefficient]),
  ].filter(Number.isFinite);
  const [from, to] = [0, Math.max(1, ...times)];
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const x = scale(from, to, left, width - right);
  const y = scale(low, high === low ? low + 1 : high, height - bottom, top);
  return (
    <svg className={classes.chart} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={says}>
      {roundTicks(low, high, 4).map((value) => (
        <g key={value}>
          <line x1={left} x2={width - right} y1={y(value)} y2={y(value)} className={classes.grid} />
          <text x={left - 6} y={y(value)} dy="0.35em" textAnchor="end" className={classes.axis}>
            {String(value).replace("-", "−")}
          </text>
        </g>
      ))}
      {roundTicks(from, to, 5).map((value) => (
        <text key={value} x={x(value)} y={height - bottom + 16} textAnchor="middle" className={classes.axis}>
          {value}
        </text>
      ))}
      {coefficient === null ? null : (
        <line x1={left} x2={width - right} y1={y(coefficient)} y2={y(coefficient)} className={classes.even} />
      )}
      {points.map(({ time, residual }, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two events may stand at one place
        <circle key={i} cx={x(time)} cy={y(residual)} r={2.5} className={classes.point} />
      ))}
      <polyline
        points={smooth.map(({ time, value }) => `${x(time)},${y(value)}`).join(" ")}
        className={classes.curve}
      />
      <text x={(left + width - right) / 2} y={height - 4} textAnchor="middle" className={classes.name}>
        {axis}
      </text>
    </svg>
  );
}
