import { ActionIcon, Badge, Group, NativeSelect, NumberInput, Table, Text, TextInput } from "@mantine/core";
import { codeSpelling, type Dictionary, type FieldDefinition, readValue } from "@seriatim/records";
import { useState } from "react";
import { Icon } from "../../icon.js";
import { enteredFields, fieldLabel } from "../../shared/field-text.js";
import { useTexts } from "../../texts/language.js";
import type { FileRow } from "./file-rows.js";
import classes from "./import-page.module.css";
import { importTexts } from "./import-texts.js";
import { type Picture, type PictureColumn, withColumn, withTarget } from "./mapping-text.js";

interface RowProps {
  dictionary: Dictionary;
  row: FileRow;
  /** Of the file. */
  rows: number;
  picture: Picture;
  text: string;
  onText: (text: string) => void;
  onStrong: (isStrong: boolean) => void;
}

/** A column of the file, the field that it is, and what its texts mean. */
export function ColumnRow({ dictionary, row, rows, picture, text, onText, onStrong }: RowProps) {
  const t = useTexts(importTexts);
  const [isAdding, setAdding] = useState(false);
  const { from, columns, targets, texts } = row;
  const label = from.replaceAll("{n}", "…");
  const filled = columns.reduce((sum, one) => sum + one.filled, 0);
  const slots: (PictureColumn | undefined)[] = targets.length === 0 || isAdding ? [...targets, undefined] : targets;
  const choose = (before: PictureColumn | undefined, chosen: string) => {
    const [table, field] = chosen.split("\u0000");
    setAdding(false);
    onText(
      withTarget(text, dictionary, { from, values: {} }, before, field === undefined ? undefined : { table, field }),
    );
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only draws a line stronger
    <div
      className={classes.row}
      data-column={from}
      data-unused={targets.length === 0 ? true : undefined}
      onMouseEnter={() => onStrong(true)}
      onMouseLeave={() => onStrong(false)}
      onFocus={() => onStrong(true)}
      onBlur={() => onStrong(false)}
    >
      <Group gap="xs" wrap="wrap" align="flex-start" justify="space-between">
        <div style={{ flex: "1 1 9rem", minWidth: 0 }}>
          <Group gap={6}>
            <Text fw={600}>{label}</Text>
            {columns.length > 1 ? (
              <Text size="xs" c="dimmed">
                {t("several", { n: columns.length })}
              </Text>
            ) : null}
            <Sureness row={row} />
          </Group>
          <div className={classes.samples}>
            {texts.length === 0
              ? t("empty")
              : texts
                  .slice(0, 4)
                  .map((one) => one.text)
                  .join(" · ")}
          </div>
          <Text size="xs" c="dimmed">
            {texts.length === 0 ? "" : t("filled", { n: filled, all: rows * columns.length })}
          </Text>
        </div>
        <Group gap={4} wrap="nowrap" align="flex-start">
          <div>
            {slots.map((target) => (
              <NativeSelect
                key={target ? `${target.table}.${target.field}` : "none"}
                aria-label={t("fieldOf", { column: label })}
                value={target ? `${target.table}\u0000${target.field}` : ""}
                w={210}
                mb={2}
                onChange={(event) => choose(target, event.currentTarget.value)}
                data={choices(dictionary, row, picture, target, t("leaveOut"))}
              />
            ))}
          </div>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={28}
            disabled={targets.length === 0 || isAdding}
            aria-label={t("also", { column: label })}
            title={t("also", { column: label })}
            onClick={() => setAdding(true)}
          >
            <Icon name="plus" size={14} />
          </ActionIcon>
        </Group>
      </Group>
      {targets.slice(0, 1).map((target) => (
        <Details
          key={`${target.table}.${target.field}`}
          field={dictionary.tables[target.table]?.fields[target.field]}
          isRootKey={
            dictionary.tables[target.table]?.parent === undefined &&
            dictionary.tables[target.table]?.key[0] === target.field
          }
          column={target}
          row={row}
          missing={picture.missing}
          label={label}
          onChange={(column) => onText(withColumn(text, dictionary, column))}
        />
      ))}
    </div>
  );
}

