import { NativeSelect } from "@mantine/core";

/** One of the parts of the study, by its label. */
export function PartChoice(props: {
  label: string;
  value: string;
  parts: readonly { id: string; label: string }[];
  onChoose: (id: string) => void;
}) {
  const { label, value, parts, onChoose } = props;
  return (
    <NativeSelect
      label={label}
      value={value}
      data={parts.map((part) => ({ value: part.id, label: part.label }))}
      onChange={(event) => onChoose(event.currentTarget.value)}
    />
  );
}
