import { Text } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import classes from "./timeline.module.css";
import type { Lane, Mark } from "./timeline-marks.js";

const laneHeight = 34;
const top = 8;
const axisHeight = 24;

/** What happened to a patient, drawn from left to right. Each mark says in words what it is; the tables below say it all. */
export function Timeline({ lanes, label }: { lanes: readonly Lane[]; label: string }) {
  const { ref, width } = useElementSize();
  const marks = lanes.flatMap((lane) => lane.marks);
  const first = Math.min(...marks.map(({ from }) => from));
  const last = Math.max(...marks.map(({ to }) => to));
  const labelWidth = width < 560 ? 0 : 130;
  const isNarrow = labelWidth === 0;
  const height = top + lanes.length * laneHeight + axisHeight;
  const span = Math.max(last - first, 180);
  const x = (day: number) => labelWidth + 14 + ((width - labelWidth - 40) * (day - first)) / span;
  const years = yearTicks(first, first + span, (width - labelWidth) / 52);
  return (
    <div ref={ref} className={classes.frame}>
      {width === 0 ? null : (
        <svg
          width={width}
          height={height}
          role="img"
          aria-label={`${label}: ${marks.map(({ says }) => says).join("; ")}`}
        >
          {years.map(({ day, year }) => (
            <g key={year}>
              <line x1={x(day)} x2={x(day)} y1={top} y2={height - axisHeight} className={classes.grid} />
              <text x={x(day)} y={height - 7} className={classes.axis} textAnchor="middle">
                {year}
              </text>
            </g>
          ))}
          {lanes.map(({ label: name, marks: own }, i) => {
            const y = top + i * laneHeight + laneHeight / 2 + (isNarrow ? 5 : 0);
            return (
              <g key={name}>
                <text x={isNarrow ? 2 : 0} y={isNarrow ? y - 12 : y + 4} className={classes.lane}>
                  {name}
                </text>
                <line x1={labelWidth + 4} x2={width - 4} y1={y} y2={y} className={classes.line} />
                {own.map((mark) => (
                  <MarkShape key={`${mark.kind} ${mark.from} ${mark.says}`} mark={mark} x={x} y={y} />
                ))}
              </g>
            );
          })}
        </svg>
      )}
    </div>
  );
}

function MarkShape({ mark, x, y }: { mark: Mark; x: (day: number) => number; y: number }) {
  const [from, to] = [x(mark.from), x(mark.to)];
  const middle = (from + to) / 2;
  return (
    <g className={classes[mark.kind]} data-margin={mark.margin}>
      <title>{mark.says}</title>
      {to - from > 3 ? <line x1={from} x2={to} y1={y} y2={y} className={classes.span} /> : null}
      {mark.kind === "operation" ? (
        <>
          <rect x={middle - 8} y={y - 8} width={16} height={16} rx={2} />
          <text x={middle} y={y + 4} textAnchor="middle" className={classes.ordinal}>
            {mark.label}
          </text>
          {mark.margin === undefined ? null : (
            <text x={middle + 11} y={y + 4} className={classes.margin}>
              {mark.margin}
            </text>
          )}
        </>
      ) : mark.kind === "recurrence" ? (
        <path d={`M${middle} ${y - 7}l7 7-7 7-7-7z`} />
      ) : mark.kind === "period" ? null : mark.kind === "contact" ? (
        <line x1={middle} x2={middle} y1={y - 5} y2={y + 5} />
      ) : (
        <circle cx={middle} cy={y} r={4.5} />
      )}
      {mark.kind !== "operation" && mark.label !== "" ? (
        <text x={middle + 8} y={y + 5} className={classes.end}>
          {mark.label}
        </text>
      ) : null}
    </g>
  );
}

export function EmptyTimeline({ says }: { says: string }) {
  return <Text c="dimmed">{says}</Text>;
}

/** The first days of years, so few that their labels do not meet. */
function yearTicks(first: number, last: number, most: number): { day: number; year: number }[] {
  const [from, to] = [first, last].map((day) => new Date(day * 86_400_000).getUTCFullYear());
  const step = [1, 2, 5, 10, 20, 50].find((years) => (to - from + 1) / years <= Math.max(most, 2)) ?? 100;
  const ticks = [];
  for (let year = Math.ceil(from / step) * step; year <= to + 1; year += step) {
    const day = Date.UTC(year, 0, 1) / 86_400_000;
    if (day >= first && day <= last) ticks.push({ day, year });
  }
  return ticks;
}
