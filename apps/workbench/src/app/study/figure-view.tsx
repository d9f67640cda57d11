import type { Figure } from "@seriatim/report";
import { useEffect, useRef } from "react";
import classes from "./figure-view.module.css";

/** The report's own figure; in the dark its inks are those of the dark. */
export function FigureView({ figure }: { figure: Figure }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const svg = new DOMParser().parseFromString(figure.svg, "image/svg+xml").documentElement;
    place.current?.replaceChildren(document.importNode(svg, true));
  }, [figure.svg]);
  return <div ref={place} className={classes.figure} />;
}
