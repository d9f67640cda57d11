import { Badge, Button, Group, Text, Textarea } from "@mantine/core";
import type { TableDefinition } from "@seriatim/records";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useChange } from "../../../client/use-operation.js";
import type { FoundFinding } from "../../../service/findings.js";
import { patientAddress } from "../../shared/field-text.js";
import { ErrorState } from "../../shared/states.js";
import { useTexts } from "../../texts/language.js";
import classes from "./finding-line.module.css";
import { findingsTexts } from "./findings-texts.js";
import { kindText } from "./kind-text.js";

/** One finding: where, what, and what is said to it. */
export function FindingLine(props: {
  finding: FoundFinding;
  definition: TableDefinition | undefined;
  by: "rule" | "patient";
  mayAnswer: boolean;
  onDone: (says: string) => void;
}) {
  const { finding, definition, by, mayAnswer, onDone } = props;
  const t = useTexts(findingsTexts);
  const [saying, setSaying] = useState<"answered" | "accepted">();
  const [says, setSays] = useState("");
  const answer = useChange("answerFinding");
  const { table, key, patient, field, kind, why, state } = finding;
  const row =
    key.length > patient.length
      ? `${patientAddress(patient)} · ${definition?.one ?? table} ${key.slice(patient.length).join("/")}`
      : patientAddress(patient);
  const label = definition?.fields[field]?.label ?? field;
  const what = `${row}, ${label}`;
  const ownRow = key.length > patient.length ? `${row.slice(row.indexOf("·") + 2)}: ` : "";
  const shown = by === "patient" ? `${ownRow}${label}` : row;
  const save = () =>
    answer.mutate(
      { table, key, field, kind, state: saying!, says },
      {
        onSuccess: () => {
          onDone(t("saved", { what, state: t(`${saying!}State`) }));
          setSaying(undefined);
        },
      },
    );
  return (
    <div className={classes.line}>
      <Link
        to="/patients/$patient"
        params={{ patient: patientAddress(patient) }}
        search={{ table, row: key, field }}
        aria-label={t("goTo", { shown })}
      >
        {shown}
      </Link>
      <div>
        <Text>
          {by === "patient" ? (
            <Text span c="dimmed">
              {kindText(t, kind)}:{" "}
            </Text>
          ) : null}
          {why}
        </Text>
        {finding.answer === null ? null : (
          <Text size="xs" c="dimmed">
            “{finding.answer}”
          </Text>
        )}
      </div>
      <Group gap={6} wrap="nowrap" className="not-printed">
        {state === "open" ? null : (
          <Badge size="sm" variant="outline" tt="none" color="gray" c="var(--muted)">
            {t(`${state}State`)}
          </Badge>
        )}
        {mayAnswer ? (
          <>
            <Button
              size="compact-xs"
              variant="default"
              aria-label={t("answerOf", { what })}
              aria-expanded={saying === "answered"}
              onClick={() => setSaying(saying === "answered" ? undefined : "answered")}
            >
              {t("answer")}
            </Button>
            {state === "accepted" ? null : (
              <Button
                size="compact-xs"
                variant="default"
                aria-label={t("acceptOf", { what })}
                aria-expanded={saying === "accepted"}
                onClick={() => setSaying(saying === "accepted" ? undefined : "accepted")}
              >
                {t("accept")}
              </Button>
            )}
          </>
        ) : null}
      </Group>
      {saying === undefined ? null : (
        <form
          className={classes.whole}
          onSubmit={(event) => {
            event.preventDefault();
            save();
          }}
          onKeyDown={(event) => {
            if (event.key === "Escape") setSaying(undefined);
          }}
        >
          <Textarea
            key={saying}
            size="xs"
            autosize
            minRows={1}
            maw={640}
            label={t(saying === "accepted" ? "yourReason" : "yourAnswer")}
            description={t(saying === "accepted" ? "acceptSays" : "answerSays")}
            value={says}
            maxLength={1000}
            data-autofocus
            ref={(area) => {
              if (area && document.activeElement?.tagName === "BUTTON") area.focus();
            }}
            onChange={(event) => setSays(event.currentTarget.value)}
          />
          <Group gap="xs" mt={6}>
            <Button type="submit" size="compact-sm" disabled={says.trim() === ""} loading={answer.isPending}>
              {t("save")}
            </Button>
            <Button size="compact-sm" variant="default" onClick={() => setSaying(undefined)}>
              {t("cancel")}
            </Button>
          </Group>
          {answer.isError ? <ErrorState error={answer.error} /> : null}
        </form>
      )}
    </div>
  );
}
