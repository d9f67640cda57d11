import { useElementSize } from "@mantine/hooks";
import type { FollowUpWorklist } from "../../../service/follow-up-worklist.js";
import { useLanguage, useTexts } from "../../texts/language.js";
import classes from "./follow-up-page.module.css";
import { followUpTexts } from "./follow-up-texts.js";
import { percent } from "./shown-numbers.js";

const height = 132;
const margin = { left: 44, right: 14, top: 10, bottom: 22 };

/** Clark's C as of each year's end. */
export function CompletenessChart({ byYear }: { byYear: FollowUpWorklist["byYear"] }) {
  const t = useTexts(followUpTexts);
  const { language } = useLanguage();
  const { ref, width } = useElementSize();
  const known = byYear.flatMap((one) => (one.completeness === null ? [] : [{ ...one, c: one.completeness }]));
  const [first, last] = [known[0], known.at(-1)];
  if (!first || !last) return null;
  const [from, to] = [timeOf(first.on), timeOf(last.on)];
  const x = (on: string) =>
    margin.left + (to > from ? (timeOf(on) - from) / (to - from) : 1) * (width - margin.left - margin.right);
  const y = (c: number) => margin.top + (1 - c) * (height - margin.top - margin.bottom);
  // A label has 52 px at least; the last stands always.
  const step = Math.max(1, Math.ceil((known.length * 52) / Math.max(1, width)));
  const labelled = known.filter((_, i) => (known.length - 1 - i) % step === 0);
  return (
    <div ref={ref} className={classes.chart}>
      <svg
        role="img"
        width={width}
        height={height}
        aria-label={t("overTimeSays", {
          first: first.on.slice(0, 4),
          last: last.on,
          from: percent(first.c, language),
          to: percent(last.c, language),
        })}
      >
        {[0, 0.5, 1].map((c) => (
          <g key={c}>
            <line x1={margin.left} x2={width - margin.right} y1={y(c)} y2={y(c)} stroke="var(--line)" />
            <text x={margin.left - 6} y={y(c) + 4} textAnchor="end" className={classes.tick}>
              {100 * c} %
            </text>
          </g>
        ))}
        {labelled.map(({ on }) => (
          <text
            key={on}
            x={x(on)}
            y={height - 5}
            textAnchor={on === last.on ? "end" : "middle"}
            className={classes.tick}
          >
            {on.slice(0, 4)}
          </text>
        ))}
        <polyline
          points={known.map(({ on, c }) => `${x(on)},${y(c)}`).join(" ")}
          fill="none"
          stroke="var(--accent)"
          strokeWidth="2"
        />
        {known.map(({ on, c, followed }) => (
          <circle key={on} cx={x(on)} cy={y(c)} r={on === last.on ? 4 : 2.5} fill="var(--accent)">
            <title>{t("pointSays", { on, c: percent(c, language), n: followed })}</title>
          </circle>
        ))}
      </svg>
    </div>
  );
}

function timeOf(on: string): number {
  return Date.parse(`${on}T00:00:00Z`);
}
