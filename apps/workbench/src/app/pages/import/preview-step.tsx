import { Badge, Button, Card, Group, Stack, Table, Text, TextInput, Title } from "@mantine/core";
import type { TableDefinition } from "@seriatim/records";
import { type ReactNode, useId, useState } from "react";
import { useChange, useOperation } from "../../../client/use-operation.js";
import type { TablePreview } from "../../../service/preview-file.js";
import type { OpenRegistry } from "../../../service/registry-info.js";
import { enteredFields, fieldLabel, fieldText } from "../../shared/field-text.js";
import { ErrorState, LoadingState } from "../../shared/states.js";
import { useTexts } from "../../texts/language.js";
import { importTexts } from "./import-texts.js";

type Counts = Record<string, { added: number; changed: number }>;

/** What the file would change, and the button that does it. */
export function PreviewStep(props: {
  registry: OpenRegistry;
  file: string;
  mapping: string | null;
  centres: readonly string[];
  onWritten: (change: number, written: Counts) => void;
}) {
  const { registry, file, mapping, centres, onWritten } = props;
  const t = useTexts(importTexts);
  const [centre, setCentre] = useState(centres[0]);
  const [why, setWhy] = useState("");
  const list = useId();
  const asked = { file, mapping, centre: centre.trim() || centres[0] };
  const preview = useOperation("previewFile", asked, { keepLast: true });
  const apply = useChange("applyFile");
  if (preview.isPending) return <LoadingState />;
  if (preview.isError) return <ErrorState error={preview.error} onRetry={() => void preview.refetch()} />;
  const { tables, unusedColumns, sniffed } = preview.data;
  const agreed: Counts = Object.fromEntries(tables.map(({ table, added, changed }) => [table, { added, changed }]));
  const rows = tables.reduce((sum, { added, changed }) => sum + added + changed, 0);
  const isAllRefused = rows === 0 && tables.every(({ unchanged }) => unchanged === 0);
  return (
    <Stack gap="md">
      <Card withBorder p="md">
        <Stack gap="md">
          <Table.ScrollContainer minWidth={320} type="native">
            <Table>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t("table")}</Table.Th>
                  {(["new", "changed", "unchanged", "refused"] as const).map((name) => (
                    <Table.Th key={name} ta="right">
                      {t(name)}
                    </Table.Th>
                  ))}
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {tables.map((one) => (
                  <Table.Tr key={one.table}>
                    <Table.Th scope="row" fw={400}>
                      {registry.dictionary.tables[one.table].label}
                    </Table.Th>
                    {(["added", "changed", "unchanged", "refused"] as const).map((name) => (
                      <Table.Td
                        key={name}
                        ta="right"
                        fw={one[name] > 0 && name !== "unchanged" ? 600 : 400}
                        c={one[name] === 0 ? "dimmed" : name === "refused" ? "var(--r2)" : undefined}
                      >
                        {one[name].toLocaleString()}
                      </Table.Td>
                    ))}
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
          {rows === 0 ? (
            <Text role="status">{t(isAllRefused ? "nothingRefused" : "nothing")}</Text>
          ) : (
            <Group align="flex-end" gap="sm">
              <TextInput
                label={t("centre")}
                value={centre}
                list={list}
                onChange={(event) => setCentre(event.currentTarget.value)}
              />
              <datalist id={list}>
                {centres.map((one) => (
                  <option key={one} value={one} />
                ))}
              </datalist>
              <TextInput
                label={t("why")}
                value={why}
                maxLength={1000}
                flex="1 1 14rem"
                onChange={(event) => setWhy(event.currentTarget.value)}
              />
              <Button
                loading={apply.isPending}
                disabled={preview.isPlaceholderData}
                onClick={() =>
                  apply.mutate(
                    { ...asked, agreed, why },
                    { onSuccess: ({ change, written }) => onWritten(change, written) },
                  )
                }
              >
                {t("apply", { n: rows })}
              </Button>
            </Group>
          )}
          {apply.isError ? <ErrorState error={apply.error} /> : null}
          {sniffed.length > 0 ? (
            <Text size="xs" c="dimmed">
              {t("readAs", { said: sniffed.join(", ") })}
            </Text>
          ) : null}
          {unusedColumns.length > 0 ? (
            <Text size="xs" c="dimmed">
              {t("unusedColumns", { columns: unusedColumns.join(", ") })}
            </Text>
          ) : null}
        </Stack>
      </Card>
      {tables.map((one) => (
        <TableParts key={one.table} preview={one} definition={registry.dictionary.tables[one.table]} />
      ))}
    </Stack>
  );
}

function TableParts({ preview, definition }: { preview: TablePreview; definition: TableDefinition }) {
  const t = useTexts(importTexts);
  const { added, changed, refused, addedRows, changedRows, refusedRows } = preview;
  if (added + changed + refused === 0) return null;
  const fields = enteredFields(definition).filter(({ name }) => addedRows.some(({ texts }) => texts[name] !== ""));
  return (
    <Card withBorder p="md" component="section" aria-label={definition.label}>
      <Stack gap="md">
        <Title order={2} size="h5">
          {definition.label}
        </Title>
        <Part label={t("refused")} count={refused} shown={refusedRows.length} color="red">
          <Rows headings={[t("row"), t("reason")]}>
            {refusedRows.map(({ row, why }, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a row may be refused twice
              <Table.Tr key={i}>
                <Table.Td>{row}</Table.Td>
                <Table.Td>{why}</Table.Td>
              </Table.Tr>
            ))}
          </Rows>
        </Part>
        <Part label={t("changed")} count={changed} shown={changedRows.length} color="accent">
          <Rows headings={[t("row"), definition.one, t("field"), t("before"), t("after")]}>
            {changedRows.flatMap(({ row, key, changes }) =>
              changes.map(({ field, before, after }) => (
                <Table.Tr key={`${row} ${key.join("/")} ${field}`}>
                  <Table.Td>{row}</Table.Td>
                  <Table.Td>{key.join("/")}</Table.Td>
                  <Table.Td>{definition.fields[field].label}</Table.Td>
                  <Table.Td c="dimmed">{fieldText(definition.fields[field], before) || "–"}</Table.Td>
                  <Table.Td fw={600}>{fieldText(definition.fields[field], after) || "–"}</Table.Td>
                </Table.Tr>
              )),
            )}
          </Rows>
        </Part>
        <Part label={t("new")} count={added} shown={addedRows.length} color="accent">
          <Rows headings={[t("row"), ...fields.map(fieldLabel)]}>
            {addedRows.map(({ row, key, texts, unread }) => (
              <Table.Tr key={key.join("/")}>
                <Table.Td c="dimmed">{row}</Table.Td>
                {fields.map((field) => (
                  <Table.Td
                    key={field.name}
                    {...(unread.includes(field.name) ? { c: "var(--r2)", title: t("unread") } : {})}
                  >
                    {fieldText(field, texts[field.name])}
                    {unread.includes(field.name) ? " ?" : ""}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Rows>
        </Part>
      </Stack>
    </Card>
  );
}

function Part(props: { label: string; count: number; shown: number; color: string; children: ReactNode }) {
  const { label, count, shown, color, children } = props;
  const t = useTexts(importTexts);
  if (count === 0) return null;
  return (
    <Stack gap={4}>
      <Group gap="xs">
        <Title order={3} size="h6">
          {label}
        </Title>
        <Badge variant="light" color={color} size="sm">
          {count}
        </Badge>
      </Group>
      {children}
      {count > shown ? <Text c="dimmed">{t("andMore", { n: count - shown })}</Text> : null}
    </Stack>
  );
}

function Rows({ headings, children }: { headings: readonly string[]; children: ReactNode }) {
  return (
    <Table.ScrollContainer minWidth={320} maxHeight={360} type="native" tabIndex={0}>
      <Table fz="xs" verticalSpacing={3} stickyHeader style={{ whiteSpace: "nowrap" }}>
        <Table.Thead>
          <Table.Tr>
            {headings.map((heading) => (
              <Table.Th key={heading}>{heading}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>{children}</Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
