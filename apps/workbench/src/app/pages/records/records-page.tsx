import {
  Badge,
  Button,
  Checkbox,
  Group,
  NativeSelect,
  Popover,
  ScrollArea,
  SegmentedControl,
  Stack,
  Text,
  TextInput,
} from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useOperation } from "../../../client/use-operation.js";
import type { OpenRegistry } from "../../../service/registry-info.js";
import { Icon } from "../../icon.js";
import { enteredFields, fieldLabel } from "../../shared/field-text.js";
import { Page, WithRegistry } from "../../shared/page.js";
import { EmptyState, ErrorState } from "../../shared/states.js";
import { useTexts } from "../../texts/language.js";
import type { Filter, RecordsSearch } from "./records-search.js";
import { recordsTexts } from "./records-texts.js";
import { RowsGrid } from "./rows-grid.js";

const route = getRouteApi("/records");

/** The tables of the open registry. */
export function RecordsPage() {
  return <WithRegistry>{(registry) => <Tables registry={registry} />}</WithRegistry>;
}

function Tables({ registry }: { registry: OpenRegistry }) {
  const t = useTexts(recordsTexts);
  const search = route.useSearch();
  const navigate = useNavigate();
  const { tables } = registry.dictionary;
  const table = search.table !== undefined && Object.hasOwn(tables, search.table) ? search.table : registry.patients;
  const definition = tables[table];
  const fields = enteredFields(definition);
  const chosen = search.columns?.filter((name) => fields.some((field) => field.name === name)) ?? [];
  const columns = fields.filter(
    ({ name }) => chosen.length === 0 || chosen.includes(name) || definition.key.includes(name),
  );
  const known = (name: string) => fields.some((field) => field.name === name);
  const asked = {
    ...(search.search ? { search: search.search } : {}),
    filters: (search.filters ?? []).filter(({ field }) => known(field)),
    ...(search.sort && known(search.sort.field) ? { sort: search.sort } : {}),
  };
  const show = (changed: Partial<RecordsSearch>) =>
    void navigate({ to: "/records", search: { ...search, ...changed }, replace: true });
  const count = useOperation("tableRows", { table, ...asked, limit: 0 }, { keepLast: true });
  const all = registry.rows[table];
  const isNarrowed = asked.filters.length > 0 || asked.search !== undefined;
  const filter = (field: string, changed: Filter | undefined) => {
    const filters = [...asked.filters.filter((one) => one.field !== field), ...(changed ? [changed] : [])];
    show({ filters: filters.length === 0 ? undefined : filters });
  };
  return (
    <Page
      title={t("title")}
      fills
      actions={
        registry.roles.includes("enter") ? (
          <Button
            leftSection={<Icon name="plus" size={16} />}
            onClick={() => void navigate({ to: "/patients/$patient", params: { patient: "new" }, search: { row: [] } })}
          >
            {t("newPatient")}
          </Button>
        ) : null
      }
    >
      <Group gap="sm" wrap="wrap" className="not-printed">
        <TableChoice
          registry={registry}
          table={table}
          onChoose={(chosenTable) => void navigate({ to: "/records", search: { table: chosenTable } })}
        />
        <Search key={table} value={search.search ?? ""} onSearch={(text) => show({ search: text || undefined })} />
        <ColumnChoice
          fields={fields}
          fixed={definition.key}
          chosen={columns.map(({ name }) => name)}
          onChoose={(names) => show({ columns: names })}
        />
        <Text c="dimmed" size="xs" role="status">
          {count.data
            ? isNarrowed
              ? t("of", { n: count.data.total ?? 0, all })
              : t("all", { n: count.data.total ?? 0 })
            : ""}
        </Text>
        {asked.filters.map(({ field }) => (
          <Badge
            key={field}
            variant="light"
            tt="none"
            rightSection={
              <button
                type="button"
                className="plain"
                aria-label={`${t("removeFilter")}: ${definition.fields[field].label}`}
                onClick={() => filter(field, undefined)}
              >
                ×
              </button>
            }
          >
            {definition.fields[field].label}
          </Badge>
        ))}
      </Group>
      {count.isError ? (
        <ErrorState error={count.error} onRetry={() => show({ filters: undefined, search: undefined })} />
      ) : all === 0 ? (
        <EmptyState title={t("noneTitle")} says={t("noneSays")} link={{ to: "/import", label: t("import") }} />
      ) : (
        <Stack gap="xs" flex={1} mih={0}>
          <RowsGrid
            key={table}
            definition={definition}
            columns={columns}
            patientKeyLength={tables[registry.patients].key.length}
            search={asked}
            total={count.data?.total ?? 0}
            onSort={(sort) => show({ sort })}
            onFilter={filter}
          />
          {count.data?.total === 0 ? (
            <Group>
              <Text>{t("noneFound")}</Text>
              <Button variant="default" onClick={() => show({ filters: undefined, search: undefined })}>
                {t("clear")}
              </Button>
            </Group>
          ) : null}
        </Stack>
      )}
    </Page>
  );
}

function TableChoice(props: { registry: OpenRegistry; table: string; onChoose: (table: string) => void }) {
  const { registry, table, onChoose } = props;
  const t = useTexts(recordsTexts);
  const tables = Object.values(registry.dictionary.tables);
  const choices = tables.map(({ name, label }) => ({ value: name, label: `${label} ${registry.rows[name]}` }));
  const shared = { "aria-label": t("table"), value: table, data: choices };
  return tables.length > 4 ? (
    <NativeSelect {...shared} onChange={(event) => onChoose(event.currentTarget.value)} />
  ) : (
    <SegmentedControl {...shared} size="xs" onChange={onChoose} />
  );
}

function Search({ value, onSearch }: { value: string; onSearch: (text: string) => void }) {
  const t = useTexts(recordsTexts);
  const [typed, setTyped] = useState(value);
  const say = useDebouncedCallback(onSearch, 250);
  useEffect(() => setTyped(value), [value]);
  return (
    <TextInput
      w={220}
      aria-label={t("search")}
      placeholder={t("search")}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        say(event.currentTarget.value);
      }}
    />
  );
}

function ColumnChoice(props: {
  fields: ReturnType<typeof enteredFields>;
  fixed: readonly string[];
  chosen: string[];
  onChoose: (names: string[] | undefined) => void;
}) {
  const { fields, fixed, chosen, onChoose } = props;
  const t = useTexts(recordsTexts);
  const isAll = chosen.length === fields.length;
  return (
    <Popover position="bottom-start" shadow="md" trapFocus returnFocus withinPortal>
      <Popover.Target>
        <Button variant="default" leftSection={<Icon name="columns" size={16} />}>
          {isAll ? t("columns") : `${t("columns")} ${chosen.length}/${fields.length}`}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("columns")}>
        <ScrollArea.Autosize mah={360}>
          <Checkbox.Group
            value={chosen}
            onChange={(names) => onChoose(names.length === fields.length ? undefined : names)}
          >
            <Stack gap={6}>
              {fields.map((field) => (
                <Checkbox
                  key={field.name}
                  size="xs"
                  value={field.name}
                  label={fieldLabel(field)}
                  disabled={fixed.includes(field.name)}
                />
              ))}
            </Stack>
          </Checkbox.Group>
        </ScrollArea.Autosize>
        <Button mt="xs" variant="subtle" fullWidth disabled={isAll} onClick={() => onChoose(undefined)}>
          {t("allColumns")}
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}
