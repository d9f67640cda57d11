import { Alert, Button, Card, CopyButton, Group, Progress, Stack, Text, TextInput, Title } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { call } from "../../../client/call.js";
import type { ServiceError } from "../../../client/service-error.js";
import type { OutputOf } from "../../../service/operations.js";
import { ErrorState } from "../../shared/states.js";
import { useTexts } from "../../texts/language.js";
import classes from "./history-page.module.css";
import { historyTexts } from "./history-texts.js";

/** Whether the history is whole, when it is asked. */
export function ChainCheck() {
  const t = useTexts(historyTexts);
  const [head, setHead] = useState("");
  const verify = useMutation<OutputOf<"verifyChain">, ServiceError, string>({
    mutationFn: (kept) => call("verifyChain", kept === "" ? {} : { head: kept }),
  });
  const progress = useQuery({
    queryKey: ["verifyProgress"],
    queryFn: () => call("verifyProgress", {}),
    enabled: verify.isPending,
    refetchInterval: 400,
    gcTime: 0,
  });
  const kept = head.trim();
  const isHead = kept === "" || /^[0-9a-f]{64}$/i.test(kept);
  const read = progress.data;
  return (
    <Card withBorder component="section" aria-label={t("verification")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isHead) verify.mutate(kept);
        }}
      >
        <Stack gap="sm">
          <Title order={2} size="h5">
            {t("verification")}
          </Title>
          <Text c="dimmed" size="xs" maw="48rem">
            {t("verifySays")}
          </Text>
          <Group gap="sm" align="flex-end" className="not-printed">
            <TextInput
              label={t("keptHead")}
              value={head}
              error={isHead ? undefined : t("headNot")}
              flex={1}
              miw={200}
              maw={560}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => setHead(event.currentTarget.value)}
            />
            <Button type="submit" loading={verify.isPending}>
              {t("verify")}
            </Button>
          </Group>
          <div role="status">
            {verify.isPending ? (
              <Stack gap={4}>
                <Text size="xs">{read ? t("reading", { done: read.done, total: read.total }) : t("begins")}</Text>
                <Progress
                  aria-label={t("begins")}
                  value={read && read.total > 0 ? (100 * read.done) / read.total : 100}
                  animated={!read}
                />
              </Stack>
            ) : verify.data ? (
              <Verdict verdict={verify.data} />
            ) : null}
          </div>
          {verify.isError ? <ErrorState error={verify.error} /> : null}
        </Stack>
      </form>
    </Card>
  );
}

function Verdict({ verdict }: { verdict: OutputOf<"verifyChain"> }) {
  const t = useTexts(historyTexts);
  const { entries, head, faults, differences } = verdict;
  const isWhole = faults.length === 0 && differences.length === 0;
  return (
    <Alert color={isWhole ? "accent" : "red"} title={isWhole ? t("whole", { n: entries }) : t("notWhole")}>
      <Stack gap="xs">
        {faults.length === 0 ? null : (
          <Told title={t("faults")} lines={faults.map(({ seq, why }) => t("faultOf", { n: String(seq), why }))} />
        )}
        {differences.length === 0 ? null : (
          <Told
            title={t("differences")}
            lines={differences.map(
              ({ subject, key, why }) => `${subject.replace(/^records\./, "")} ${key.join("/")} ${why}`,
            )}
          />
        )}
        <Group gap="xs" align="center">
          <Text size="xs">{t("head")}</Text>
          <span className={classes.headHash}>{head}</span>
          <CopyButton value={head}>
            {({ copied, copy }) => (
              <Button size="compact-xs" variant="default" onClick={copy} className="not-printed">
                {t(copied ? "copied" : "copy")}
              </Button>
            )}
          </CopyButton>
        </Group>
        <Text size="xs">{t("headSays")}</Text>
      </Stack>
    </Alert>
  );
}

function Told({ title, lines }: { title: string; lines: readonly string[] }) {
  return (
    <div>
      <b>{title}</b>
      <ul style={{ margin: 0 }}>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </div>
  );
}
