import { TextInput, type TextInputProps } from "@mantine/core";
import { useEffect, useState } from "react";

/** Typed at leisure: what stands there counts when Enter is pressed or the field is left. */
export function LateInput({
  value,
  onLate,
  ...props
}: Omit<TextInputProps, "value" | "onChange"> & { value: string; onLate: (text: string) => void }) {
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  const say = () => {
    if (typed.trim() !== value) onLate(typed.trim());
  };
  return (
    <TextInput
      {...props}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={say}
      onKeyDown={(event) => {
        if (event.key === "Enter") say();
      }}
    />
  );
}
