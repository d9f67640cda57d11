import { Checkbox } from "@mantine/core";
import { useTexts } from "../../texts/language.js";
import type { Candidate } from "./candidate-factors.js";
import classes from "./charts.module.css";
import { factorsTexts } from "./factors-texts.js";

interface Column {
  heading: string;
  chosen: readonly string[];
  /** For screen readers: what a tick in a row means. */
  says: (label: string) => string;
  onChoose: (names: string[]) => void;
  /** One must stay. */
  atLeastOne?: boolean;
}

/** The factors that there are, and a column of ticks for each list that they can be in. */
export function FactorChoice(props: {
  candidates: readonly Candidate[];
  columns: readonly Column[];
  costs?: Readonly<Record<string, number>>;
}) {
  const { candidates, columns, costs } = props;
  const t = useTexts(factorsTexts);
  return (
    <table className={classes.choice}>
      <thead>
        <tr>
          <th scope="col">{t("factor")}</th>
          {columns.map(({ heading }) => (
            <th key={heading} scope="col" className={classes.tick}>
              {heading}
            </th>
          ))}
          {costs ? (
            <th scope="col" className={classes.tick} title={t("costs")} aria-label={t("costs")}>
              #
            </th>
          ) : null}
        </tr>
      </thead>
      <tbody>
        {candidates.map(({ name, label }) => (
          <tr key={name}>
            <th scope="row">{label}</th>
            {columns.map(({ heading, chosen, says, onChoose, atLeastOne = false }) => {
              const isChosen = chosen.includes(name);
              const names = isChosen ? chosen.filter((one) => one !== name) : [...chosen, name];
              return (
                <td key={heading} className={classes.tick}>
                  <Checkbox
                    size="xs"
                    aria-label={says(label)}
                    checked={isChosen}
                    disabled={atLeastOne && isChosen && chosen.length === 1}
                    onChange={() => onChoose(names)}
                  />
                </td>
              );
            })}
            {costs ? <td className={classes.tick}>{costs[name] ?? ""}</td> : null}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
