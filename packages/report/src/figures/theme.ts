/**
 * The one palette of all figures, as written into the SVG's attributes; a page in dark mode recolours by them
 * (`[fill="#1a1d21"] { fill: … }`). The series colours are told apart with red-green blindness, each has a contrast
 * of at least 3:1 on white, and from the third on they also differ by their dashes.
 */
export const palette = {
  ink: "#1a1d21",
  muted: "#5c6670",
  grid: "#d5dade",
  band: "#f2f4f6",
  paper: "#ffffff",
  series: ["#005a9c", "#d1590a", "#00755e", "#8a3b8f", "#7d6608", "#49525c"],
  /** Resection margins in the swimmer plot: clear, microscopically and macroscopically involved, and anything else. */
  margins: { R0: "#005a9c", R1: "#d1590a", R2: "#8f1d2c", other: "#49525c" },
} as const;

/** Source Sans 3 where it is loaded; quoted, since a bare `3` is no CSS identifier. */
export const fontFamily = "'Source Sans 3', 'Source Sans Pro', Helvetica, Arial, sans-serif";

export const fontSize = { title: 13, text: 12, small: 11 } as const;

export const lineHeight = 15;

/** Dashes of the series in order; the first two are solid. */
export const dashes: readonly (readonly number[])[] = [[], [], [7, 3], [2, 2], [9, 3, 2, 3], [5, 2, 1, 2]];

export function seriesColour(index: number): string {
  return palette.series[index % palette.series.length];
}

export function seriesDash(index: number): number[] {
  return [...dashes[index % dashes.length]];
}