function choices(
  dictionary: Dictionary,
  { repeats }: FileRow,
  picture: Picture,
  own: PictureColumn | undefined,
  leaveOut: string,
) {
  const taken = new Set(picture.columns.map(({ table, field }) => `${table}\u0000${field}`));
  const tables = Object.values(dictionary.tables).filter(
    ({ name }) => repeats === undefined || picture.forEach[name] !== undefined,
  );
  return [
    { value: "", label: leaveOut },
    ...tables.map((definition) => ({
      group: definition.label,
      items: enteredFields(definition).map((field) => {
        const value = `${definition.name}\u0000${field.name}`;
        const isOwn = own?.table === definition.name && own.field === field.name;
        return { value, label: fieldLabel(field), disabled: taken.has(value) && !isOwn };
      }),
    })),
  ];
}

/** How sure the suggestion is, where it is still the one. */
function Sureness({ row: { columns, targets } }: { row: FileRow }) {
  const t = useTexts(importTexts);
  const [suggested] = columns;
  const why = suggested?.why ?? "";
  if (targets.length === 0)
    return (
      <Text size="xs" c="dimmed" title={why}>
        {t("unused")}
      </Text>
    );
  const isSuggested = targets.some(({ table, field }) => table === suggested?.table && field === suggested.field);
  const name = !isSuggested ? "yours" : columns.every(({ sure }) => sure) ? "sure" : "look";
  return (
    <Badge
      size="xs"
      variant={name === "look" ? "outline" : "light"}
      color={name === "look" ? "var(--r1)" : name === "sure" ? "accent" : "gray"}
      c={name === "look" ? "var(--r1)" : name === "sure" ? "var(--accent)" : "var(--ink)"}
      tt="none"
      title={why}
    >
      {t(name)}
    </Badge>
  );
}

function Details(props: {
  field: FieldDefinition | undefined;
  isRootKey: boolean;
  column: PictureColumn;
  row: FileRow;
  missing: readonly string[];
  label: string;
  onChange: (column: PictureColumn) => void;
}) {
  const { field, isRootKey, column, row, missing, label, onChange } = props;
  const t = useTexts(importTexts);
  if (!field) return null;
  if (isRootKey) return <KeyWriting column={column} row={row} onChange={onChange} />;
  if (field.type === "integer" || field.type === "decimal")
    return column.factor === undefined ? null : (
      <NumberInput
        size="xs"
        mt={4}
        w={120}
        label={t("factor")}
        value={column.factor}
        onChange={(value) => {
          const { factor: _, ...rest } = column;
          onChange(typeof value === "number" ? { ...rest, factor: value } : rest);
        }}
      />
    );
  if (field.type !== "code" && field.type !== "boolean") return null;
  return <ValueMap field={field} column={column} row={row} missing={missing} label={label} onChange={onChange} />;
}

/** P and two digits make P07 of 7. */
function KeyWriting(props: { column: PictureColumn; row: FileRow; onChange: (column: PictureColumn) => void }) {
  const { column, row, onChange } = props;
  const t = useTexts(importTexts);
  const example = row.texts.map(({ text }) => text).sort((a, b) => a.length - b.length)[0] ?? "7";
  const padded = column.digits !== undefined && /^\d+$/.test(example) ? example.padStart(column.digits, "0") : example;
  const value = `${column.prefix ?? ""}${padded}`;
  return (
    <Group gap="xs" mt={4} align="flex-end">
      <TextInput
        label={t("prefix")}
        w={72}
        value={column.prefix ?? ""}
        onChange={(event) => onChange({ ...column, prefix: event.currentTarget.value })}
      />
      <NumberInput
        size="xs"
        label={t("digits")}
        w={72}
        min={1}
        max={20}
        allowDecimal={false}
        value={column.digits ?? ""}
        onChange={(given) => {
          const { digits: _, ...rest } = column;
          onChange(typeof given === "number" && given >= 1 && given <= 20 ? { ...rest, digits: given } : rest);
        }}
      />
      <Text size="xs" c="dimmed" pb={6}>
        {t("becomes", { text: example, value })}
      </Text>
    </Group>
  );
}

