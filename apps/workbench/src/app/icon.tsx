const paths = {
  start: "M3 10.5 12 3l9 7.5M5.5 9v11h13V9",
  records: "M4 5h16v14H4zM4 10h16M4 14.5h16M10 10v9",
  import: "M12 3v11m-4-4 4 4 4-4M4 17v3h16v-3",
  findings: "M12 4 2.8 20h18.4zM12 10v4.5M12 17v.5",
  cohort: "M4 5h16l-6.5 7.5V19l-3 1.5v-8z",
  survival: "M3 4v16h18M3 6h4v4h5v4h5v3h4",
  factors: "M12 3v18M7 7h10M4 12h9M10 17h9",
  report: "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6",
  followUp: "M4 6h16v14H4zM4 10h16M8 3v4M16 3v4M8.5 15l2.5 2.5 4.5-4.5",
  history: "M3.5 12a8.5 8.5 0 1 0 2.6-6.1L3.5 8.5M3.5 4v4.5H8M12 7.5V12l3 2",
  close: "M6 6l12 12M18 6 6 18",
  plus: "M12 5v14M5 12h14",
  columns: "M4 5h16v14H4zM9.5 5v14M14.5 5v14",
  filter: "M4 6h16M7 12h10M10 18h4",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2v2.5M12 19.5V22M2 12h2.5M19.5 12H22M5 5l1.7 1.7M17.3 17.3 19 19M19 5l-1.7 1.7M6.7 17.3 5 19",
  file: "M6 3h8l4 4v14H6zM14 3v4h4",
  undo: "M8 5 4 9l4 4M4 9h10a6 6 0 0 1 0 12h-3",
} as const;

export type IconName = keyof typeof paths;

/** A line drawing that says nothing the text beside it does not. */
export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg
      aria-hidden="true"
      focusable="false"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.7"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={paths[name]} />
    </svg>
  );
}
