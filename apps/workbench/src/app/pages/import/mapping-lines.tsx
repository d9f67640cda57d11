import { type RefObject, useLayoutEffect, useState } from "react";
import classes from "./import-page.module.css";
import type { PictureColumn } from "./mapping-text.js";

interface Line {
  id: string;
  from: string;
  path: string;
  isSure: boolean;
}

/** A line from each column to its field. What it says stands in the choices too. */
export function MappingLines(props: {
  container: RefObject<HTMLDivElement | null>;
  columns: readonly PictureColumn[];
  isSure: (from: string, table: string, field: string) => boolean;
  strong: string | undefined;
}) {
  const { container, columns, isSure, strong } = props;
  const [lines, setLines] = useState<Line[]>([]);
  useLayoutEffect(() => {
    const whole = container.current;
    if (!whole) return;
    const draw = () => {
      const origin = whole.getBoundingClientRect();
      const drawn = columns.flatMap(({ table, field, from }): Line[] => {
        if (from === undefined) return [];
        const left = whole.querySelector(`[data-column="${CSS.escape(from)}"]`)?.getBoundingClientRect();
        const right = whole.querySelector(`[data-field="${table}.${field}"]`)?.getBoundingClientRect();
        if (!left || !right) return [];
        const [x, y] = [left.right - origin.left, left.top + Math.min(left.height / 2, 22) - origin.top];
        const [u, v] = [right.left - origin.left, right.top + right.height / 2 - origin.top];
        const bend = (u - x) / 2;
        return [
          {
            id: `${table}.${field}`,
            from,
            isSure: isSure(from, table, field),
            path: `M${x} ${y}C${x + bend} ${y} ${u - bend} ${v} ${u} ${v}`,
          },
        ];
      });
      setLines((before) => (JSON.stringify(before) === JSON.stringify(drawn) ? before : drawn));
    };
    draw();
    const observer = new ResizeObserver(draw);
    observer.observe(whole);
    return () => observer.disconnect();
  });
  return (
    <svg className={classes.lines} aria-hidden="true">
      {lines.map(({ id, from, path, isSure: sure }) => (
        <path
          key={id}
          d={path}
          data-unsure={sure ? undefined : true}
          data-strong={from === strong ? true : undefined}
        />
      ))}
    </svg>
  );
}
