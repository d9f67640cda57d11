import { TextInput } from "@mantine/core";
import { useEffect, useState } from "react";

/** A small input whose value counts when it is left, or on Enter. */
export function CommitInput(props: {
  label: string;
  value: string;
  width: number;
  numeric?: boolean;
  /** Why a text cannot be. */
  fault: (text: string) => string | undefined;
  onCommit: (text: string) => void;
}) {
  const { label, value, width, numeric = false, fault, onCommit } = props;
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const wrong = fault(text);
  const commit = () => {
    if (wrong === undefined && text.trim() !== value) onCommit(text.trim());
  };
  return (
    <TextInput
      label={label}
      value={text}
      w={width}
      error={wrong}
      inputMode={numeric ? "numeric" : undefined}
      autoComplete="off"
      spellCheck={false}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === "Enter") commit();
        if (event.key === "Escape") setText(value);
      }}
    />
  );
}
