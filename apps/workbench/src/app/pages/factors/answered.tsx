import { Alert, Group, Loader, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import type { StatisticsFault } from "../../../statistics/messages.js";
import { LoadingState } from "../../shared/states.js";
import { useTexts } from "../../texts/language.js";
import classes from "./charts.module.css";
import { factorsTexts } from "./factors-texts.js";

/** What the statistics said last, with a sign while they work on the next, and the sentence where they cannot. */
export function Answered<Answer>(props: {
  answer: { answer: Answer | undefined; fault: StatisticsFault | undefined; isPending: boolean };
  children: (answer: Answer) => ReactNode;
}) {
  const { answer, fault, isPending } = props.answer;
  const t = useTexts(factorsTexts);
  return (
    <Stack gap="sm" aria-busy={isPending}>
      {fault ? <FaultNotice fault={fault} /> : null}
      {answer === undefined ? isPending ? <LoadingState /> : null : null}
      {answer === undefined || fault ? null : (
        <div className={isPending ? classes.stale : undefined}>{props.children(answer)}</div>
      )}
      <Group gap="xs" h={20} role="status">
        {isPending && answer !== undefined ? (
          <>
            <Loader size={14} />
            <Text c="dimmed" size="xs">
              {t("working")}
            </Text>
          </>
        ) : null}
      </Group>
    </Stack>
  );
}

export function FaultNotice({ fault }: { fault: StatisticsFault }) {
  const t = useTexts(factorsTexts);
  return (
    <Alert color="red" role="alert">
      <Text>{fault.sentence}</Text>
      {fault.line === undefined ? null : (
        <Text c="dimmed" size="xs">
          {t("line", { line: String(fault.line) })}
        </Text>
      )}
    </Alert>
  );
}