const asWritten = "\u0000";
const nothing = "\u0001";

/** What each writing means: a code of ours, nothing, or what it is by itself. */
function ValueMap(props: {
  field: FieldDefinition;
  column: PictureColumn;
  row: FileRow;
  missing: readonly string[];
  label: string;
  onChange: (column: PictureColumn) => void;
}) {
  const { field, column, row, missing, label, onChange } = props;
  const t = useTexts(importTexts);
  const missingSpellings = missing.map(codeSpelling);
  const writings = row.texts
    .filter(({ text }) => !missingSpellings.includes(codeSpelling(text)))
    .map(({ text, count }) => {
      const own = Object.entries(column.values).find(([written]) => codeSpelling(written) === codeSpelling(text));
      const read = readValue(field, own?.[1] ?? text, { decimalComma: false });
      return {
        text,
        count,
        own,
        isUnread: read.fault !== undefined,
        plain: readValue(field, text, { decimalComma: false }),
      };
    });
  const unread = writings.filter(({ isUnread }) => isUnread).length;
  const codes = field.type === "boolean" ? ["yes", "no"].map((value) => ({ value, label: value })) : field.codes;
  const mean = (text: string, own: [string, string] | undefined, chosen: string) => {
    const rest = Object.fromEntries(Object.entries(column.values).filter(([written]) => written !== own?.[0]));
    const values = chosen === asWritten ? rest : { ...rest, [text]: chosen === nothing ? "" : chosen };
    onChange({ ...column, values });
  };
  return (
    <details open={unread > 0 ? true : undefined} style={{ marginTop: 4 }}>
      <summary aria-label={t("details", { column: label })} style={{ cursor: "pointer" }}>
        <Text span size="xs" c={unread > 0 ? "var(--r2)" : "dimmed"}>
          {unread === 0 ? t("values") : unread === 1 ? t("oneUnknownText") : t("unknownTexts", { n: unread })}
        </Text>
      </summary>
      <Table fz="xs" verticalSpacing={2}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("written")}</Table.Th>
            <Table.Th>{t("means")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {writings.map(({ text, count, own, isUnread, plain }) => {
            const code = codes.find(
              ({ value }) => value === (plain.value === true ? "yes" : plain.value === false ? "no" : plain.value),
            );
            return (
              <Table.Tr key={text}>
                <Table.Td>
                  {text}{" "}
                  <Text span size="xs" c="dimmed">
                    × {count}
                  </Text>
                </Table.Td>
                <Table.Td>
                  <NativeSelect
                    aria-label={t("meaningOf", { text })}
                    value={own === undefined ? asWritten : own[1] === "" ? nothing : own[1]}
                    error={isUnread}
                    onChange={(event) => mean(text, own, event.currentTarget.value)}
                    data={[
                      {
                        value: asWritten,
                        label: plain.fault
                          ? t("notUnderstood")
                          : code
                            ? t("asWritten", { code: code.label })
                            : t("notRecorded"),
                      },
                      ...codes.map(({ value, label: shown }) => ({ value, label: shown })),
                      ...(own !== undefined && own[1] !== "" && !codes.some(({ value }) => value === own[1])
                        ? [{ value: own[1], label: own[1] }]
                        : []),
                      { value: nothing, label: t("notRecorded") },
                    ]}
                  />
                </Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
      {row.columns.some(({ different, texts }) => different > texts.length) ? (
        <Text size="xs" c="dimmed">
          {t("moreTexts")}
        </Text>
      ) : null}
    </details>
  );
}
