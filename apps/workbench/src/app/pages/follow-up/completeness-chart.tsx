import type { FollowUpWorklist } from "../../../service/follow-up-worklist.js";
import { useLanguage, useTexts } from "../../texts/language.js";
import classes from "./completeness-chart.module.css";
import { followUpTexts } from "./follow-up-texts.js";
import { percent } from "./shown-numbers.js";

/** How many years are named at most, so that they fit a phone. */
const mostLabels = 6;

/** Clark's C as of each year's end. */
export function CompletenessChart({ byYear }: { byYear: FollowUpWorklist["byYear"] }) {
  const t = useTexts(followUpTexts);
  const { language } = useLanguage();
  const known = byYear.flatMap((one) => (one.completeness === null ? [] : [{ ...one, c: one.completeness }]));
  const [first, last] = [known[0], known.at(-1)];
  if (!first || !last) return null;
  const [from, to] = [timeOf(first.on), timeOf(last.on)];
  const x = (on: string) => (to > from ? (100 * (timeOf(on) - from)) / (to - from) : 100);
  const y = (c: number) => 100 * (1 - c);
  const step = Math.ceil(known.length / mostLabels);
  return (
    <div
      role="img"
      className={classes.chart}
      aria-label={t("overTimeSays", {
        first: first.on.slice(0, 4),
        last: last.on,
        from: percent(first.c, language),
        to: percent(last.c, language),
      })}
    >
      {[0, 0.5, 1].map((c) => (
        <span key={c} className={classes.level} style={{ top: `${y(c)}%` }}>
          <span className={classes.levelName}>{100 * c} %</span>
        </span>
      ))}
      <svg viewBox="0 0 100 100" preserveAspectRatio="none" className={classes.line} aria-hidden="true">
        <polyline
          points={known.map(({ on, c }) => `${x(on)},${y(c)}`).join(" ")}
          fill="none"
          stroke="var(--accent)"
          strokeWidth="2"
          vectorEffect="non-scaling-stroke"
        />
      </svg>
      {known.map(({ on, c, followed }, i) => (
        <span key={on}>
          <span
            className={classes.point}
            style={{ left: `${x(on)}%`, top: `${y(c)}%` }}
            title={t("pointSays", { on, c: percent(c, language), n: followed })}
          />
          {(known.length - 1 - i) % step === 0 ? (
            <span className={classes.year} style={{ left: `${x(on)}%` }}>
              {on.slice(0, 4)}
            </span>
          ) : null}
        </span>
      ))}
    </div>
  );
}

function timeOf(on: string): number {
  return Date.parse(`${on}T00:00:00Z`);
}
