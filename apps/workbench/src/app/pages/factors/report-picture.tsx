import { Text } from "@mantine/core";
import type { Figure } from "@seriatim/report";
import classes from "./charts.module.css";

/** A figure as it is printed; in the dark its colours are those of the dark. */
export function ReportPicture({ figure }: { figure: Figure }) {
  return (
    <figure className="plain-figure">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section className={classes.picture} tabIndex={0} aria-label={figure.title}>
        {/* Our own figure, drawn from numbers and escaped names; the page's policy lets no script in. */}
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: see above */}
        <div dangerouslySetInnerHTML={{ __html: figure.svg }} />
      </section>
      <figcaption>
        <Text c="dimmed" size="xs">
          {figure.caption}
        </Text>
      </figcaption>
    </figure>
  );
}
