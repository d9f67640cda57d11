import { createContext, type ReactNode, useContext, useRef } from "react";
import { type Statistics, statisticsOf } from "../../statistics/statistics.js";

/** The statistics of the whole window, and of which records they are. */
export interface OpenStatistics {
  statistics: Statistics;
  /** The registry and the version of its records that were given last. */
  given?: string;
}

const StatisticsContext = createContext<(() => OpenStatistics) | null>(null);

/** Keeps one worker for all pages; it is started when the first of them asks. */
export function StatisticsProvider({ children }: { children: ReactNode }) {
  const open = useRef<OpenStatistics>(undefined);
  const start = useRef(() => {
    open.current ??= {
      statistics: statisticsOf(new Worker(new URL("../../statistics/worker.ts", import.meta.url), { type: "module" })),
    };
    return open.current;
  });
  return <StatisticsContext value={start.current}>{children}</StatisticsContext>;
}

export function useOpenStatistics(): OpenStatistics {
  const start = useContext(StatisticsContext);
  if (!start) throw new TypeError("no StatisticsProvider stands above");
  return start();
}
