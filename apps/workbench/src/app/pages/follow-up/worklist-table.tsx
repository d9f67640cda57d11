import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useRef } from "react";
import type { WorklistPatient } from "../../../service/follow-up-worklist.js";
import { patientAddress } from "../../shared/field-text.js";
import { useLanguage, useTexts } from "../../texts/language.js";
import classes from "./follow-up-page.module.css";
import { followUpTexts } from "./follow-up-texts.js";
import { points } from "./shown-numbers.js";

const rowHeight = 34;
const columns = 6;

/** The overdue in their order, of which only those in sight are drawn; the arrow keys go from one to the next. */
export function WorklistTable(props: {
  patients: readonly WorklistPatient[];
  patientLabel: string;
  chosen: string | undefined;
  /** Undefined where contacts are not entered from here. */
  onChoose?: (patient: string) => void;
}) {
  const { patients, patientLabel, chosen, onChoose } = props;
  const t = useTexts(followUpTexts);
  const { language } = useLanguage();
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: patients.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollPaddingStart: rowHeight,
  });
  const places = virtual.getVirtualItems();
  const goTo = (event: KeyboardEvent, index: number) => {
    if (index < 0 || index >= patients.length) return;
    event.preventDefault();
    virtual.scrollToIndex(index);
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-place="${index}"]`)?.focus());
  };
  const heading = (text: string, isNumber = false) => (
    <th scope="col" data-number={isNumber || undefined}>
      {text}
    </th>
  );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled with the keyboard.
    <section ref={scroller} className={classes.scroller} tabIndex={0} aria-label={t("list")}>
      <table className={classes.table} aria-rowcount={patients.length + 1} aria-label={t("list")}>
        <thead>
          <tr aria-rowindex={1}>
            {heading(t("rank"), true)}
            {heading(patientLabel)}
            {onChoose ? heading(t("contact")) : null}
            {heading(t("lastSeen"))}
            {heading(t("daysOverdue"), true)}
            {heading(t("gain"), true)}
          </tr>
        </thead>
        <tbody>
          <Gap height={places[0]?.start ?? 0} />
          {places.map(({ index }) => {
            const { rank, key, lastSeen, daysOverdue, gain } = patients[index];
            const patient = patientAddress(key);
            return (
              <tr key={patient} aria-rowindex={index + 2} data-chosen={patient === chosen || undefined}>
                <td data-number>{rank}</td>
                <td>
                  <Link to="/patients/$patient" params={{ patient }} aria-label={t("openOf", { patient })}>
                    {patient}
                  </Link>
                </td>
                {onChoose ? (
                  <td className="not-printed">
                    <Button
                      size="compact-xs"
                      variant="default"
                      data-place={index}
                      aria-label={t("logOf", { patient })}
                      onClick={() => onChoose(patient)}
                      onKeyDown={(event) => {
                        if (event.key === "ArrowDown") goTo(event, index + 1);
                        if (event.key === "ArrowUp") goTo(event, index - 1);
                        if (event.key === "Home") goTo(event, 0);
                        if (event.key === "End") goTo(event, patients.length - 1);
                      }}
                    >
                      {t("log")}
                    </Button>
                  </td>
                ) : null}
                <td>{lastSeen}</td>
                <td data-number>{daysOverdue.toLocaleString(language === "de" ? "de-DE" : "en-GB")}</td>
                <td data-number>{points(gain, language)}</td>
              </tr>
            );
          })}
          <Gap height={virtual.getTotalSize() - (places.at(-1)?.end ?? 0)} />
        </tbody>
      </table>
    </section>
  );
}

/** The rows out of sight. */
function Gap({ height }: { height: number }) {
  return height > 0 ? (
    <tr>
      <td colSpan={columns} style={{ height, padding: 0, border: 0 }} />
    </tr>
  ) : null;
}
