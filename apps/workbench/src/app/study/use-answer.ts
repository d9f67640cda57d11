import { useEffect, useId, useRef, useState } from "react";
import type { StatisticsFault } from "../../statistics/messages.js";
import type { Superseded } from "../../statistics/statistics.js";

export interface Answered<Answer> {
  /** The last that came; it stays while the next is worked on, and where there is a fault. */
  answer: Answer | undefined;
  fault: StatisticsFault | undefined;
  isPending: boolean;
}

type Given = object & { version: string };

/**
 * What the statistics say to a question, asked again when its key changes. Only the answer to the last question counts;
 * superseded ones are never shown. Questions of one place replace each other, not those of others.
 *
 * ```ts
 * const { draft, text, version, run } = useStudy();
 * const os = useAnswer([text, version, "os"].join("\n"), (lane) => run(["os"], lane));
 * ```
 *
 * @param key of the question; nothing is asked where it is undefined
 */
export function useAnswer<Answer extends Given>(
  key: string | undefined,
  ask: (options: { lane: string }) => Promise<Answer | { error: StatisticsFault; version: string } | Superseded>,
): Answered<Exclude<Answer, { error: StatisticsFault }>> {
  type Good = Exclude<Answer, { error: StatisticsFault }>;
  const [last, setLast] = useState<{ key?: string; answer?: Good; fault?: StatisticsFault }>({});
  const lane = useId();
  const asked = useRef(ask);
  useEffect(() => {
    asked.current = ask;
  });
  useEffect(() => {
    if (key === undefined) return;
    let isLast = true;
    void asked.current({ lane }).then((given) => {
      if (!isLast || "superseded" in given) return;
      if ("error" in given) setLast(({ answer }) => ({ key, answer, fault: given.error }));
      else setLast({ key, answer: given as Good });
    });
    return () => {
      isLast = false;
    };
  }, [key, lane]);
  return { answer: last.answer, fault: last.fault, isPending: key !== undefined && last.key !== key };
}
