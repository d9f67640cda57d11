import {
  ActionIcon,
  Button,
  Checkbox,
  Popover,
  ScrollArea,
  SegmentedControl,
  Stack,
  Text,
  TextInput,
} from "@mantine/core";
import type { FieldDefinition } from "@seriatim/records";
import { useState } from "react";
import { Icon } from "../../icon.js";
import { fieldLabel } from "../../shared/field-text.js";
import { useTexts } from "../../texts/language.js";
import type { Filter } from "./records-search.js";
import { recordsTexts } from "./records-texts.js";

/** A column's filter by the field's type, behind a button in its heading. */
export function ColumnFilter(props: {
  field: FieldDefinition;
  filter: Filter | undefined;
  onChange: (filter: Filter | undefined) => void;
}) {
  const { field, filter, onChange } = props;
  const t = useTexts(recordsTexts);
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover opened={isOpen} onChange={setOpen} trapFocus returnFocus position="bottom-end" shadow="md" withinPortal>
      <Popover.Target>
        <ActionIcon
          size={20}
          variant={filter ? "filled" : "subtle"}
          color={filter ? undefined : "gray"}
          aria-label={t("filterOf", { field: field.label })}
          onClick={() => setOpen(!isOpen)}
        >
          <Icon name="filter" size={14} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown maw={300} aria-label={t("filterOf", { field: field.label })}>
        <FilterForm
          field={field}
          filter={filter ?? { field: field.name }}
          onChange={(changed) => onChange(saysNothing(changed) ? undefined : changed)}
        />
        {filter ? (
          <Button mt="sm" variant="subtle" fullWidth onClick={() => onChange(undefined)}>
            {t("removeFilter")}
          </Button>
        ) : null}
      </Popover.Dropdown>
    </Popover>
  );
}

function FilterForm({
  field,
  filter,
  onChange,
}: {
  field: FieldDefinition;
  filter: Filter;
  onChange: (filter: Filter) => void;
}) {
  const t = useTexts(recordsTexts);
  const codes = field.type === "boolean" ? booleanCodes(t("yes"), t("no")) : field.codes;
  const typed = (name: "contains" | "from" | "to") => (
    <LateInput
      key={name}
      label={t(name)}
      value={filter[name] ?? ""}
      onLate={(text) => onChange({ ...filter, [name]: text || undefined })}
    />
  );
  return (
    <Stack gap="xs">
      <Text size="xs" fw={600}>
        {fieldLabel(field)}
      </Text>
      {codes.length > 0 ? (
        <ScrollArea.Autosize mah={260}>
          <Checkbox.Group value={filter.oneOf ?? []} onChange={(oneOf) => onChange({ ...filter, oneOf })}>
            <Stack gap={6}>
              {codes.map(({ value, label }) => (
                <Checkbox key={value} size="xs" value={value} label={label} />
              ))}
            </Stack>
          </Checkbox.Group>
        </ScrollArea.Autosize>
      ) : ["integer", "decimal", "date"].includes(field.type) ? (
        [typed("from"), typed("to")]
      ) : (
        typed("contains")
      )}
      <Text size="xs" c="dimmed">
        {t("recorded")}
      </Text>
      <SegmentedControl
        size="xs"
        aria-label={t("recorded")}
        value={filter.recorded === undefined ? "any" : filter.recorded ? "yes" : "no"}
        onChange={(value) => onChange({ ...filter, recorded: value === "any" ? undefined : value === "yes" })}
        data={[
          { value: "any", label: t("any") },
          { value: "yes", label: t("yes") },
          { value: "no", label: t("no") },
        ]}
      />
    </Stack>
  );
}

/** Typed at leisure: what stands there counts when Enter is pressed or the field is left. */
function LateInput({ label, value, onLate }: { label: string; value: string; onLate: (text: string) => void }) {
  const [typed, setTyped] = useState(value);
  const say = () => {
    if (typed.trim() !== value) onLate(typed.trim());
  };
  return (
    <TextInput
      label={label}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={say}
      onKeyDown={(event) => {
        if (event.key === "Enter") say();
      }}
    />
  );
}

function saysNothing({ contains, oneOf, from, to, recorded }: Filter): boolean {
  return !contains && !from && !to && recorded === undefined && (oneOf ?? []).length === 0;
}

function booleanCodes(yes: string, no: string) {
  return [
    { value: "yes", label: yes },
    { value: "no", label: no },
  ];
}
