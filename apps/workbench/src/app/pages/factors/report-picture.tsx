import { Text } from "@mantine/core";
import type { Figure } from "@seriatim/report";
import { FigureView } from "../../study/figure-view.js";
import classes from "./charts.module.css";

/** A figure as it is printed; in the dark its colours are those of the dark. */
export function ReportPicture({ figure }: { figure: Figure }) {
  return (
    <figure className={classes.plain}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section className={classes.picture} tabIndex={0} aria-label={figure.title}>
        <FigureView figure={figure} />
      </section>
      <figcaption>
        <Text c="dimmed" size="xs">
          {figure.caption}
        </Text>
      </figcaption>
    </figure>
  );
}
